import { BlackBox } from './black-box.ts';
import { Counters } from './counters.ts';
import { DeadLetters } from './dead-letters.ts';
import type { Flash } from './flash/flash.ts';
import { FlashLog } from './flash/flash-log.ts';
import { FlashLife } from './flash-life.ts';
import { LastRecord } from './last-record.ts';
import type { Medium, StorageNews } from './medium.ts';
import { Outbox } from './outbox.ts';
import { RECORD_LAYOUTS, type RecordLayouts } from './records.ts';
import { defaultSizes, maxCommitBytes, type StorageSizes, transactionBytes } from './sizes.ts';
import { SPACE } from './spaces.ts';
import type { FlashStorageStatus, LaneStatus } from './status.ts';
import type { Storage } from './storage.ts';
import { TransactionQueue } from './transaction-queue.ts';
import { FlashValues } from './values.ts';

export interface FlashStorageOptions {
  /** How the flash is shared out; {@link defaultSizes} when absent. */
  readonly sizes?: StorageSizes;
  /** Erasures that a sector stands; 100,000 when absent, as serial NOR flash promises. */
  readonly endurance?: number;
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
  /** Absent where it has no share. */
  readonly blackBox?: BlackBox;
  readonly lastRecord: LastRecord;
  readonly #medium: Medium;
  readonly #transactionBytes: number;
  readonly #life: FlashLife;
  readonly #problem: string | undefined;
  #listener: ((news: StorageNews) => void) | undefined;

  /** @throws RangeError when the flash is too small for the sizes */
  constructor(flash: Flash, options: FlashStorageOptions) {
    const sizes = options.sizes ?? defaultSizes(flash.geometry);
    const tell = (news: StorageNews) => this.#listener?.(news);
    const log = FlashLog.mount(flash, {
      maxCommitBytes: maxCommitBytes(sizes),
      lastCommitBytes: sizes.lastRecordBytes + LAST_RECORD_HEAD_BYTES,
      // Whoever reads is in the middle of something, and so may be who hears of it.
      lost: (records) => queueMicrotask(() => tell({ type: 'damaged', records })),
    });
    const { capacityBytes } = log.status;
    // Spaces of other firmware have no share: the events make room for them.
    this.#transactionBytes = transactionBytes(capacityBytes, sizes) - foreignBytes(log);
    log.prepare();
    const { layouts = RECORD_LAYOUTS, endurance = 100_000 } = options;
    const counters = new Counters(log);
    this.#medium = { log, sizes, layouts, counters, tell };
    this.#problem = flash.problem ?? (log.status.found === 'foreign' ? FOREIGN : undefined);
    this.values = new FlashValues(this.#medium);
    this.#life = new FlashLife(this.values, endurance);
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
    if (sizes.blackBoxBytes > 0) this.blackBox = new BlackBox(log, sizes);
    this.lastRecord = new LastRecord(log, sizes.lastRecordBytes);
  }

  listen(listener: ((news: StorageNews) => void) | undefined): void {
    this.#listener = listener;
  }

  status(nowEpochMs: number): FlashStorageStatus {
    const { counters, log, sizes } = this.#medium;
    const flash = log.status;
    const ageOf = (timestamp: string | undefined) =>
      timestamp === undefined ? {} : { oldestAgeMs: nowEpochMs - Date.parse(timestamp) };
    const outbox = (lane: Outbox): LaneStatus => ({
      messages: lane.length,
      ...ageOf(lane.oldest?.timestamp),
      usedBytes: lane.liveBytes,
      quotaBytes: lane.place.quotaBytes,
      dropped: counters.read(lane.place.dropped),
      unreadable: lane.unreadable,
    });
    return {
      transactions: {
        messages: this.queue.length,
        ...ageOf(this.queue.oldest?.event.timestamp),
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
      ...(this.#problem !== undefined && { problem: this.#problem }),
      flash,
      projectedLifeYears: this.#life.years(flash, nowEpochMs),
      writeAmplification:
        flash.committedBytes === 0 ? 1 : flash.programmedBytes / flash.committedBytes,
      ramBytes: flash.ramBytes + (this.blackBox?.ramBytes ?? 0),
      ramBudgetBytes: log.mostRamBytes + (this.blackBox?.mostRamBytes ?? 0),
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

const FOREIGN = 'The flash held something that is no log of this shape; it begins empty';
