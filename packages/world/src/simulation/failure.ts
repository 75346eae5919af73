import { Dice, seededRandom } from '@northbound/rpc/testing';
import type { Violation } from '../checkers/violation.ts';
import { runWorld, type WorldReport } from './run.ts';
import { type Case, shrunk } from './shrink.ts';
import { brokenText, type Line, Story } from './story.ts';
import type { WorldOptions } from './world.ts';

/** Worlds that the search for the shortest story may live. */
const MOST_WORLDS = 120;

/** What is left of a failure when everything is taken away that it does not need. */
export interface Failure {
  readonly world: Case;
  readonly report: WorldReport;
  /** What happened to those whom the first violation of that rule names, around what it names. */
  readonly story: readonly Line[];
}

/** How many stations, and for how many days, a seed wants when nobody says it: about ten station-days. */
export function sizeOf(seed: number): { readonly stations: number; readonly days: number } {
  const dice = new Dice(seededRandom(seed * 17 + 5));
  const stations = dice.between(1, 5);
  return { stations, days: Math.max(1, Math.round(dice.between(5, 12) / stations)) };
}

/**
 * Looks for the smallest world that still breaks one of the same rules, and tells its story.
 *
 * @param tried told after each world
 * @param live how a world is lived
 * @param stop the search ends, and the smallest that was found is told
 */
export async function shortestFailure(
  options: WorldOptions,
  failed: WorldReport,
  tried: (faults: number) => void,
  live: typeof runWorld = runWorld,
  stop?: AbortSignal,
): Promise<Failure> {
  const [first] = failed.violations;
  const rule = first?.rule;
  const world = await shrunk(
    { ...options, faults: failed.faults },
    { stations: first === undefined ? [] : stationsOf([first]), atMs: first?.atMs },
    async (candidate) => {
      if (stop?.aborted) return false;
      const report = await live({ ...candidate, until: rule });
      tried(candidate.faults.length);
      return report.violations.some((violation) => violation.rule === rule);
    },
    MOST_WORLDS,
  );
  const story = new Story();
  const report = await live(world, story);
  const told = report.violations.find((violation) => violation.rule === rule);
  return { world, report, story: told === undefined ? story.lines([]) : excerptOf(story, told) };
}

/** Of what is broken in many places one is told: the others would bury it. */
function excerptOf(story: Story, told: Violation): readonly Line[] {
  const [, evse] = /\bEVSE (\d+)/.exec(told.place) ?? [];
  return story.excerpt({
    stations: stationsOf([told]),
    ...(evse !== undefined && { evseId: Number(evse) }),
    marks: marksOf(told),
    momentsMs: told.atMs === undefined ? [] : [told.atMs],
    broken: brokenText(told),
  });
}

/** A violation of the CSMS alone is everybody's. */
function stationsOf(violations: readonly Violation[]): readonly string[] {
  return [...new Set(violations.flatMap(({ place }) => /\bCS-\d+/.exec(place) ?? []))];
}

const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/g;

/** What frames say that have to do with a violation. */
function marksOf({ place, what }: Violation): readonly string[] {
  const text = `${place} ${what}`;
  const [, ...numbers] = /\btransactions? (\d+)\b(?: and (\d+)\b)?/.exec(text) ?? [];
  return [
    ...(text.match(UUID) ?? []),
    ...numbers
      .filter((number) => number !== undefined)
      .flatMap((number) => [`"transactionId":${number},`, `"transactionId":${number}}`]),
  ];
}
