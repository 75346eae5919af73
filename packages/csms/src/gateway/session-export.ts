import type { Version } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { timestampOf } from '../timestamps.ts';
import type { FrameLog } from './frame-log.ts';
import { type StoredFrame, selectFrames } from './sql.ts';

/** One line of an exported session. `northbound explain` and `northbound replay` read it. */
interface SessionLine {
  readonly at: string;
  readonly station: string;
  readonly version?: Version;
  readonly from?: 'ChargingStation' | 'CSMS';
  /** As it was on the wire. */
  readonly frame?: string;
  /** News of the connection in place of a frame. */
  readonly note?: string;
  readonly verdict?: string;
}

export interface SessionRange {
  readonly fromMs?: number;
  readonly toMs?: number;
  /** Frames at most: the newest of the range. */
  readonly limit: number;
}

/** Frames read at a time. */
const PAGE = 1_000;

/** What stations and this CSMS said to each other, to take along. */
export class Sessions {
  readonly #core: Core;
  readonly #frames: FrameLog;

  constructor(core: Core, frames: FrameLog) {
    this.#core = core;
    this.#frames = frames;
  }

  /** The session of a station as lines of JSON, the oldest first. */
  async export(stationId: string, range: SessionRange): Promise<string> {
    await this.#frames.flush();
    return exportSession(this.#core, stationId, range);
  }
}

async function exportSession(
  { database, stations }: Core,
  stationId: string,
  { fromMs = 0, toMs = Number.MAX_SAFE_INTEGER, limit }: SessionRange,
): Promise<string> {
  const version = stations.get(stationId)?.record.version;
  const newestFirst: StoredFrame[] = [];
  let before: number | undefined;
  while (newestFirst.length < limit) {
    const page = await selectFrames(database, {
      stationId,
      limit: PAGE,
      ...(before === undefined ? {} : { before }),
    });
    newestFirst.push(...page.filter(({ atMs }) => atMs >= fromMs && atMs < toMs));
    const last = page.at(-1);
    if (page.length < PAGE || last === undefined || last.atMs < fromMs) break;
    before = last.id;
  }
  return newestFirst
    .slice(0, limit)
    .reverse()
    .map((frame) => `${JSON.stringify(lineOf(stationId, version, frame))}\n`)
    .join('');
}

function lineOf(
  station: string,
  version: Version | undefined,
  { atMs, direction, kind, text, verdict }: StoredFrame,
): SessionLine {
  const isNote = kind === 'note';
  return {
    at: timestampOf(atMs),
    station,
    ...(version === undefined ? {} : { version }),
    ...(isNote
      ? { note: text }
      : { from: direction === 'in' ? 'ChargingStation' : 'CSMS', frame: text }),
    ...(verdict === undefined ? {} : { verdict }),
  };
}
