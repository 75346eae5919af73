import type { Database } from '../store/database.ts';
import { epochMsOf } from '../timestamps.ts';
import { type FrameRow, numberAt, type StoredFrame, selectFrameRows } from './sql.ts';
import type { FrameFilter } from './views.ts';

/**
 * What one page reads at most, in characters of frames: somebody who looks for something rare gets the cursor to look on
 * with, and no question keeps the others waiting.
 */
const MOST_TEXT = 4 * 1024 * 1024;

/** Rows of one read, when most of what they hold may not be asked for. */
const ROWS_AT_ONCE = 256;

/** More than the time for which frames wait to be stored in one row. */
const OVERLAP_MS = 60_000;

/** Where a page ended. */
export interface FramePlace {
  readonly row: number;
  readonly frame: number;
}

export interface FoundFrame {
  readonly stationId: string;
  readonly frame: StoredFrame;
  readonly place: FramePlace;
}

interface FrameSearch {
  /** All stations when absent. */
  readonly stationId?: string;
  readonly filter: FrameFilter;
  /** Only what lies behind it. */
  readonly behind?: FramePlace | undefined;
  readonly limit: number;
}

interface FoundFrames {
  readonly found: readonly FoundFrame[];
  /** Where to look on; absent when nothing is left. */
  readonly next?: FramePlace;
}

/** Newest first. */
export async function searchFrames(
  database: Database,
  { stationId, filter, behind, limit }: FrameSearch,
): Promise<FoundFrames> {
  const isMeant = meaningOf(filter);
  const fromMs = filter.from === undefined ? undefined : epochMsOf(filter.from);
  // A row holds at least one frame, so as many rows as frames are asked for are enough when all are meant.
  const rowsAtOnce = Object.values(filter).some((wish) => wish !== undefined)
    ? ROWS_AT_ONCE
    : limit + 1;
  const found: FoundFrame[] = [];
  let below = behind === undefined ? undefined : behind.row + 1;
  if (below === undefined && filter.to !== undefined) {
    below = await numberAt(database, stationId, epochMsOf(filter.to));
  }
  for (let read = 0; ; ) {
    const rows = await selectFrameRows(database, { stationId, below, limit: rowsAtOnce });
    for (const row of rows) {
      for (const frame of row.frames) {
        const place = { row: row.id, frame: frame.id };
        if (isBehind(place, behind, stationId) && isMeant(frame)) {
          const last = found.at(-1);
          if (found.length === limit && last !== undefined) return { found, next: last.place };
          found.push({ stationId: row.stationId, frame, place });
        }
      }
      if (isOver(row, fromMs)) return { found };
      below = row.id;
      read += row.length;
      if (read > MOST_TEXT) return { found, next: { row: row.id, frame: row.id } };
    }
    if (rows.length < rowsAtOnce) return { found };
  }
}

/** Rows of one station follow each other; those of several overlap, and only the one where the page ended is not whole. */
function isBehind(
  place: FramePlace,
  behind: FramePlace | undefined,
  stationId: string | undefined,
): boolean {
  if (behind === undefined || place.frame < behind.frame) return true;
  return stationId === undefined && place.row !== behind.row;
}

/** Whether everything behind a row is older than what is asked for; rows of several stations overlap by moments. */
function isOver({ frames }: FrameRow, fromMs: number | undefined): boolean {
  const [newest] = frames;
  return fromMs !== undefined && newest !== undefined && newest.atMs < fromMs - OVERLAP_MS;
}

function meaningOf(filter: FrameFilter): (frame: StoredFrame) => boolean {
  const { action, messageId, direction, trouble, from, to } = filter;
  const fromMs = from === undefined ? Number.NEGATIVE_INFINITY : epochMsOf(from);
  const toMs = to === undefined ? Number.POSITIVE_INFINITY : epochMsOf(to);
  return (frame) =>
    frame.atMs >= fromMs &&
    frame.atMs < toMs &&
    (action === undefined || frame.action === action) &&
    (messageId === undefined || frame.messageId === messageId) &&
    (direction === undefined || frame.direction === direction) &&
    (trouble === undefined || isTroubled(frame) === trouble);
}

const ERRORS: ReadonlySet<StoredFrame['kind']> = new Set([
  'CALLERROR',
  'CALLRESULTERROR',
  'unreadable',
]);

function isTroubled({ kind, verdict }: StoredFrame): boolean {
  return verdict !== undefined || ERRORS.has(kind);
}
