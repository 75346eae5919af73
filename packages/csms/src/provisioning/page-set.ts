/** A run of page numbers, both ends included. */
export type Run = readonly [from: number, to: number];

/** Runs that a set may fall into; a station that numbers its pages at random is not followed for ever. */
const MOST_RUNS = 200;

/** Which pages of a report have come. They come in any order, more than once, and not all. */
export class PageSet {
  #runs: Run[];

  constructor(runs: readonly Run[] = []) {
    this.#runs = [...runs];
  }

  get runs(): readonly Run[] {
    return this.#runs;
  }

  has(page: number): boolean {
    return this.#runs.some(([from, to]) => page >= from && page <= to);
  }

  /** @returns false when there is no room for it */
  add(page: number): boolean {
    if (this.has(page)) return true;
    const merged: Run[] = [];
    let fresh: Run = [page, page];
    for (const run of this.#runs) {
      if (run[1] + 1 === fresh[0]) fresh = [run[0], fresh[1]];
      else if (fresh[1] + 1 === run[0]) fresh = [fresh[0], run[1]];
      else merged.push(run);
    }
    merged.push(fresh);
    if (merged.length > MOST_RUNS) return false;
    this.#runs = merged.sort((a, b) => a[0] - b[0]);
    return true;
  }

  /** What is not there from 0 to `last`, or to the highest page that came. */
  missing(last: number | undefined): Run[] {
    const gaps: Run[] = [];
    let next = 0;
    for (const [from, to] of this.#runs) {
      if (from > next) gaps.push([next, from - 1]);
      next = to + 1;
    }
    if (last !== undefined && next <= last) gaps.push([next, last]);
    return gaps;
  }

  hasAllUpTo(last: number): boolean {
    const [first] = this.#runs;
    return first !== undefined && first[0] === 0 && first[1] >= last;
  }
}
