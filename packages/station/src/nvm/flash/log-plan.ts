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
  /** Sectors that are free before a commit, so that however it and a last one end the tail can be emptied after it. */
  readonly spareSectors: number;
  /** What the largest record may reach into. */
  readonly commitSectors: number;
  /** Sectors that are free after both. */
  readonly leastFreeSectors: number;
  /** What live values may take, each counted as if it stood in a record of its own. */
  readonly capacityBytes: number;
}

/** @throws RangeError when commits are too long, or the ring too small for them */
export function planLog(ring: Ring, maxCommitBytes: number, lastCommitBytes: number): LogPlan {
  if (maxCommitBytes > LARGEST_COMMIT || lastCommitBytes > maxCommitBytes) {
    throw new RangeError(`A commit has at most ${LARGEST_COMMIT} bytes, the last one no more`);
  }
  const { sectorCount, programBytes } = ring.flash.geometry;
  const leastFreeSectors = sectorsToMakeRoom(ring);
  const spare = commitSectors(ring) + lastSectors(ring, lastCommitBytes) + leastFreeSectors;
  const usable = sectorCount - spare;
  if (usable < 2) {
    throw new RangeError(`Commits of ${maxCommitBytes} bytes need at least ${spare + 2} sectors`);
  }
  const body = ring.bodyBytes - alignUp(RECORD_HEADER_BYTES, programBytes);
  const capacityBytes = Math.floor(usable * body * FILL);
  return {
    spareSectors: spare,
    commitSectors: commitSectors(ring),
    leastFreeSectors,
    capacityBytes,
  };
}

/**
 * Sectors that must be free for the tail to be emptied: what begins in one sector, and what giving up sectors adds until
 * one comes that holds dead values.
 */
function sectorsToMakeRoom(ring: Ring): number {
  const { sectorCount, programBytes } = ring.flash.geometry;
  const givingUp = alignUp(RECORD_HEADER_BYTES + GIVE_UP_BYTES, programBytes) + RECORD_HEADER_BYTES;
  return commitSectors(ring) + Math.ceil((sectorCount * givingUp) / ring.bodyBytes);
}

/** What the last commit may reach into. */
function lastSectors(ring: Ring, bytes: number): number {
  return bytes === 0 ? 0 : Math.ceil((RECORD_HEADER_BYTES + bytes) / ring.bodyBytes);
}

/** What the largest record may reach into. */
function commitSectors(ring: Ring): number {
  return 1 + Math.ceil((RECORD_HEADER_BYTES + ring.maxPayloadBytes) / ring.bodyBytes);
}
