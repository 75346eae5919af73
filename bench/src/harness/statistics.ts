/** A median with the quartiles around it: half of all rounds lie between `low` and `high`. */
export interface Summary {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** @throws Error when there is no value */
export function summarize(values: readonly number[]): Summary {
  const sorted = values.toSorted((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
  };
}

/** @throws Error when nothing was measured under this name */
export function summaryOf(summaries: ReadonlyMap<string, Summary>, name: string): Summary {
  const summary = summaries.get(name);
  if (summary === undefined) throw new Error(`nothing was measured of ${name}`);
  return summary;
}

/** Ratios of values measured in the same rounds. */
export function ratios(values: readonly number[], baseline: readonly number[]): number[] {
  return values.flatMap((value, round) => {
    const base = baseline[round];
    return base === undefined ? [] : [value / base];
  });
}

function quantile(sorted: readonly number[], q: number): number {
  const position = (sorted.length - 1) * q;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new Error('nothing was measured');
  return below + (above - below) * (position - Math.floor(position));
}
