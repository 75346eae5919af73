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
  readonly flash: FlashLogStatus;
  /** Bytes programmed for each byte of a message or value, since the start; 1 before there was any. */
  readonly writeAmplification: number;
  /** RAM that grows with what is stored. */
  readonly ramBytes: number;
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
