import { alignUp } from './flash.ts';
import { RECORD_HEADER_BYTES } from './format.ts';
import type { Ring } from './ring.ts';

/** Live data may fill this share of the ring; the rest is what keeps moving it cheap. */
const FILL = 0.75;
const LARGEST_COMMIT = 0xffff;
/** The entry that gives a sector up. */
export const GIVE_UP_BYTES = 8;

/** How a log shares out its ring. */
export interface LogPlan {
  /** Sectors that are free before a commit. */
  readonly spareSectors: number;
  /** What the largest record may reach into. */
  readonly commitSectors: number;
  /** What live values may take, each counted as if it stood in a record of its own. */
  readonly capacityBytes: number;
}

/** @throws RangeError when commits are too long, or the ring too small for them */
export function planLog(ring: Ring, maxCommitBytes: number, lastCommitBytes: number): LogPlan {
  if (maxCommitBytes > LARGEST_COMMIT || lastCommitBytes > maxCommitBytes) {
    throw new RangeError(`A commit has at most ${LARGEST_COMMIT} bytes, the last one no more`);
  }
  const { sectorCount, programBytes } = ring.flash.geometry;
  const spare = spareSectors(ring, lastCommitBytes);
  const usable = sectorCount - spare;
  if (usable < 2) {
    throw new RangeError(`Commits of ${maxCommitBytes} bytes need at least ${spare + 2} sectors`);
  }
  const body = ring.bodyBytes - alignUp(RECORD_HEADER_BYTES, programBytes);
  const capacityBytes = Math.floor(usable * body * FILL);
  return { spareSectors: spare, commitSectors: commitSectors(ring), capacityBytes };
}

/**
 * Sectors that are free before a commit, so that however it ends the tail can be emptied after it: what the commit
 * reaches into; what begins in one sector; what giving up sectors adds until one comes that holds dead values; and
 * what the last commit reaches into.
 */
function spareSectors(ring: Ring, lastCommitBytes: number): number {
  const { sectorCount, programBytes } = ring.flash.geometry;
  const sectors = (bytes: number): number => Math.ceil(bytes / ring.bodyBytes);
  const givingUp = alignUp(RECORD_HEADER_BYTES + GIVE_UP_BYTES, programBytes) + RECORD_HEADER_BYTES;
  const last = lastCommitBytes === 0 ? 0 : sectors(RECORD_HEADER_BYTES + lastCommitBytes);
  return 2 * commitSectors(ring) + sectors(sectorCount * givingUp) + last;
}

/** What the largest record may reach into. */
function commitSectors(ring: Ring): number {
  return 1 + Math.ceil((RECORD_HEADER_BYTES + ring.maxPayloadBytes) / ring.bodyBytes);
}
