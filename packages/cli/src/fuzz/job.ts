/** What a process that fuzzes is asked for. */
export interface FuzzJob {
  readonly what: 'frames' | 'flash' | 'certificates';
  readonly seed: number;
  readonly count: number;
  /** The first case. */
  readonly from: number;
}

/** What it tells on the way, and at last. */
export type FuzzNews =
  | { readonly type: 'begun'; readonly case: number }
  | { readonly type: 'progress'; readonly done: number }
  | { readonly type: 'end'; readonly result: FuzzResult };

export interface FuzzResult {
  readonly done: number;
  /** Of the heap, after a collection: at the first and at the last look. */
  readonly heapBytes: readonly [first: number, last: number];
  /** What was wrong, in lines to print; empty when nothing was. */
  readonly trouble: readonly string[];
}
