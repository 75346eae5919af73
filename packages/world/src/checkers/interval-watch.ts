import { evsePlace, type Violation } from './violation.ts';

/** A timer that begins anew when its interval is set, and the events that are under way. */
const INTERVALS = 2;
const GRACE_MS = 60_000;

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  readonly isRotten: boolean;
  readonly board: { readonly evses: readonly unknown[] };
  readonly hardware: { readMeter(evseId: number): { readonly powerW: number } };
}

/** While an EVSE delivers, its transaction is heard of each TxUpdatedInterval, whatever wall clocks do. */
export class IntervalWatch {
  readonly violations: Violation[] = [];
  /** By EVSE, since its station has power. */
  readonly #heard = new Map<string, { readonly atMs: number; readonly intervalS: number }>();

  /**
   * The transaction of an EVSE tells an event.
   * @param intervalS the longest that it may have been told by then
   */
  heard(machine: Watched, evseId: number, eventType: string, intervalS: number, nowMs: number) {
    if (eventType !== 'Started') this.#look(machine, evseId, intervalS, nowMs);
    const place = evsePlace(machine, evseId);
    if (eventType === 'Ended') this.#heard.delete(place);
    else this.#heard.set(place, { atMs: nowMs, intervalS });
  }

  /** A station is without power. */
  forget(machine: Watched): void {
    for (const index of machine.board.evses.keys())
      this.#heard.delete(evsePlace(machine, index + 1));
  }

  /** Looks at what may be silent for ever. @param toldS the longest interval that it may have been told by now */
  look(machine: Watched, toldS: number, nowMs: number): void {
    for (const index of machine.board.evses.keys()) this.#look(machine, index + 1, toldS, nowMs);
  }

  #look(machine: Watched, evseId: number, toldS: number, nowMs: number): void {
    const place = evsePlace(machine, evseId);
    const heard = this.#heard.get(place);
    if (heard === undefined || machine.isRotten) return;
    if (machine.hardware.readMeter(evseId).powerW <= 0) return;
    // An interval that was made shorter begins in the midst of a longer one.
    const intervalS = Math.max(heard.intervalS, toldS);
    const silentMs = nowMs - heard.atMs;
    if (intervalS === 0 || silentMs <= INTERVALS * intervalS * 1_000 + GRACE_MS) return;
    this.#heard.delete(place);
    const what = `delivers, and was silent for ${Math.round(silentMs / 1_000)} s; its interval is ${intervalS} s`;
    this.violations.push({ rule: 'interval', place, what, atMs: nowMs });
  }
}
