import type { Version } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { timestampOf } from '../timestamps.ts';
import type { Timestamp } from '../views.ts';
import type { FrameLog } from './frame-log.ts';
import { type FramePlace, searchFrames } from './frame-search.ts';
import type { StoredFrame } from './sql.ts';

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
  readonly from?: Timestamp;
  readonly to?: Timestamp;
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
  { from, to, limit }: SessionRange,
): Promise<string> {
  const version = stations.get(stationId)?.record.version;
  const filter = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  const newestFirst: StoredFrame[] = [];
  let behind: FramePlace | undefined;
  do {
    const wanted = Math.min(PAGE, limit - newestFirst.length);
    const page = await searchFrames(database, { stationId, filter, behind, limit: wanted });
    newestFirst.push(...page.found.map(({ frame }) => frame));
    behind = page.next;
  } while (behind !== undefined && newestFirst.length < limit);
  return newestFirst
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
