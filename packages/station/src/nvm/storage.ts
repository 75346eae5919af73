import type { Ocpp21 } from '@northbound/protocol';
import type { MeterReading } from '../metering/reading.ts';
import type { Cause } from '../transactions/causes.ts';
import type { Limit } from '../transactions/limits.ts';

/** A transaction as it must survive a power cut. */
export interface RunningTransaction {
  readonly transactionId: string;
  readonly evseId: number;
  /** The number of the next event. */
  readonly nextSeqNo: number;
  /** The last one that was told to the CSMS. */
  readonly chargingState: Ocpp21.ChargingStateEnumType;
  /** Absent until the vehicle is connected and the CSMS knows where. */
  readonly connectorId?: number;
  /** The token that authorized it, absent before. */
  readonly idToken?: Ocpp21.IdTokenType;
  readonly groupIdToken?: Ocpp21.IdTokenType;
  /** Why charging ended, when the transaction goes on until the vehicle leaves. */
  readonly stoppedReason?: Ocpp21.ReasonEnumType;
  /** The meter when the vehicle was connected, with its moment. */
  readonly begin?: {
    readonly timestamp: string;
    readonly reading: MeterReading;
    /** The same value as the meter signed it then. */
    readonly signed?: string;
  };
  /** When it began, RFC 3339. */
  readonly startedAt?: string;
  /** What is in force, and the part of it that the CSMS has set (2.1 part 2, E16). */
  readonly limit?: Limit;
  readonly csmsLimit?: Limit;
  /** By the CSMS, in the currency of the tariff. */
  readonly totalCost?: number;
  /** Whether the CSMS has got the key that the meter signs with. */
  readonly publicKeyTold?: true;
}

/** A transaction event that the CSMS has not answered yet. */
export interface QueuedEvent {
  /** Stays the same in every attempt, also after a reboot. */
  readonly messageId: string;
  readonly event: Ocpp21.TransactionEventRequest;
  /** What happened, finer than the trigger reason: 1.6 has reasons of its own. */
  readonly cause: Cause;
  /** The meter's register at the event: 1.6 always wants it. */
  readonly registerWh: number;
  /** Transmissions that the CSMS failed to process. */
  readonly attempts: number;
}

/** Transaction events in order, none lost and none deleted before its answer. */
export interface MessageQueue {
  readonly length: number;
  /**
   * One commit for one step of a transaction: the event is queued and the transaction is as given,
   * or both are not. Without `after` the transaction is over.
   */
  append(message: QueuedEvent, after: RunningTransaction | undefined): void;
  /** The oldest one. */
  first(): QueuedEvent | undefined;
  /** The oldest one was transmitted and not processed. */
  countAttempt(): void;
  /** The oldest one is answered. */
  remove(): void;
  /** The oldest one exhausted its attempts: it moves to the dead letters. */
  park(): void;
  holds(transactionId: string): boolean;
  /** Transactions that have begun and not ended. */
  running(): readonly RunningTransaction[];
}

/** Small values by name. */
export interface KeyValueStore {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  delete(key: string): void;
  /** Names that begin with the prefix. */
  keys(prefix: string): readonly string[];
}

/** What a charging station remembers over a power cut. */
export interface Storage {
  readonly queue: MessageQueue;
  readonly values: KeyValueStore;
}
