import type { Version } from '@northbound/protocol';
import type { Histogram } from '../telemetry/histogram.ts';

/** Randomness that nobody can guess; `Random` of the simulated world is not that. */
export interface SecureRandom {
  bytes(count: number): Uint8Array;
}

/** Numbers that the gateway counts anyway; the API reads them when somebody scrapes `/metrics`. */
export interface Counters {
  /** Open connections of stations. */
  connections(): Iterable<{ readonly version: Version; readonly count: number }>;
  /** Messages since the start. */
  messages(): Iterable<{
    readonly version: Version;
    readonly action: string;
    /** Seen from the CSMS. */
    readonly direction: 'in' | 'out';
    readonly outcome: string;
    readonly count: number;
  }>;
  /** Handshakes of stations that were refused, by HTTP status. */
  refusals(): Iterable<{ readonly status: number | 'tls'; readonly count: number }>;
  /** Batches that are not durable yet. */
  writesWaiting(): number;
  /** From handing in a batch to its commit. */
  commits(): Histogram;
  /** From a station's message to its answer. */
  answers(): Histogram;
  /** Events that receivers of webhooks have not taken. */
  webhookEventsWaiting(): number;
}

/** Where the API tells of its own failures. */
export interface Log {
  error(details: object, message: string): void;
}
