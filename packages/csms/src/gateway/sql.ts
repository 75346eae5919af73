import type { FrameKind } from '@northbound/rpc';
import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';

export const gatewayMigrations: readonly Migration[] = [
  {
    name: 'gateway/001',
    sql: [
      // One row holds the frames of one station from one moment; `id` is the number of the first of them.
      `CREATE TABLE frames (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        at BIGINT NOT NULL,
        frames TEXT NOT NULL
      )`,
      'CREATE INDEX frames_station ON frames (station_id, id)',
    ],
  },
];

/** A note stands among the frames and is none: see `FrameView.note`. */
export type StoredKind = FrameKind | 'note';

export interface StoredFrame {
  readonly id: number;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  readonly kind: StoredKind;
  readonly messageId: string | undefined;
  readonly action: string | undefined;
  readonly text: string;
  readonly verdict: string | undefined;
}

type Head = readonly [
  id: number,
  atMs: number,
  direction: 'in' | 'out',
  kind: StoredKind,
  messageId: string | null,
  action: string | null,
  verdict: string | null,
  textLength: number,
];

/** JSON of a {@link Head}, written by hand: it is made for every frame. */
function headOf(frame: StoredFrame): string {
  const { id, atMs, direction, kind, messageId, action, verdict, text } = frame;
  const words = `${quoted(messageId)},${quoted(action)},${quoted(verdict)}`;
  return `[${id},${atMs},"${direction}","${kind}",${words},${text.length}]`;
}

function quoted(word: string | undefined): string {
  return word === undefined ? 'null' : JSON.stringify(word);
}

/**
 * For each frame a line of JSON about it, then its text as it is: to quote a kilobyte of JSON inside JSON would cost
 * more than everything else here.
 */
export function insertFrames(stationId: string, frames: readonly StoredFrame[]): Statement {
  const [first] = frames;
  let packed = '';
  for (const frame of frames) {
    packed += `${headOf(frame)}\n${frame.text}`;
  }
  return {
    sql: 'INSERT INTO frames (id, station_id, at, frames) VALUES (?, ?, ?, ?)',
    params: [first?.id ?? 0, stationId, first?.atMs ?? 0, packed],
  };
}

function unpackFrames(packed: string): StoredFrame[] {
  const frames: StoredFrame[] = [];
  for (let at = 0; at < packed.length; ) {
    const lineEnd = packed.indexOf('\n', at);
    const head: Head = JSON.parse(packed.slice(at, lineEnd));
    const [id, atMs, direction, kind, messageId, action, verdict, textLength] = head;
    at = lineEnd + 1 + textLength;
    frames.push({
      id,
      atMs,
      direction,
      kind,
      messageId: messageId ?? undefined,
      action: action ?? undefined,
      verdict: verdict ?? undefined,
      text: packed.slice(lineEnd + 1, at),
    });
  }
  return frames;
}

export interface FrameSelection {
  readonly stationId: string;
  /** Only frames with numbers below this one. */
  readonly before?: number;
  readonly limit: number;
}

/** Newest first. */
export async function selectFrames(
  database: Database,
  { stationId, before, limit }: FrameSelection,
): Promise<StoredFrame[]> {
  // A row holds at least one frame, so as many rows as frames are asked for are always enough.
  const rows = await database.read<{ readonly frames: string }>(
    frameSelect({ stationId, limit, ...(before === undefined ? {} : { before }) }),
  );
  const frames: StoredFrame[] = [];
  for (const row of rows) {
    for (const frame of unpackFrames(row.frames).reverse()) {
      if (before !== undefined && frame.id >= before) continue;
      frames.push(frame);
      if (frames.length === limit) return frames;
    }
  }
  return frames;
}

function frameSelect({ stationId, before, limit }: FrameSelection): Statement {
  const params: SqlValue[] = before === undefined ? [stationId] : [stationId, before];
  const condition = before === undefined ? '' : 'AND id < ?';
  return {
    sql: `SELECT frames FROM frames WHERE station_id = ? ${condition} ORDER BY id DESC LIMIT ?`,
    params: [...params, limit],
  };
}
