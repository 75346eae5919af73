import { BlackBox } from './black-box.ts';
import { Counters } from './counters.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Flash } from './flash/flash.ts';
import { FlashLog } from './flash/flash-log.ts';
import { LastRecord } from './last-record.ts';
import type { Medium, StorageNews } from './medium.ts';
import { Outbox } from './outbox.ts';
import { RECORD_LAYOUTS, type RecordLayouts } from './records.ts';
import { defaultSizes, maxCommitBytes, type StorageSizes, transactionBytes } from './sizes.ts';
import { SPACE } from './spaces.ts';
import type { LaneStatus, StorageStatus } from './status.ts';
import type { Storage } from './storage.ts';
import { TransactionQueue } from './transaction-queue.ts';
import { FlashValues } from './values.ts';

export interface FlashStorageOptions {
  /** How the flash is shared out; {@link defaultSizes} when absent. */
  readonly sizes?: StorageSizes;
  readonly tell?: (news: StorageNews) => void;
  /** What this firmware reads and writes; another table is another firmware. */
  readonly layouts?: RecordLayouts;
}

/** What a charging station remembers over a power cut, on flash. */
export class FlashStorage implements Storage {
  readonly queue: TransactionQueue;
  /** SecurityEventNotifications. */
  readonly security: Outbox;
  /** All other messages that are to survive (OCPPCommCtrlr.QueueAllMessages). */
  readonly other: Outbox;
  readonly deadLetters: DeadLetters;
  readonly values: FlashValues;
  readonly blackBox: BlackBox;
  readonly lastRecord: LastRecord;
  readonly #medium: Medium;
  readonly #transactionBytes: number;

  /** @throws RangeError when the flash is too small for the sizes */
  constructor(flash: Flash, options: FlashStorageOptions) {
    const sizes = options.sizes ?? defaultSizes(flash.geometry);
    const log = FlashLog.mount(flash, {
      maxCommitBytes: maxCommitBytes(sizes),
      lastCommitBytes: sizes.lastRecordBytes + LAST_RECORD_HEAD_BYTES,
    });
    const { capacityBytes } = log.status;
    // Spaces of other firmware have no share: the events make room for them.
    this.#transactionBytes = transactionBytes(capacityBytes, sizes) - foreignBytes(log);
    log.prepare();
    const { tell = () => {}, layouts = RECORD_LAYOUTS } = options;
    const counters = new Counters(log);
    this.#medium = { log, sizes, layouts, counters, tell };
    this.values = new FlashValues(log, sizes.valuesBytes);
    this.security = new Outbox(this.#medium, {
      lane: 'security',
      space: SPACE.securityEvents,
      attemptsSpace: SPACE.securityAttempts,
      quotaBytes: sizes.securityBytes,
      dropped: 'droppedSecurity',
    });
    this.other = new Outbox(this.#medium, {
      lane: 'other',
      space: SPACE.otherMessages,
      attemptsSpace: SPACE.otherAttempts,
      quotaBytes: sizes.otherBytes,
      dropped: 'droppedOther',
    });
    this.queue = new TransactionQueue(this.#medium, this.#transactionBytes);
    const { queue: transactions, security, other } = this;
    this.deadLetters = new DeadLetters(this.#medium, { transactions, security, other });
    this.blackBox = new BlackBox(log, sizes);
    this.lastRecord = new LastRecord(log);
  }

  /** @param nowEpochMs by the station's clock, for the ages */
  status(nowEpochMs: number): StorageStatus {
    const { counters, log, sizes } = this.#medium;
    const flash = log.status;
    const outbox = (lane: Outbox): LaneStatus => ({
      messages: lane.length,
      ...ageOf(lane.first()?.timestamp, nowEpochMs),
      usedBytes: lane.liveBytes,
      quotaBytes: lane.place.quotaBytes,
      dropped: counters.read(lane.place.dropped),
      unreadable: lane.unreadable,
    });
    return {
      transactions: {
        messages: this.queue.length,
        ...ageOf(this.queue.first()?.event.timestamp, nowEpochMs),
        usedBytes: this.queue.liveBytes,
        quotaBytes: this.#transactionBytes,
        dropped: counters.read('droppedTransactions'),
        unreadable: this.queue.unreadable,
      },
      security: outbox(this.security),
      other: outbox(this.other),
      deadLetters: {
        messages: this.deadLetters.length,
        usedBytes: this.deadLetters.liveBytes,
        quotaBytes: sizes.deadLetterBytes,
        parked: counters.read('parked'),
        lost: counters.read('deadLettersLost'),
      },
      thinnedSamples: counters.read('thinnedSamples'),
      flash,
      writeAmplification:
        flash.committedBytes === 0 ? 1 : flash.programmedBytes / flash.committedBytes,
      ramBytes: flash.ramBytes + this.blackBox.ramBytes,
    };
  }
}

/**
 * Opens the storage on a flash and takes over what is there; flash that holds anything else is erased, and
 * `status().flash.found` says so.
 */
export function flashStorage(flash: Flash, options: FlashStorageOptions = {}): FlashStorage {
  return new FlashStorage(flash, options);
}

/** Of the entry around the last record. */
const LAST_RECORD_HEAD_BYTES = 8;

/** What spaces take that this firmware does not know. */
function foreignBytes(log: FlashLog): number {
  const known = Object.values(SPACE).reduce((sum, space) => sum + log.liveBytes(space), 0);
  return log.status.liveBytes - known;
}

function ageOf(timestamp: string | undefined, nowEpochMs: number): { oldestAgeMs?: number } {
  return timestamp === undefined ? {} : { oldestAgeMs: nowEpochMs - Date.parse(timestamp) };
}
