/** Names farther from what was written than this are other names, not slips. */
const MAX_DISTANCE = 3;
const MAX_NAME_CHARS = 60;

/** The known name that somebody probably meant; undefined when none is near. */
export function nearestName(written: string, known: Iterable<string>): string | undefined {
  if (written.length > MAX_NAME_CHARS) return undefined;
  let nearest: string | undefined;
  let least = Math.min(MAX_DISTANCE, Math.floor(written.length / 3)) + 1;
  const lower = written.toLowerCase();
  for (const name of known) {
    const far = lower === name.toLowerCase() ? 0 : distance(lower, name.toLowerCase());
    if (far < least) {
      least = far;
      nearest = name;
    }
  }
  return nearest;
}

/** Levenshtein distance: letters to insert, delete or change. */
function distance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > MAX_DISTANCE) return MAX_DISTANCE + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const same = left[row - 1] === right[column - 1];
      const change = (previous[column - 1] ?? 0) + (same ? 0 : 1);
      const insert = (current[column - 1] ?? 0) + 1;
      const drop = (previous[column] ?? 0) + 1;
      current.push(Math.min(change, insert, drop));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
