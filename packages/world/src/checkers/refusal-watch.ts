import { type EvseConfig, maxPowerW } from '@northbound/station';
import { RESOLUTION_WH } from './resolution.ts';
import { evsePlace, type Violation } from './violation.ts';
import type { Refused } from './wire-watch.ts';

/** What a station may take from the answer to an open contactor. */
const GRACE_H = 10 / 3_600;

/** What is looked at of a station. */
interface Watched {
  readonly identity: string;
  readonly isRotten: boolean;
  readonly board: {
    readonly evses: readonly EvseConfig[];
    readonly config: { readonly variables?: Readonly<Record<string, string>> };
  };
  readonly hardware: { readMeter(evseId: number): { readonly registerWh: number } };
  /** Absent while it has no power. */
  readonly station:
    | {
        state(): {
          readonly evses: readonly {
            readonly evseId: number;
            readonly transactionId?: string;
            readonly idToken?: { readonly idToken: string };
          }[];
        };
      }
    | undefined;
}

/** A token that must get no more energy than up to a register. */
interface Refusal {
  readonly idToken: string;
  readonly mostWh: number;
}

/**
 * A token that the answer to a TransactionEvent, or to a StartTransaction, refuses gets nothing more: neither with StopTxOnInvalidId, nor without it
 * beyond MaxEnergyOnInvalidId (2.1 part 2, E05.FR.02, .03, .09 and .10; 1.6, StopTransactionOnInvalidId).
 */
export class RefusalWatch {
  readonly violations: Violation[] = [];
  /** By EVSE: the transaction under way, and the register when it began. */
  readonly #begun = new Map<string, { readonly transactionId: string; readonly wh: number }>();
  readonly #refused = new Map<string, Refusal>();

  /** The station tells an event of a transaction. */
  event(machine: Watched, evseId: number, transactionId: string, nowMs: number): void {
    const place = evsePlace(machine, evseId);
    this.look(machine, nowMs);
    if (this.#begun.get(place)?.transactionId === transactionId) return;
    this.#begun.set(place, { transactionId, wh: machine.hardware.readMeter(evseId).registerWh });
    this.#refused.delete(place);
  }

  /** Somebody showed a card, and is welcome, as far as the station knows. */
  authorized(machine: Watched, evseId: number): void {
    this.#refused.delete(evsePlace(machine, evseId));
  }

  /** An answer that refuses a token has come to the station. */
  answered(machine: Watched, refused: Refused): void {
    const { idToken } = refused;
    const evse = machine.station
      ?.state()
      .evses.find((one) => one.idToken?.idToken === idToken && this.#isOf(machine, one, refused));
    const config = machine.board.evses[(evse?.evseId ?? 0) - 1];
    if (evse === undefined || config === undefined) return;
    const place = evsePlace(machine, evse.evseId);
    const { variables = {} } = machine.board.config;
    const nowWh = machine.hardware.readMeter(evse.evseId).registerWh;
    const begunWh = this.#begun.get(place)?.wh ?? nowWh;
    const stops = variables['TxCtrlr.StopTxOnInvalidId'] === 'true';
    const allowedWh = Number(variables['TxCtrlr.MaxEnergyOnInvalidId'] ?? 0);
    const fromWh = stops ? nowWh : Math.max(nowWh, begunWh + allowedWh);
    const mostWh = fromWh + maxPowerW(config) * GRACE_H;
    this.#refused.set(place, { idToken, mostWh });
  }

  /** Whether what runs at an EVSE is what was refused, and not what came after it. */
  #isOf(
    machine: Watched,
    { evseId, transactionId }: { readonly evseId: number; readonly transactionId?: string },
    refused: Refused,
  ): boolean {
    if ('transactionId' in refused) return transactionId === refused.transactionId;
    const begun = this.#begun.get(evsePlace(machine, evseId));
    return (
      evseId === refused.evseId &&
      transactionId !== undefined &&
      begun?.transactionId === transactionId &&
      Math.abs(begun.wh - refused.meterStartWh) <= RESOLUTION_WH
    );
  }

  /** At its meters. */
  look(machine: Watched, nowMs: number): void {
    for (const index of machine.board.evses.keys()) {
      const place = evsePlace(machine, index + 1);
      const refusal = this.#refused.get(place);
      if (refusal === undefined) continue;
      const { registerWh } = machine.hardware.readMeter(index + 1);
      if (registerWh <= refusal.mostWh || machine.isRotten) continue;
      this.#refused.delete(place);
      const { idToken, mostWh } = refusal;
      const what = `gives ${idToken}, who was refused, ${Math.round(registerWh - mostWh)} Wh too much`;
      this.violations.push({ rule: 'refused', place, what, atMs: nowMs });
    }
  }
}
