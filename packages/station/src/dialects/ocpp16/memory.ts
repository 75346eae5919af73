import type { Ocpp16 } from '@northbound/protocol';
import type { StationConfig } from '../../config.ts';
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

/** What is to be said again of a fault. */
export type ToldFault = Pick<Fault, 'code' | 'techInfo' | 'rule'>;

/** The longest that is remembered: a CSMS has numbers of its own, and 36 characters are a long token. */
const LONGEST: Required<Omit<Transaction16, 'began' | 'toldIn2'>> = {
  id: Number.MIN_SAFE_INTEGER,
  startedBy: 'm'.repeat(36),
  idTag: 't'.repeat(36),
  connectorId: 99,
  reservationId: Number.MIN_SAFE_INTEGER,
};
const LONGEST_OF_BOTH: Required<Transaction16> = {
  ...LONGEST,
  began: { timestamp: '2026-01-01T00:00:00.000Z', registerWh: 1_234_567_890.123 },
  toldIn2: true,
};

/**
 * What a station remembers only because 1.6 wants it. Transactions survive a power cut: without its number none could
 * be ended, so that there is room for as many as may be on their way to the CSMS, one for each EVSE.
 */
export class Memory16 {
  readonly #values: KeyValueStore;
  readonly #config: Pick<StationConfig, 'evses' | 'versions'>;
  #hasRoom = false;
  /** Those that found no room on flash, as texts. */
  readonly #unstored = new SparseMap<string, string>();
  readonly #toldFaults = new SparseMap<number, Map<string, ToldFault>>();
  /** The status of each connector that was reported last, since the boot. */
  readonly reported = new SparseMap<number, Ocpp16.StatusNotificationStatus>();

  constructor(values: KeyValueStore, config: Pick<StationConfig, 'evses' | 'versions'>) {
    this.#values = values;
    this.#config = config;
    this.#reserve();
  }

  /** Whether another transaction may begin. Room that firmware before has given to others comes with time. */
  get hasRoom(): boolean {
    if (!this.#hasRoom) this.#reserve();
    return this.#hasRoom;
  }

  #reserve(): void {
    const { evses, versions } = this.#config;
    const longest = JSON.stringify(versions.length > 1 ? LONGEST_OF_BOTH : LONGEST);
    const key = STORED + 'u'.repeat(36);
    this.#hasRoom = !this.#isUsed || this.#values.reserve(STORED, [key, longest], evses.length);
  }

  get #isUsed(): boolean {
    return this.#config.versions.includes('1.6');
  }

  /** What nothing will be said of any more takes no room: its last event was lost with its flash. */
  forgetAllBut(isNeeded: (transactionId: string) => boolean): void {
    if (!this.#isUsed) return;
    for (const key of this.#values.keys(STORED)) {
      const transactionId = key.slice(STORED.length);
      if (!isNeeded(transactionId)) this.forget(transactionId);
    }
  }

  /** Faults that the CSMS knows of at a connector, by their codes. */
  toldFaults(connectorId: number): Map<string, ToldFault> {
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
    return text === undefined ? {} : transaction16Of(text);
  }

  keep(transactionId: string, transaction: Transaction16): void {
    const key = STORED + transactionId;
    const text = JSON.stringify(transaction);
    if (this.#values.claim(key, text)) {
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

/** What was written as a text, of this firmware or another. */
export function transaction16Of(text: string): Transaction16 {
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
