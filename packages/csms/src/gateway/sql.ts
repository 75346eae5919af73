import type { FrameKind } from '@northbound/rpc';
import { equals } from '../paging.ts';
import type { Database, Statement } from '../store/database.ts';
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

/** What a row holds. */
export interface FrameRow {
  /** The number of its first frame. */
  readonly id: number;
  readonly stationId: string;
  /** Newest first. */
  readonly frames: readonly StoredFrame[];
  /** What it took to read it, in characters. */
  readonly length: number;
}

interface RowSelection {
  /** Of all stations when absent. */
  readonly stationId: string | undefined;
  /** Only rows with numbers below this one. */
  readonly below: number | undefined;
  readonly limit: number;
}

/** Newest first. */
export async function selectFrameRows(
  database: Database,
  selection: RowSelection,
): Promise<FrameRow[]> {
  const rows = await database.read<{
    readonly id: number;
    readonly station_id: string;
    readonly frames: string;
  }>(rowSelect('id, station_id, frames', selection));
  return rows.map(({ id, station_id, frames }) => ({
    id,
    stationId: station_id,
    frames: unpackFrames(frames).reverse(),
    length: frames.length,
  }));
}

/**
 * The number below which the rows began before a moment. Numbers grow with time, so halving finds it in some forty
 * short reads, and no index by time need be kept for every frame that comes.
 */
export async function numberAt(
  database: Database,
  stationId: string | undefined,
  atMs: number,
): Promise<number> {
  const newestBelow = async (below: number | undefined) => {
    const select = rowSelect('id, at', { stationId, below, limit: 1 });
    const [row] = await database.read<{ readonly id: number; readonly at: number }>(select);
    return row;
  };
  let low = 0;
  let high = ((await newestBelow(undefined))?.id ?? 0) + 1;
  while (low + 1 < high) {
    const middle = Math.floor((low + high) / 2);
    const row = await newestBelow(middle + 1);
    if (row === undefined || row.at < atMs) low = middle;
    else high = row.id;
  }
  return high;
}

function rowSelect(columns: string, { stationId, below, limit }: RowSelection): Statement {
  const conditions = [
    equals('station_id', stationId),
    below === undefined ? undefined : { sql: 'id < ?', params: [below] },
  ].filter((condition) => condition !== undefined);
  const where = conditions.map(({ sql }) => sql).join(' AND ');
  return {
    sql: `SELECT ${columns} FROM frames${where === '' ? '' : ` WHERE ${where}`} ORDER BY id DESC LIMIT ?`,
    params: [...conditions.flatMap(({ params }) => params), limit],
  };
}
