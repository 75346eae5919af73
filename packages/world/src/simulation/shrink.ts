import type { Fault } from './faults.ts';

/**
 * The faults that a failure needs: delta debugging (Zeller and Hildebrandt's ddmin). Parts of the list are left out, ever
 * smaller ones, as long as it still fails.
 *
 * @param fails whether a world fails with these faults only
 * @param most worlds that are tried
 */
export async function shrinkFaults(
  faults: readonly Fault[],
  fails: (faults: readonly Fault[]) => Promise<boolean>,
  most: number,
): Promise<readonly Fault[]> {
  let needed = faults;
  let parts = 2;
  let left = most;
  const stillFails = async (candidate: readonly Fault[]) => {
    left -= 1;
    return fails(candidate);
  };
  // Some failures need no fault at all: then there is nothing to search for.
  if (needed.length > 0 && (await stillFails([]))) return [];
  while (needed.length > 1 && left > 0) {
    const smaller = await withoutOnePart(needed, parts, stillFails, () => left > 0);
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
