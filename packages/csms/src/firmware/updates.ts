import { type Change, type Core, commit } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import type { PageRequest } from '../paging.ts';
import { type CommandRecord, isObject } from '../remote-control/command.ts';
import type { Sending } from '../remote-control/sending.ts';
import type { Station, StationRecord } from '../stations/station.ts';
import { timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import type { FirmwareImages } from './images.ts';
import { hasEnded, STATE_AFTER } from './progress.ts';
import {
  type FirmwareUpdate,
  findImage,
  findNewestUpdate,
  findUpdate,
  saveUpdate,
  selectUpdates,
} from './sql.ts';
import type { FirmwareUpdateView, UpdateState } from './views.ts';

export interface UpdateRequest {
  readonly imageId: number;
  /** At once when absent. */
  readonly retrieveAt?: string;
  /** As soon as it can when absent. */
  readonly installAt?: string;
  readonly retries?: number;
  readonly retryIntervalS?: number;
}

export interface UpdateFilter extends PageRequest {
  readonly stationId?: string;
  readonly imageId?: number;
  readonly state?: UpdateState;
}

export interface UpdateParts {
  readonly core: Core;
  readonly sending: Sending;
  readonly notices: Notices;
  readonly images: FirmwareImages;
  readonly onFailure: (error: unknown) => void;
}

/** What a station says of an update. */
interface Progress {
  readonly status: string;
  readonly requestId?: number;
  readonly statusInfo?: { readonly reasonCode: string; readonly additionalInfo?: string };
}

/** As a command of 2.1, or as a call in the words of 1.6. */
const UPDATES: ReadonlySet<string> = new Set(['UpdateFirmware', 'SignedUpdateFirmware']);

/** How long a download link is good: stations may put a download off. */
const LINK_VALID_S = 7 * 86_400;

/**
 * Updates of stations, followed to the boot that proves them (2.1 part 2, L01, L02; 1.6 edition 2, 5.19; whitepaper,
 * L01). Whoever asked for one, by a route of its own, a raw call or a campaign, finds it here.
 */
export class FirmwareUpdates {
  readonly #parts: UpdateParts;

  constructor(parts: UpdateParts) {
    this.#parts = parts;
    const { signals } = parts.core;
    signals.on('commandSettled', ({ command }) => {
      if (!UPDATES.has(command.command)) return;
      this.#settled(command).catch(parts.onFailure);
    });
    signals.on('booted', ({ station, previous }) => {
      this.#booted(station, previous).catch(parts.onFailure);
    });
  }

  /** @throws CommandError as `Sending.send`, and as `FirmwareImages.request` */
  async start(stationId: string, request: UpdateRequest, by: string): Promise<FirmwareUpdateView> {
    const { core, sending, images } = this.#parts;
    const { imageId, retrieveAt, installAt, retries, retryIntervalS } = request;
    const { firmware } = await images.request(imageId, LINK_VALID_S, retrieveAt);
    const id = core.ids.next('commands');
    const update = this.#begin(stationId, id, imageId);
    const earlier = await findNewestUpdate(core.database, stationId);
    await this.#keep(update);
    const result = await sending.send(
      stationId,
      'UpdateFirmware',
      {
        requestId: id,
        firmware: {
          ...firmware,
          ...(installAt === undefined ? {} : { installDateTime: installAt }),
        },
        ...(retries === undefined ? {} : { retries }),
        ...(retryIntervalS === undefined ? {} : { retryInterval: retryIntervalS }),
      },
      { by },
    );
    if (result.state === 'answered' && result.accepted) {
      await this.#supersede(stationId, earlier);
      return this.#view(stationId, update);
    }
    const detail = result.state === 'answered' ? result.answer.status : whyNot(result);
    const mayBe = result.state === 'timedOut' || result.state === 'unknown';
    await this.#change(stationId, id, mayBe ? 'Requested' : 'Refused', { detail });
    return this.#view(stationId, update);
  }

  /** Stores what a station says of an update. Resolves when it is on disk. */
  async report(
    station: Station,
    action: string,
    payload: Progress,
  ): Promise<Record<string, never>> {
    const { core, notices } = this.#parts;
    const notice = notices.change(station, action, payload);
    const change = await this.#progress(station, payload);
    await (change === undefined ? commit(core, notice) : commit(core, notice, change));
    return {};
  }

  /** Newest first. */
  list({ stationId, imageId, state, ...page }: UpdateFilter): Promise<Page<FirmwareUpdateView>> {
    const { database } = this.#parts.core;
    return selectUpdates(database, { stationId, imageId, state }, page, updateView);
  }

  /** Idle tells of no update. Without a number it is the newest one that has not ended: 1.6 knows no numbers. */
  async #progress(
    station: Station,
    { status, requestId, statusInfo }: Progress,
  ): Promise<Change | undefined> {
    const state = STATE_AFTER.get(status);
    if (state === undefined) return undefined;
    const { database } = this.#parts.core;
    const update =
      requestId === undefined
        ? await findNewestUpdate(database, station.id)
        : ((await findUpdate(database, station.id, requestId)) ??
          this.#begin(station.id, requestId, undefined));
    if (update === undefined || hasEnded(update.state)) return undefined;
    const detail = statusInfo?.additionalInfo ?? statusInfo?.reasonCode;
    return this.#changeTo({ ...update, state, status, detail: detail ?? update.detail });
  }

  /** An update that was asked for otherwise than by `start`: a campaign, or a raw call. */
  async #settled(command: CommandRecord): Promise<void> {
    const { core, images } = this.#parts;
    const { stationId, id, request } = command;
    if (command.state !== 'answered' || !isObject(request)) return;
    const { requestId = id, location, firmware } = request;
    if (typeof requestId !== 'number') return;
    const known = await findUpdate(core.database, stationId, requestId);
    if (known?.imageId !== undefined) return;
    const from = location ?? (isObject(firmware) ? firmware.location : undefined);
    const image = typeof from === 'string' ? await images.behind(from) : undefined;
    const update = {
      ...(known ?? this.#begin(stationId, requestId, undefined)),
      imageId: image?.id,
    };
    await this.#keep(
      command.accepted === true ? update : { ...update, state: 'Refused', detail: command.cause },
    );
  }

  /** The version tells whether an update that was said to be installed is. */
  async #booted(station: Station, previous: StationRecord): Promise<void> {
    const { database } = this.#parts.core;
    const update = await findNewestUpdate(database, station.id);
    if (update === undefined || hasEnded(update.state)) return;
    const { firmwareVersion } = station.record;
    const image =
      update.imageId === undefined ? undefined : await findImage(database, update.imageId);
    const hasIt =
      image === undefined
        ? firmwareVersion !== (update.versionBefore ?? previous.firmwareVersion)
        : firmwareVersion === image.version;
    if (hasIt) {
      await this.#change(station.id, update.id, 'Confirmed', { versionAfter: firmwareVersion });
    } else if (update.state === 'Installed') {
      const detail = `The station says it is installed, and booted with ${firmwareVersion ?? 'no version'}.`;
      await this.#change(station.id, update.id, 'Failed', {
        detail,
        versionAfter: firmwareVersion,
      });
    }
  }

  /** L01.FR.24: a station that takes another update gives up the one that was under way. */
  async #supersede(stationId: string, earlier: FirmwareUpdate | undefined): Promise<void> {
    if (earlier === undefined) return;
    await this.#change(stationId, earlier.id, 'Superseded', {});
  }

  #begin(stationId: string, id: number, imageId: number | undefined): FirmwareUpdate {
    const { clock, stations } = this.#parts.core;
    const nowMs = clock.epochMs();
    return {
      id,
      stationId,
      imageId,
      state: 'Requested',
      status: undefined,
      detail: undefined,
      versionBefore: stations.get(stationId)?.record.firmwareVersion,
      versionAfter: undefined,
      createdAtMs: nowMs,
      changedAtMs: nowMs,
    };
  }

  async #change(
    stationId: string,
    id: number,
    state: UpdateState,
    more: Partial<Pick<FirmwareUpdate, 'detail' | 'versionAfter'>>,
  ): Promise<void> {
    const update = await findUpdate(this.#parts.core.database, stationId, id);
    if (update === undefined || hasEnded(update.state)) return;
    await commit(this.#parts.core, this.#changeTo({ ...update, ...more, state }));
  }

  #keep(update: FirmwareUpdate): Promise<void> {
    return commit(this.#parts.core, this.#changeTo(update));
  }

  #changeTo(update: FirmwareUpdate): Change {
    const changed = { ...update, changedAtMs: this.#parts.core.clock.epochMs() };
    const stored = {
      statements: [saveUpdate(changed)],
      apply: () => this.#emitEnd(changed),
    };
    const { stationId } = changed;
    return telling(this.#parts.core, stored, 'firmwareUpdate', stationId, () => {
      const view = updateView(changed);
      return { type: 'firmwareUpdate', at: view.changedAt, stationId, update: view };
    });
  }

  #emitEnd({ stationId, id, state, detail, status }: FirmwareUpdate): void {
    if (!hasEnded(state)) return;
    this.#parts.core.signals.emit('effect', {
      until: 'firmwareInstalled',
      stationId,
      requestId: id,
      succeeded: state === 'Confirmed',
      ...(state === 'Confirmed' ? {} : { cause: detail ?? status ?? state }),
    });
  }

  async #view(stationId: string, begun: FirmwareUpdate): Promise<FirmwareUpdateView> {
    return updateView((await findUpdate(this.#parts.core.database, stationId, begun.id)) ?? begun);
  }
}

function whyNot(result: { readonly state: string; readonly cause?: string }): string {
  return result.cause ?? result.state;
}

function updateView(update: FirmwareUpdate): FirmwareUpdateView {
  const { id, stationId, imageId, state, status, detail, versionBefore, versionAfter } = update;
  return {
    id,
    stationId,
    ...(imageId === undefined ? {} : { imageId }),
    state,
    ...(status === undefined ? {} : { status }),
    ...(detail === undefined ? {} : { detail }),
    ...(versionBefore === undefined ? {} : { versionBefore }),
    ...(versionAfter === undefined ? {} : { versionAfter }),
    createdAt: timestampOf(update.createdAtMs),
    changedAt: timestampOf(update.changedAtMs),
  };
}
