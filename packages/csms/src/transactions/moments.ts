import { epochMsOf } from '../timestamps.ts';

/** No station of OCPP 1.6 or later told the time before this: a clock that says so was never set. */
const EARLIEST_MS = Date.UTC(2015, 0, 1);

export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** How far in the future an event may be before its clock is not believed. */
const AHEAD_MS = DAY_MS;

/** When something happened, as far as that is known. */
export interface Moment {
  /** What the station said; when that cannot be, when we heard of it. */
  readonly atMs: number;
  /** The station's clock was far off (1970, 2099). */
  readonly isFarOff: boolean;
}

export function momentOf(timestamp: string, receivedAtMs: number): Moment {
  const saidMs = epochMsOf(timestamp);
  const isFarOff = !(saidMs >= EARLIEST_MS && saidMs <= receivedAtMs + AHEAD_MS);
  return { atMs: isFarOff ? receivedAtMs : saidMs, isFarOff };
}
