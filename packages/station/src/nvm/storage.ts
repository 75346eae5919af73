import type { Ocpp21 } from '@northbound/protocol';
import type { MeterReading } from '../metering/reading.ts';
import type { Cause } from '../transactions/causes.ts';
import type { Limit } from '../transactions/limits.ts';
import type { DeadLetter, StorageNews } from './medium.ts';
import type { StorageStatus } from './status.ts';

/** A transaction as it must survive a power cut. */
export interface RunningTransaction {
  readonly transactionId: string;
  readonly evseId: number;
  /** The number of the next event. */
  readonly nextSeqNo: number;
  /** The last one that was told to the CSMS. */
  readonly chargingState: Ocpp21.ChargingStateEnumType;
  /** The last one that was told, absent for ChargingOnly (2.1 part 2, K01.FR.110). */
  readonly operationMode?: Ocpp21.OperationModeEnumType;
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
  /** The moment of its last event, RFC 3339, and the register then; firmware before did not note it. */
  readonly last?: { readonly at: string; readonly registerWh: number };
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
  /** What was known of its transaction when it was given up, in words of the version: it may be the last who knows. */
  readonly remembered?: string;
  /** Transmissions that the CSMS failed to process. */
  readonly attempts: number;
}

/** A message of a lane other than that of transaction events. */
export interface QueuedMessage {
  /** Stays the same in every attempt, also after a reboot. */
  readonly messageId: string;
  readonly action: string;
  readonly payload: object;
  /** When it was queued, RFC 3339 in UTC. */
  readonly timestamp: string;
  /** A newer message with the same key makes this one worthless. */
  readonly replaces?: string;
  /** 0 to 9, 5 when absent: where room is missing, the highest goes first. */
  readonly severity?: number;
}

/** Transaction events in order, none lost and none deleted before its answer. */
export interface MessageQueue {
  readonly length: number;
  /** Whether a Started of usual size, and all that follows from it, would be accepted. */
  readonly hasRoomForTransaction: boolean;
  /**
   * One commit for one step of a transaction: the event is queued and the transaction is as given,
   * or both are not. Without `after` the transaction is over.
   * @returns false when nothing may be dropped for it, and nothing was changed: never for an Ended
   *   of at most the size that is kept for it, nor for what may be dropped itself
   */
  append(message: QueuedEvent, after: RunningTransaction | undefined): boolean;
  /** The oldest one. */
  first(): QueuedEvent | undefined;
  /** The oldest one was transmitted and not processed. */
  countAttempt(): void;
  /** The oldest one is answered. */
  remove(): void;
  /** The oldest one exhausted its attempts: it moves to the dead letters, with what is remembered of its transaction. */
  park(remembered?: string): void;
  /** From the oldest on. */
  messages(): Iterable<QueuedEvent>;
  /** Whether there is an event of a transaction, beside the one with that message id. */
  holds(transactionId: string, besideId?: string): boolean;
  /** Transactions that have begun and not ended. */
  running(): readonly RunningTransaction[];
}

/** A message in its lane. */
export interface LaneEntry {
  /** Its number: rising, and given once. */
  readonly id: number;
  readonly message: QueuedMessage;
  /** Transmissions that the CSMS failed to process. */
  readonly attempts: number;
}

/** Messages that are not transaction events, in order, within a share of their own. */
export interface MessageLane {
  readonly length: number;
  /**
   * Queues a message behind all others. Older ones with the same `replaces` go; where the lane is
   * full, the least severe go but the very first, and of those the oldest, and are counted.
   * @returns its number; undefined when it is not stored, which counts as dropped
   */
  append(message: QueuedMessage): number | undefined;
  /** From the oldest on. */
  entries(): Iterable<LaneEntry>;
  /** These are answered. Numbers that are not there (any more) do no harm. */
  remove(ids: readonly number[]): void;
  countAttempt(id: number): void;
  /** It exhausted its attempts: it moves to the dead letters. */
  park(id: number): void;
}

/** What exhausted its attempts: kept as it was queued until somebody decides. */
export interface DeadLetterBox {
  readonly length: number;
  /** From the oldest on. */
  list(): readonly DeadLetter[];
  /**
   * Queues a letter again: the same message with the same id and number, behind all others, its attempts from 0.
   * @returns false when it is not there or its lane has no room
   */
  requeue(id: number): boolean;
  /** @returns false when it is not there */
  discard(id: number): boolean;
}

/**
 * Small values by name. Whoever needs one more has more of the room: nothing that can be missed keeps out what cannot.
 * What takes the place of something as large always finds room. Each way to write returns false when there is no room,
 * and nothing was changed.
 */
export interface KeyValueStore {
  get(key: string): string | undefined;
  /**
   * From now on nothing but {@link claim} takes of the room for so many values.
   * @param prefix of the keys of all of them
   * @param longest one of them, key and value, than which none is longer
   * @returns false as long as others fill that room: they were there before
   */
  reserve(prefix: string, longest: readonly [key: string, value: string], count: number): boolean;
  /** For what room is reserved for. */
  claim(key: string, value: string): boolean;
  /** For what must not be missed: all the room that is not reserved. */
  keep(key: string, value: string): boolean;
  /** For what is the station's own: leaves the last eighth to {@link keep}. */
  set(key: string, value: string): boolean;
  /** For what others give it, a list or a profile: leaves the last quarter. */
  store(key: string, value: string): boolean;
  /**
   * For what may go again, a cache or a log: leaves the last half.
   * @param insteadOf values that go for it; they stay where even that is too little
   */
  cache(key: string, value: string, insteadOf?: readonly string[]): boolean;
  delete(key: string): void;
  /** Names that begin with the prefix. */
  keys(prefix: string): readonly string[];
}

/** A bounded ring of what happened, on flash. */
export interface Recorder {
  /** Records an event, a text as UTF-8; what is over a batch's length is cut off. */
  append(kind: number, atMs: number, content: string | Uint8Array): void;
  /** Writes what is collected in RAM. */
  flush(): void;
  /** From the oldest on, with what is not written yet. */
  entries(): Iterable<BlackBoxEntry>;
  /** Changes the bytes of entries without changing their number; undefined leaves one as it is. */
  rewrite(change: (entry: BlackBoxEntry) => Uint8Array | undefined): void;
}

export interface BlackBoxEntry {
  /** What it is: the caller's table of inputs, effects and frames; 0 to 255. */
  readonly kind: number;
  readonly atMs: number;
  readonly bytes: Uint8Array;
}

/** What is written while the power fails, into room that is kept erased for it. */
export interface LastRecordSlot {
  /** The longest record. */
  readonly bytes: number;
  /** @throws RangeError when it is over its size */
  write(value: Uint8Array): void;
  /** The one that was written before this boot. */
  read(): Uint8Array | undefined;
  /** It was made use of. */
  clear(): void;
}

/** What a charging station remembers over a power cut. */
export interface Storage {
  readonly queue: MessageQueue;
  /** SecurityEventNotifications. */
  readonly security: MessageLane;
  /** Monitoring events and other news for the CSMS. */
  readonly other: MessageLane;
  readonly deadLetters: DeadLetterBox;
  readonly values: KeyValueStore;
  /** Absent where there is no flash to record on. */
  readonly blackBox?: Recorder;
  /** Absent where there is no flash. */
  readonly lastRecord?: LastRecordSlot;
  /** @param nowEpochMs by the station's clock, for the ages */
  status(nowEpochMs: number): StorageStatus;
  /** Hears what the storage tells from now on; one listener at a time, none after `undefined`. */
  listen(listener: ((news: StorageNews) => void) | undefined): void;
}
