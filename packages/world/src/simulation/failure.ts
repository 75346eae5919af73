import { seededRandom } from '@northbound/rpc/testing';
import { Dice } from '../dice.ts';
import type { Fault } from './faults.ts';
import { runWorld, type WorldReport } from './run.ts';
import { shrinkFaults } from './shrink.ts';
import { Story } from './story.ts';
import type { WorldOptions } from './world.ts';

/** Worlds that the search for the shortest story may live. */
const MOST_WORLDS = 80;

/** What is left of a failure when everything is taken away that it does not need. */
export interface Failure {
  readonly faults: readonly Fault[];
  readonly report: WorldReport;
  /** What happened to those whom a violation names, as text. */
  readonly story: string;
}

/** How many stations, and for how many days, a seed wants when nobody says it: about ten station-days. */
export function sizeOf(seed: number): { readonly stations: number; readonly days: number } {
  const dice = new Dice(seededRandom(seed * 17 + 5));
  const stations = dice.between(1, 5);
  return { stations, days: Math.max(1, Math.round(dice.between(5, 12) / stations)) };
}

/**
 * Looks for the fewest faults with which a world still breaks the same rule, and tells that world.
 *
 * @param tried told after each world
 */
export async function shortestFailure(
  options: WorldOptions,
  failed: WorldReport,
  tried: (faults: number) => void,
): Promise<Failure> {
  const rules = new Set(failed.violations.map(({ rule }) => rule));
  const faults = await shrinkFaults(
    failed.faults,
    async (candidate) => {
      const report = await runWorld({ ...options, faults: candidate });
      tried(candidate.length);
      return report.violations.some(({ rule }) => rules.has(rule));
    },
    MOST_WORLDS,
  );
  const story = new Story();
  const report = await runWorld({ ...options, faults }, story);
  // A violation of the CSMS alone is everybody's.
  const stations = report.violations.flatMap(({ place }) => /^CS-\d+/.exec(place) ?? []);
  return { faults, report, story: story.text([...new Set(stations)]) };
}
