import type { EvseConfig } from '@northbound/station';
import type { KnownLimit } from './known-limit.ts';
import type { OfferLimit } from './offer-limit.ts';
import { evsePlace, type Violation } from './violation.ts';

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  readonly isRotten: boolean;
  readonly board: { readonly evses: readonly EvseConfig[] };
  readonly hardware: {
    outputAt(evseId: number): {
      readonly closed: boolean;
      readonly offeredA: number;
      readonly offeredW: number;
    };
    readMeter(evseId: number): { readonly powerW: number };
  };
  /** Absent while it has no power. */
  readonly station:
    | { state(): { readonly evses: readonly { readonly transactionId?: string }[] } }
    | undefined;
}

const RESOLUTION_W = 1;

/** Looks at contactors and offers while the world lives. */
export class OutputWatch {
  readonly violations: Violation[] = [];
  readonly #told = new Set<string>();

  /**
   * @param limits of each EVSE
   * @param ofStation all that limit the station as a whole, in W
   */
  look(
    machine: Watched,
    limits: readonly OfferLimit[],
    ofStation: readonly KnownLimit[],
    nowMs: number,
  ): void {
    const { board, hardware, station } = machine;
    this.#lookAtAll(machine, ofStation, nowMs);
    for (const [index, { dc }] of board.evses.entries()) {
      const evseId = index + 1;
      const { closed, offeredA, offeredW } = hardware.outputAt(evseId);
      if (!closed) continue;
      const place = evsePlace(machine, evseId);
      const transactionId = station?.state().evses[index]?.transactionId;
      if (station === undefined) {
        this.#found('dark', place, 'has a closed contactor and no power', nowMs);
      } else if (transactionId === undefined && hardware.readMeter(evseId).powerW > 0) {
        this.#found('unbilled', place, 'delivers energy outside of transactions', nowMs);
      }
      // Flash that lost bits may have lost the profile, and says so in its status.
      const limit = machine.isRotten ? undefined : limits[index];
      const [offered, unit] = dc === undefined ? [offeredA, 'A'] : [offeredW, 'W'];
      if (limit?.isExceededBy(offered, nowMs, transactionId)) {
        const most = limit.mostAt(nowMs, transactionId);
        this.#found(
          'limit',
          place,
          `offers ${offered} ${unit}, its limit is ${most} ${unit}`,
          nowMs,
        );
      }
    }
  }

  #lookAtAll(machine: Watched, limits: readonly KnownLimit[], nowMs: number): void {
    const { board, hardware, identity, isRotten } = machine;
    if (isRotten) return;
    let powerW = 0;
    for (const index of board.evses.keys()) powerW += hardware.readMeter(index + 1).powerW;
    for (const limit of limits) {
      if (!limit.isExceededBy(powerW - RESOLUTION_W, nowMs)) continue;
      const what = `takes ${Math.round(powerW)} W, its limit is ${limit.mostAt(nowMs)} W`;
      this.#found('limit', identity, what, nowMs);
    }
  }

  /** What lasts is told once. */
  #found(rule: string, place: string, what: string, atMs: number): void {
    const key = `${rule} ${place} ${what}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.violations.push({ rule, place, what, atMs });
  }
}
