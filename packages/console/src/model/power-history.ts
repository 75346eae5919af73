export interface PowerSample {
  readonly atMs: number;
  readonly powerW: number;
}

const LEAST_BETWEEN_MS = 2000;
const MOST_SAMPLES = 150;

/** Adds a sample when the last one is old enough; five minutes are kept. The same list comes back when it is not. */
export function addPowerSample(
  history: readonly PowerSample[],
  sample: PowerSample,
): readonly PowerSample[] {
  const last = history.at(-1);
  if (last !== undefined && sample.atMs - last.atMs < LEAST_BETWEEN_MS) return history;
  return [...history.slice(1 - MOST_SAMPLES), sample];
}

/**
 * A line through the samples, for an SVG path in a box of the given size. The bottom is zero, or the most that flows
 * back; empty while there is nothing to join.
 */
export function sparklinePath(
  history: readonly PowerSample[],
  width: number,
  height: number,
): string {
  const [first] = history;
  const last = history.at(-1);
  if (first === undefined || last === undefined || first.atMs === last.atMs) return '';
  const powers = history.map(({ powerW }) => powerW);
  const top = Math.max(...powers, 1);
  const bottom = Math.min(...powers, 0);
  const points = history.map(({ atMs, powerW }) => {
    const x = ((atMs - first.atMs) / (last.atMs - first.atMs)) * width;
    const y = height - ((powerW - bottom) / (top - bottom)) * height;
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  });
  return `M${points.join('L')}`;
}
