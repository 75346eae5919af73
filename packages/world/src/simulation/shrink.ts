import type { Fault } from './faults.ts';
import type { WorldOptions } from './world.ts';

/** A world with what goes wrong in it written down. */
export type Case = WorldOptions & { readonly faults: readonly Fault[] };

/** Whether a world still breaks the rule. */
export type Fails = (candidate: Case) => Promise<boolean>;

const DAY_MS = 86_400_000;

/**
 * Takes away from a failing world what it does not need: stations, days, faults, and at last the length of each fault.
 * What makes worlds quicker comes first.
 *
 * @param seen the stations that the violation names, none when it names none, and when it was seen, where that is known
 * @param most worlds that are tried
 */
export async function shrunk(
  failing: Case,
  seen: { readonly stations: readonly string[]; readonly atMs?: number | undefined },
  fails: Fails,
  most: number,
): Promise<Case> {
  let left = most;
  const stillFails = async (candidate: Case) => left-- > 0 && fails(candidate);
  const fewer = await withFewerStations(failing, seen.stations, stillFails);
  const shorter = await withFewerDays(fewer, seen.atMs, stillFails);
  const faults = await shrinkFaults(
    shorter.faults,
    (some) => stillFails({ ...shorter, faults: some }),
    () => left > 0,
  );
  return withShorterFaults({ ...shorter, faults }, stillFails);
}

async function withFewerStations(
  failing: Case,
  involved: readonly string[],
  fails: Fails,
): Promise<Case> {
  if (involved.length === 0 || involved.length === failing.stations) return failing;
  const isInvolved = (fault: Fault) =>
    struck(fault)?.some((station) => involved.includes(`CS-${station + 1}`)) ?? true;
  const faults = failing.faults.filter(isInvolved);
  const alone = { ...failing, faults, only: involved };
  return (await fails(alone)) ? alone : failing;
}

/** The stations that a fault strikes; undefined: all of them, or the CSMS. */
function struck(fault: Fault): readonly number[] | undefined {
  if ('stations' in fault) return fault.stations;
  return 'station' in fault ? [fault.station] : undefined;
}

/** The days until it was seen; where nobody knows when that was, one day, two, four: the first that is enough. */
async function withFewerDays(failing: Case, atMs: number | undefined, fails: Fails): Promise<Case> {
  const first = atMs === undefined ? 1 : Math.ceil(atMs / DAY_MS);
  const untilMs = (days: number) => Math.min(days * DAY_MS, atMs ?? Number.POSITIVE_INFINITY);
  for (let days = first; days <= failing.days; days *= 2) {
    const faults = failing.faults.filter((fault) => fault.atMs <= untilMs(days));
    const shorter = { ...failing, days, faults };
    if (await fails(shorter)) return shorter;
  }
  return failing;
}

/**
 * The faults that a failure needs: delta debugging (Zeller and Hildebrandt's ddmin). Parts of the list are left out, ever
 * smaller ones, as long as it still fails.
 *
 * @param fails whether a world fails with these faults only
 */
export async function shrinkFaults(
  faults: readonly Fault[],
  fails: (faults: readonly Fault[]) => Promise<boolean>,
  mayTry: () => boolean,
): Promise<readonly Fault[]> {
  let needed = faults;
  let parts = 2;
  // Some failures need no fault at all: then there is nothing to search for.
  if (needed.length > 0 && (await fails([]))) return [];
  while (needed.length > 1 && mayTry()) {
    const smaller = await withoutOnePart(needed, parts, fails, mayTry);
    if (smaller !== undefined) {
      needed = smaller;
      parts = Math.max(2, parts - 1);
    } else if (parts < needed.length) {
      parts = Math.min(needed.length, 2 * parts);
    } else {
      break;
    }
  }
  return needed;
}

/** The list without the first of its parts that is not needed. */
async function withoutOnePart(
  faults: readonly Fault[],
  parts: number,
  fails: (faults: readonly Fault[]) => Promise<boolean>,
  mayTry: () => boolean,
): Promise<readonly Fault[] | undefined> {
  const size = Math.ceil(faults.length / parts);
  for (let from = 0; from < faults.length && mayTry(); from += size) {
    const rest = [...faults.slice(0, from), ...faults.slice(from + size)];
    if (await fails(rest)) return rest;
  }
  return undefined;
}

/** Faults that last no longer than they must: minutes are easier to read than hours. */
async function withShorterFaults(failing: Case, fails: Fails): Promise<Case> {
  let shortest = failing;
  for (const index of failing.faults.keys()) {
    for (const forMs of [5_000, 60_000, 600_000]) {
      const fault = shortest.faults[index];
      if (fault === undefined || !('forMs' in fault) || fault.forMs <= forMs) break;
      const faults = shortest.faults.with(index, { ...fault, forMs });
      if (!(await fails({ ...shortest, faults }))) continue;
      shortest = { ...shortest, faults };
      break;
    }
  }
  return shortest;
}
