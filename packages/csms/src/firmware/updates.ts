import { type Change, type Core, commit } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import type { PageRequest } from '../paging.ts';
import { type CommandRecord, isObject } from '../remote-control/command.ts';
import { MAY_HAVE_ACTED, type Sending } from '../remote-control/sending.ts';
import type { Station, StationRecord } from '../stations/station.ts';
import type { Page } from '../views.ts';
import { telling } from '../webhooks/outgoing.ts';
import type { FirmwareImages } from './images.ts';
import { hasEnded, STATE_AFTER } from './progress.ts';
import {
  type FirmwareUpdate,
  findImage,
  findOpenUpdates,
  findUpdate,
  saveUpdate,
  selectUpdates,
} from './sql.ts';
import { linkValidForS, type UpdateRequest, updateRequest } from './update-request.ts';
import { updateView } from './update-view.ts';
import type { FirmwareUpdateView, UpdateState } from './views.ts';

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

interface UpdateEnd {
  readonly succeeded: boolean;
  readonly cause?: string;
}

/** As a command of 2.1, or as a call in the words of 1.6. */
const UPDATES: ReadonlySet<string> = new Set(['UpdateFirmware', 'SignedUpdateFirmware']);

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
      station.serially(() => this.#booted(station, previous)).catch(parts.onFailure);
    });
  }

  /** @throws CommandError as `Sending.send`, and as `FirmwareImages.request` */
  async start(stationId: string, request: UpdateRequest, by: string): Promise<FirmwareUpdateView> {
    const { core, sending, images } = this.#parts;
    core.stations.known(stationId);
    const { imageId, retrieveAt } = request;
    const validForS = linkValidForS(core.clock.epochMs(), request);
    const { firmware } = await images.request(imageId, validForS, retrieveAt);
    const id = core.ids.next('commands');
    const update = this.#begin(stationId, id, imageId);
    await this.#keep(update);
    const become = (state: UpdateState, detail: string) =>
      this.#serially(stationId, () => this.#change(update, state, { detail }));
    const payload = updateRequest(id, firmware, request);
    const sent = sending.send(stationId, 'UpdateFirmware', payload, { by });
    const result = await sent.catch(async (error: unknown) => {
      await become('Refused', error instanceof Error ? error.message : String(error));
      throw error;
    });
    if (result.state !== 'answered') {
      await become(MAY_HAVE_ACTED.has(result.state) ? 'Requested' : 'Refused', whyNot(result));
    } else if (result.accepted) {
      await this.#serially(stationId, () => this.#supersede(update));
    } else {
      await become('Refused', result.answer.status);
    }
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
    return station.serially(async () => {
      const change = await this.#progress(station, payload);
      await (change === undefined ? commit(core, notice) : commit(core, notice, change));
      return {};
    });
  }

  /** How an update has ended; undefined while it goes on, or when nobody knows of it. */
  async endOf(stationId: string, id: number): Promise<UpdateEnd | undefined> {
    const update = await findUpdate(this.#parts.core.database, stationId, id);
    return update === undefined || !hasEnded(update.state) ? undefined : endOf(update);
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
        ? (await findOpenUpdates(database, station.id))[0]
        : ((await findUpdate(database, station.id, requestId)) ??
          this.#begin(station.id, requestId, undefined));
    if (update === undefined || hasEnded(update.state)) return undefined;
    const detail = statusInfo?.additionalInfo ?? statusInfo?.reasonCode;
    return this.#changeTo({ ...update, state, status, detail: detail ?? update.detail });
  }

  async #settled(command: CommandRecord): Promise<void> {
    const { core } = this.#parts;
    const { stationId, id, request, state, accepted, cause } = command;
    const isAnswered = state === 'answered' || state === 'answeredLate';
    if (!isAnswered || accepted === undefined || !isObject(request)) return;
    const { requestId = id } = request;
    if (typeof requestId !== 'number') return;
    await this.#serially(stationId, async () => {
      const known = await findUpdate(core.database, stationId, requestId);
      // `start` hears of the answer to its own, unless that comes late.
      const isStarted = known?.imageId !== undefined;
      if (isStarted && (state === 'answered' || hasEnded(known.state))) return;
      const update = isStarted
        ? { ...known, detail: undefined }
        : {
            ...(known ?? this.#begin(stationId, requestId, undefined)),
            ...(await this.#imageOf(request)),
          };
      await this.#keep(accepted ? update : { ...update, state: 'Refused', detail: cause });
      if (accepted) await this.#supersede(update);
    });
  }

  /** Of an update that was asked for otherwise than by `start`: by a campaign, or a raw call. */
  async #imageOf({
    location,
    firmware,
  }: Readonly<Record<string, unknown>>): Promise<Pick<FirmwareUpdate, 'imageId'>> {
    const from = location ?? (isObject(firmware) ? firmware.location : undefined);
    const image = typeof from === 'string' ? await this.#parts.images.behind(from) : undefined;
    return { imageId: image?.id };
  }

  /**
   * The version tells whether an update that was said to be installed is: the newest one whose image it is, else the
   * newest of which no more is known than that the version changes.
   */
  async #booted(station: Station, previous: StationRecord): Promise<void> {
    const { database } = this.#parts.core;
    const { firmwareVersion: versionAfter } = station.record;
    const open: { readonly update: FirmwareUpdate; readonly version: string | undefined }[] = [];
    for (const update of await findOpenUpdates(database, station.id)) {
      const { imageId } = update;
      const image = imageId === undefined ? undefined : await findImage(database, imageId);
      open.push({ update, version: image?.version });
    }
    const proven =
      open.find(({ version }) => version !== undefined && version === versionAfter) ??
      open.find(
        ({ update, version }) =>
          version === undefined &&
          versionAfter !== (update.versionBefore ?? previous.firmwareVersion),
      );
    if (proven !== undefined) await this.#change(proven.update, 'Confirmed', { versionAfter });
    for (const { update } of open) {
      if (update.state !== 'Installed' || update === proven?.update) continue;
      const detail = `The station says it is installed, and booted with ${versionAfter ?? 'no version'}.`;
      await this.#change(update, 'Failed', { detail, versionAfter });
    }
  }

  /** L01.FR.24: a station that takes an update gives up those that were under way. */
  async #supersede(update: FirmwareUpdate): Promise<void> {
    for (const other of await findOpenUpdates(this.#parts.core.database, update.stationId)) {
      if (isEarlier(other, update)) await this.#change(other, 'Superseded', {});
    }
  }

  /** What is decided about an update is decided about its latest state. */
  async #serially(stationId: string, work: () => Promise<void>): Promise<void> {
    const station = this.#parts.core.stations.get(stationId);
    await (station === undefined ? work() : station.serially(work));
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
    { stationId, id }: FirmwareUpdate,
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

  #emitEnd(update: FirmwareUpdate): void {
    if (!hasEnded(update.state)) return;
    const { stationId, id: requestId } = update;
    const end = { until: 'firmwareInstalled', stationId, requestId, ...endOf(update) } as const;
    this.#parts.core.signals.emit('effect', end);
  }

  async #view(stationId: string, begun: FirmwareUpdate): Promise<FirmwareUpdateView> {
    return updateView((await findUpdate(this.#parts.core.database, stationId, begun.id)) ?? begun);
  }
}

function endOf({ state, detail, status }: FirmwareUpdate): UpdateEnd {
  if (state === 'Confirmed') return { succeeded: true };
  return { succeeded: false, cause: detail ?? status ?? state };
}

/** Whether it was asked for before another one. */
function isEarlier(one: FirmwareUpdate, other: FirmwareUpdate): boolean {
  const ms = one.createdAtMs - other.createdAtMs;
  return ms === 0 ? one.id < other.id : ms < 0;
}

function whyNot(result: { readonly state: string; readonly cause?: string }): string {
  return result.cause ?? result.state;
}
