import type { Violation } from './violation.ts';

/** A timer that begins anew when its interval is set, and the events that are under way. */
const INTERVALS = 2;
const GRACE_MS = 60_000;

/** While an EVSE delivers, its transaction is heard of each TxUpdatedInterval, whatever wall clocks do. */
export class IntervalWatch {
  readonly violations: Violation[] = [];
  /** By EVSE, since its station has power. */
  readonly #heardMs = new Map<string, number>();

  /** Its transaction tells an event, or it began to be watched. */
  heard(place: string, nowMs: number): void {
    this.#heardMs.set(place, nowMs);
  }

  /** Its station is without power. */
  forget(place: string): void {
    this.#heardMs.delete(place);
  }

  /** @param intervalS the longest that it may have been told */
  look(place: string, delivers: boolean, intervalS: number, nowMs: number): void {
    const heardMs = this.#heardMs.get(place);
    if (heardMs === undefined || !delivers || intervalS === 0) return;
    const silentMs = nowMs - heardMs;
    if (silentMs <= INTERVALS * intervalS * 1_000 + GRACE_MS) return;
    this.#heardMs.delete(place);
    const what = `delivers, and was silent for ${Math.round(silentMs / 1_000)} s; its interval is ${intervalS} s`;
    this.violations.push({ rule: 'interval', place, what, atMs: nowMs });
  }
}
