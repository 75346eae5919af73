import { capacityBytes, type FlashGeometry } from './flash/flash.ts';

/**
 * How the flash is shared out, in bytes. What is left of its capacity belongs to transaction events. No share can be
 * used up by another.
 */
export interface StorageSizes {
  /** The largest single message or value, packed. */
  readonly maxRecordBytes: number;
  /** Kept free for the Ended of each running transaction. */
  readonly endedBytes: number;
  /** Kept free for the state of each running transaction. */
  readonly runningBytes: number;
  /** Device model, lists, certificates, profiles. */
  readonly valuesBytes: number;
  readonly securityBytes: number;
  /** All other messages (QueueAllMessages). */
  readonly otherBytes: number;
  readonly deadLetterBytes: number;
  /** 0 for none. */
  readonly blackBoxBytes: number;
  /** The one record that is written while the power fails. */
  readonly lastRecordBytes: number;
}

/** Counters, and the attempts of the messages that are under way. */
const HOUSEKEEPING_BYTES = 1024;

/** What a commit may hold beside its largest record: its other changes and its heads. */
const COMMIT_MARGIN_BYTES = 256;

/** A serial NOR flash of 1 MiB, or a file of that size. */
export const DEFAULT_GEOMETRY: FlashGeometry = {
  sectorBytes: 4096,
  sectorCount: 256,
  programBytes: 8,
};

/** Shares that suit most stations: two fifths for transaction events. */
export function defaultSizes(geometry: FlashGeometry): StorageSizes {
  // What a log offers of its flash, see FlashLog; rounded down, because the rest goes to transaction events anyway.
  const share = (percent: number): number =>
    Math.floor((capacityBytes(geometry) * 0.6 * percent) / 100);
  return {
    maxRecordBytes: 8192,
    // With signed meter values: two in an Ended, one in the state.
    endedBytes: 4096,
    runningBytes: 1536,
    valuesBytes: share(25),
    securityBytes: share(5),
    otherBytes: share(5),
    deadLetterBytes: share(5),
    blackBoxBytes: share(20),
    lastRecordBytes: 512,
  };
}

export function maxCommitBytes({ maxRecordBytes, runningBytes }: StorageSizes): number {
  return maxRecordBytes + runningBytes + COMMIT_MARGIN_BYTES;
}

/**
 * What is left for transaction events and running transactions.
 * @throws RangeError when the shares do not fit
 */
export function transactionBytes(capacityBytes: number, sizes: StorageSizes): number {
  const shares = [
    sizes.valuesBytes,
    sizes.securityBytes,
    sizes.otherBytes,
    sizes.deadLetterBytes,
    sizes.blackBoxBytes,
    sizes.lastRecordBytes + COMMIT_MARGIN_BYTES,
    HOUSEKEEPING_BYTES,
  ];
  const left = capacityBytes - shares.reduce((sum, bytes) => sum + bytes, 0);
  const least = 2 * (sizes.endedBytes + sizes.runningBytes);
  if (left < least) {
    throw new RangeError(
      `Of ${capacityBytes} bytes ${left} are left for transactions, not ${least}`,
    );
  }
  if (sizes.deadLetterBytes < sizes.maxRecordBytes + COMMIT_MARGIN_BYTES) {
    throw new RangeError('The share for dead letters does not hold the largest message');
  }
  return left;
}
