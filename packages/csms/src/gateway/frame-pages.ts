import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { FrameView, Page } from '../views.ts';
import { type FrameLog, frameView } from './frame-log.ts';
import { type FoundFrame, type FramePlace, searchFrames } from './frame-search.ts';
import type { FleetFramePage, StationFramePage } from './views.ts';

/** The log of frames, page by page, newest first. */
export class FramePages {
  readonly #core: Core;
  readonly #log: FrameLog;

  constructor(core: Core, log: FrameLog) {
    this.#core = core;
    this.#log = log;
  }

  async ofStation(
    stationId: string,
    { before, limit, ...filter }: StationFramePage,
  ): Promise<Page<FrameView>> {
    await this.#log.flush();
    const behind = before === undefined ? undefined : { row: before - 1, frame: before };
    const search = { stationId, filter, behind, limit };
    const { found, next } = await searchFrames(this.#core.database, search);
    return {
      items: found.map(viewOf),
      ...(next === undefined ? {} : { nextCursor: String(next.frame) }),
    };
  }

  /**
   * Of all stations. Frames of one station that were stored together stay together.
   *
   * @throws CommandError `invalidCursor`
   */
  async ofAll({ cursor, limit, ...filter }: FleetFramePage): Promise<Page<FrameView>> {
    const behind = cursor === undefined ? undefined : placeIn(cursor);
    await this.#log.flush();
    const { found, next } = await searchFrames(this.#core.database, { filter, behind, limit });
    return {
      items: found.map(viewOf),
      ...(next === undefined ? {} : { nextCursor: `${next.row}.${next.frame}` }),
    };
  }
}

function viewOf({ stationId, frame }: FoundFrame): FrameView {
  return frameView(stationId, frame);
}

function placeIn(cursor: string): FramePlace {
  const [, row, frame] = /^(\d{1,15})\.(\d{1,15})$/.exec(cursor) ?? [];
  if (row === undefined || frame === undefined)
    throw new CommandError('invalidCursor', 'The cursor is not one of this list.');
  return { row: Number(row), frame: Number(frame) };
}
