import type { FlashLogStatus } from './flash/flash-log.ts';

export interface LaneStatus {
  readonly messages: number;
  /** Of the first message; absent when there is none. */
  readonly oldestAgeMs?: number;
  readonly usedBytes: number;
  readonly quotaBytes: number;
  /** Messages that went for want of room, in the life of the flash. */
  readonly dropped: number;
  /** Messages that other firmware queued and this one cannot read. */
  readonly unreadable: number;
}

export interface StorageStatus {
  readonly transactions: LaneStatus;
  readonly security: LaneStatus;
  readonly other: LaneStatus;
  readonly deadLetters: {
    readonly messages: number;
    readonly usedBytes: number;
    readonly quotaBytes: number;
    /** In the life of the flash, as all counts here. */
    readonly parked: number;
    readonly lost: number;
  };
  readonly thinnedSamples: number;
  /** What was wrong with the flash when it was mounted, for a person. */
  readonly problem?: string;
  /** Absent where there is no flash. */
  readonly flash?: FlashLogStatus;
  /** How long the flash lasts at the rate of the last one to two months; at most 1000. */
  readonly projectedLifeYears?: number;
  /** RAM that grows with what is stored, and the most that it can become. */
  readonly ramBytes: number;
  readonly ramBudgetBytes: number;
}

/** What a storage on flash tells of itself. */
export interface FlashStorageStatus extends StorageStatus {
  readonly flash: FlashLogStatus;
  readonly projectedLifeYears: number;
  /** Bytes programmed for each byte of a message or value, since the start; 1 before there was any. */
  readonly writeAmplification: number;
}

/**
 * How many years a flash lasts when it goes on to be erased as often as in a stretch of time.
 * @param endurance erasures that a sector stands, such as 100,000
 * @param status of the flash at the end of the stretch, counting from its beginning
 * @returns Infinity when nothing was erased
 */
export function projectedLifeYears(
  { erasures, mostErasures }: Pick<FlashLogStatus, 'erasures' | 'mostErasures'>,
  sectorCount: number,
  endurance: number,
  elapsedMs: number,
): number {
  const MS_PER_YEAR = 365.25 * 86_400_000;
  const erasuresPerYear = (erasures / sectorCount / elapsedMs) * MS_PER_YEAR;
  return Math.max(0, endurance - mostErasures) / erasuresPerYear;
}
