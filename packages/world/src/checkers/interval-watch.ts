import type { Violation } from './violation.ts';

/** A timer that begins anew when its interval is set, and the events that are under way. */
const INTERVALS = 2;
const GRACE_MS = 60_000;

/** While an EVSE delivers, its transaction is heard of each TxUpdatedInterval, whatever wall clocks do. */
export class IntervalWatch {
  readonly violations: Violation[] = [];
  /** By EVSE, since its station has power. */
  readonly #heard = new Map<string, { readonly atMs: number; readonly intervalS: number }>();

  /** Its transaction tells an event. @param intervalS the longest that it may have been told by then */
  heard(place: string, intervalS: number, nowMs: number): void {
    this.#heard.set(place, { atMs: nowMs, intervalS });
  }

  /** Its station is without power. */
  forget(place: string): void {
    this.#heard.delete(place);
  }

  /** @param toldS the longest interval that it may have been told by now */
  look(place: string, delivers: boolean, toldS: number, nowMs: number): void {
    const heard = this.#heard.get(place);
    if (heard === undefined || !delivers) return;
    // An interval that was made shorter begins in the midst of a longer one.
    const intervalS = Math.max(heard.intervalS, toldS);
    const silentMs = nowMs - heard.atMs;
    if (intervalS === 0 || silentMs <= INTERVALS * intervalS * 1_000 + GRACE_MS) return;
    this.#heard.delete(place);
    const what = `delivers, and was silent for ${Math.round(silentMs / 1_000)} s; its interval is ${intervalS} s`;
    this.violations.push({ rule: 'interval', place, what, atMs: nowMs });
  }
}
