/** Upper bounds in seconds: from a commit that was lucky to a disk that is dying. */
const boundsS = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
] as const;

/** Durations, counted as Prometheus wants them. Counting costs a few comparisons. */
export class Histogram {
  readonly #counts: number[] = boundsS.map(() => 0);
  #count = 0;
  #sumS = 0;

  observeMs(ms: number): void {
    const seconds = ms / 1000;
    this.#count += 1;
    this.#sumS += seconds;
    const bucket = boundsS.findIndex((bound) => seconds <= bound);
    if (bucket >= 0) this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
  }

  /** In Prometheus' text format. */
  text(name: string, help: string): string {
    let cumulative = 0;
    const buckets = boundsS.map((bound, i) => {
      cumulative += this.#counts[i] ?? 0;
      return `${name}_bucket{le="${bound}"} ${cumulative}`;
    });
    return [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} histogram`,
      ...buckets,
      `${name}_bucket{le="+Inf"} ${this.#count}`,
      `${name}_sum ${this.#sumS}`,
      `${name}_count ${this.#count}`,
      '',
    ].join('\n');
  }
}
