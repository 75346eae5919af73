import type { FaultKind, Violation } from '@northbound/world/simulation';

/** A world that a worker process is to live. */
export interface WorldJob {
  readonly seed: number;
  readonly stations: number;
  readonly days: number;
  readonly kinds?: readonly FaultKind[];
}

/** What came of it. */
export interface WorldResult {
  readonly seed: number;
  readonly stationDays: number;
  readonly transactions: number;
  readonly frames: number;
  readonly violations: readonly Violation[];
}

/** What a worker process says. */
export type WorkerNews =
  /** An hour of its world has passed. */
  { readonly type: 'hour' } | { readonly type: 'over'; readonly result: WorldResult };
