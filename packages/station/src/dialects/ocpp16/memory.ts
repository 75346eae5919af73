import type { Ocpp16 } from '@northbound/protocol';
import type { Fault } from '../../faults/fault.ts';
import type { KeyValueStore } from '../../nvm/storage.ts';
import { SparseMap } from '../../sparse-map.ts';

const STORED = 'ocpp16:transaction:';

/** After all attempts of a StartTransaction failed, its followers carry this (1.6 edition 2 errata). */
export const NO_TRANSACTION_ID = -1;

/** What 1.6 needs to know of a transaction beside what the domain keeps. */
export interface Transaction16 {
  /** The CSMS's number; absent until StartTransaction is answered. */
  readonly id?: number;
  /** The message that started it: should it be delivered again, all is said. */
  readonly startedBy?: string;
  readonly idTag?: string;
  readonly connectorId?: number;
  readonly reservationId?: number;
  /** How it began in 2.x, for a station that goes on in 1.6. */
  readonly began?: { readonly timestamp: string; readonly registerWh: number };
  /** Whether a 2.x CSMS got what was told in 1.6 first. */
  readonly toldIn2?: true;
}

/** What a station remembers only because 1.6 wants it. Transactions survive a power cut. */
export class Memory16 {
  readonly #values: KeyValueStore;
  /** Those that found no room on flash, as texts. */
  readonly #unstored = new SparseMap<string, string>();
  readonly #toldFaults = new SparseMap<number, Map<string, Pick<Fault, 'code' | 'techInfo'>>>();
  /** The status of each connector that was reported last, since the boot. */
  readonly reported = new Map<number, Ocpp16.StatusNotificationStatus>();

  constructor(values: KeyValueStore) {
    this.#values = values;
  }

  /** Faults that the CSMS knows of at a connector, by their codes. */
  toldFaults(connectorId: number): Map<string, Pick<Fault, 'code' | 'techInfo'>> {
    let told = this.#toldFaults.get(connectorId);
    if (told === undefined) {
      told = new Map();
      this.#toldFaults.set(connectorId, told);
    }
    return told;
  }

  restoreReported(connectorId: number, status: Ocpp16.StatusNotificationStatus | undefined): void {
    if (status === undefined) this.reported.delete(connectorId);
    else this.reported.set(connectorId, status);
  }

  transaction(transactionId: string): Transaction16 {
    const key = STORED + transactionId;
    const text = this.#unstored.get(key) ?? this.#values.get(key);
    return text === undefined ? {} : parse(text);
  }

  keep(transactionId: string, transaction: Transaction16): void {
    const key = STORED + transactionId;
    const text = JSON.stringify(transaction);
    if (this.#values.keep(key, text)) {
      this.#unstored.delete(key);
      return;
    }
    this.#unstored.set(key, text);
    // Without its number it would be started again after a power cut: rather nothing more is said of it then.
    this.#values.delete(key);
  }

  forget(transactionId: string): void {
    this.#unstored.delete(STORED + transactionId);
    this.#values.delete(STORED + transactionId);
  }

  /** The station's own id of the transaction that the CSMS knows by a number. */
  transactionIdOf(id: number): string | undefined {
    return [...this.#values.keys(STORED), ...this.#unstored.keys()]
      .map((key) => key.slice(STORED.length))
      .find((transactionId) => this.transaction(transactionId).id === id);
  }
}

function parse(text: string): Transaction16 {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null) return {};
  return {
    ...('id' in value && typeof value.id === 'number' && { id: value.id }),
    ...('toldIn2' in value && value.toldIn2 === true && { toldIn2: true as const }),
    ...('began' in value && isBegin(value.began) && { began: value.began }),
    ...('startedBy' in value &&
      typeof value.startedBy === 'string' && { startedBy: value.startedBy }),
    ...('idTag' in value && typeof value.idTag === 'string' && { idTag: value.idTag }),
    ...('connectorId' in value &&
      typeof value.connectorId === 'number' && { connectorId: value.connectorId }),
    ...('reservationId' in value &&
      typeof value.reservationId === 'number' && { reservationId: value.reservationId }),
  };
}

function isBegin(value: unknown): value is { timestamp: string; registerWh: number } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'timestamp' in value &&
    typeof value.timestamp === 'string' &&
    'registerWh' in value &&
    typeof value.registerWh === 'number'
  );
}
