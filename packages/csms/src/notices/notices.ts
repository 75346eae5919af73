import { type Change, type Core, commit } from '../core.ts';
import type { PageRequest, TimeRange } from '../paging.ts';
import type { Station } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import { insertNotice, type Notice, selectNotices } from './sql.ts';
import type { NoticeView, ToldView } from './views.ts';

/** By the moment that they name or at which they came. */
export interface ToldFilter extends PageRequest, TimeRange {}

export interface NoticeFilter extends ToldFilter {
  readonly action?: string;
}

/**
 * What stations tell of their own accord and what has no table of its own: kept whole, in the order in which it came.
 * Blocks that draw conclusions keep them beside it.
 */
export class Notices {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** The message as one change, for a block that has more to store with it. */
  change(station: Station, action: string, payload: object, atMs?: number): Change {
    const receivedAtMs = this.#core.clock.epochMs();
    const notice: Notice = {
      id: this.#core.ids.next('notices'),
      stationId: station.id,
      action,
      atMs: atMs ?? receivedAtMs,
      receivedAtMs,
      payload,
    };
    const stored = { statements: [insertNotice(notice)], apply: () => undefined };
    return telling(this.#core, stored, 'notice', station.id, () => {
      const view = noticeView(notice);
      return { type: 'notice', at: view.receivedAt, stationId: station.id, notice: view };
    });
  }

  /** Resolves when it is on disk. */
  record(station: Station, action: string, payload: object, atMs?: number): Promise<void> {
    return commit(this.#core, this.change(station, action, payload, atMs));
  }

  /** Newest first. */
  list(stationId: string, filter: NoticeFilter): Promise<Page<NoticeView>> {
    return selectNotices(this.#core.database, { ...filter, stationId }, filter, noticeView);
  }

  /** Messages of one action, newest first; their payloads are as they were validated. */
  told<Payload extends object, View>(
    stationId: string,
    action: string,
    filter: ToldFilter,
    view: (payload: Payload, told: ToldView) => View,
  ): Promise<Page<View>> {
    return selectNotices<View, Payload>(
      this.#core.database,
      { ...filter, stationId, action },
      filter,
      ({ id, atMs, receivedAtMs, payload }) =>
        view(payload, { id, at: timestampOf(atMs), receivedAt: timestampOf(receivedAtMs) }),
    );
  }
}

function noticeView({ id, stationId, action, atMs, receivedAtMs, payload }: Notice): NoticeView {
  return {
    id,
    stationId,
    action,
    at: timestampOf(atMs),
    receivedAt: timestampOf(receivedAtMs),
    payload,
  };
}
