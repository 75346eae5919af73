import type { Tokens } from '../authorization/tokens.ts';
import { CommandError } from '../command-error.ts';
import type { Core } from '../core.ts';
import type { Twin } from '../device-model/twin.ts';
import type { PageRequest } from '../paging.ts';
import { isReachable } from '../remote-control/queue.ts';
import type { Sending } from '../remote-control/sending.ts';
import type { Groups } from '../stations/groups.ts';
import { Settling } from '../stations/settling.ts';
import { StationQueue } from '../stations/station-queue.ts';
import type { Page } from '../views.ts';
import { Calm } from './calm.ts';
import { contentsOf } from './contents.ts';
import { ContentsAtHand } from './contents-at-hand.ts';
import { Forgotten, forgetting, markTold } from './forgotten.ts';
import { listLimits } from './limits.ts';
import { listView, stateView } from './list-view.ts';
import {
  findState,
  type LocalList,
  loadLists,
  removeList,
  type StationListState,
  saveContents,
  saveList,
  saveState,
  selectStates,
} from './sql.ts';
import { type SyncOrder, type SyncResult, synchronise } from './sync.ts';
import type { LocalListView, StationLocalListView } from './views.ts';

export type LocalListRequest = Pick<LocalListView, 'stationIds' | 'group' | 'tokenGroups'>;

export interface LocalListParts {
  readonly core: Core;
  readonly sending: Sending;
  readonly tokens: Tokens;
  readonly groups: Groups;
  readonly twin: Twin;
  readonly onFailure: (error: unknown) => void;
}

const AWAY = 'The station is away, or its boot is not accepted: it is told when it comes.';

/** Keeps the local lists of stations as the token table says. */
export class LocalLists {
  readonly #parts: LocalListParts;
  readonly #lists = new Map<string, LocalList>();
  readonly #contents: ContentsAtHand;
  readonly #queue: StationQueue;
  readonly #settling: Settling;
  readonly #changes: Calm;
  #refreshing: Promise<void> = Promise.resolve();

  private constructor(parts: LocalListParts) {
    this.#parts = parts;
    const { core, tokens, onFailure } = parts;
    this.#contents = new ContentsAtHand(core.database);
    this.#queue = new StationQueue((stationId) => this.#bring(stationId), onFailure);
    this.#settling = new Settling(core, (stationId) => this.#order(stationId));
    this.#changes = new Calm(core.clock, () => {
      this.#refreshAll().catch(onFailure);
    });
    tokens.onChange(() => this.#settle());
    core.signals.on('booted', ({ station }) => {
      this.#settling.cancel(station.id);
      this.#order(station.id);
    });
    core.signals.on('connected', ({ station }) => {
      const isAccepted = station.record.registration === 'Accepted';
      if (isAccepted && this.#lists.size > 0) this.#settling.start(station.id);
    });
    core.signals.on('regrouped', ({ station }) => this.#order(station.id));
    core.signals.on('commandSettled', ({ command }) => {
      const statement = forgetting(command);
      if (statement === undefined) return;
      const forgotten = core.database.write([statement]);
      forgotten.then(() => this.#order(command.stationId)).catch(onFailure);
    });
  }

  static async load(parts: LocalListParts): Promise<LocalLists> {
    const lists = new LocalLists(parts);
    for (const list of await loadLists(parts.core.database)) lists.#lists.set(list.name, list);
    // The CSMS may have stopped before it told the last changes.
    lists.#settle();
    return lists;
  }

  all(): readonly LocalListView[] {
    return [...this.#lists.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map(listView);
  }

  get(name: string): LocalListView | undefined {
    const list = this.#lists.get(name);
    return list && listView(list);
  }

  /** Makes a list or changes one; its stations are told. @throws CommandError `conflict` */
  async put(name: string, request: LocalListRequest): Promise<LocalListView> {
    const { stationIds, group, tokenGroups } = request;
    if ((stationIds === undefined) === (group === undefined)) {
      throw new CommandError('conflict', 'A list is for stations or for a group of them.');
    }
    const put = await this.#serially(async () => {
      const known = this.#lists.get(name);
      const list: LocalList = {
        name,
        stationIds,
        group,
        tokenGroups,
        version: known?.version ?? 0,
        entryCount: known?.entryCount ?? 0,
        changedAtMs: this.#parts.core.clock.epochMs(),
      };
      const refreshed = await this.#refresh(list);
      if (refreshed !== undefined) return refreshed;
      await this.#parts.core.database.write([saveList(list)]);
      this.#lists.set(name, list);
      return list;
    });
    for (const stationId of this.#stationsOf(put)) this.#order(stationId);
    return listView(put);
  }

  /** Stations keep what they have. @returns false when there was none */
  remove(name: string): Promise<boolean> {
    return this.#serially(async () => {
      if (!this.#lists.has(name)) return false;
      await this.#parts.core.database.write(removeList(name));
      this.#contents.forget(name);
      return this.#lists.delete(name);
    });
  }

  /** How far each station has it. */
  states(name: string, page: PageRequest): Promise<Page<StationLocalListView>> {
    const { database } = this.#parts.core;
    return selectStates(database, name, page, (state) => this.#stateView(state));
  }

  /** @returns undefined when no list is meant for it, or it was never tried */
  async state(stationId: string): Promise<StationLocalListView | undefined> {
    const state = await findState(this.#parts.core.database, stationId);
    return state === undefined ? undefined : this.#stateView(state);
  }

  /** Brings a station up to date now. Resolves when that is done, or was given up for now. */
  async sync(stationId: string): Promise<StationLocalListView | undefined> {
    await this.#queue.now(stationId);
    return this.state(stationId);
  }

  async close(): Promise<void> {
    this.#settling.close();
    this.#changes.close();
    await this.#refreshing;
    await this.#queue.close();
  }

  #settle(): void {
    if (this.#lists.size > 0) this.#changes.stir();
  }

  #refreshAll(): Promise<void> {
    return this.#serially(async () => {
      for (const list of this.#lists.values()) {
        if ((await this.#refresh(list)) === undefined) continue;
        for (const stationId of this.#stationsOf(list)) this.#order(stationId);
      }
    });
  }

  #serially<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#refreshing.then(work);
    this.#refreshing = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** @returns the list when its contents are other ones than before, and stored */
  async #refresh(list: LocalList): Promise<LocalList | undefined> {
    const { core, tokens } = this.#parts;
    const entries = await contentsOf(core.database, tokens.groups, list.tokenGroups);
    const known = await this.#contents.of(list.name, list.version);
    if (known !== undefined && JSON.stringify(known) === JSON.stringify(entries)) return undefined;
    const version = list.version + 1;
    const changedAtMs = core.clock.epochMs();
    const changed = { ...list, version, entryCount: entries.length, changedAtMs };
    await core.database.write([saveList(changed), ...saveContents(list.name, version, entries)]);
    this.#lists.set(list.name, changed);
    return changed;
  }

  #stationsOf({ stationIds, group }: LocalList): readonly string[] {
    return stationIds ?? (group === undefined ? [] : this.#parts.groups.members(group));
  }

  /** Of several lists for a station the first by name. */
  #listOf(stationId: string): LocalList | undefined {
    let found: LocalList | undefined;
    for (const list of this.#lists.values()) {
      const isMeant =
        list.stationIds?.includes(stationId) === true ||
        (list.group !== undefined && this.#parts.groups.has(stationId, list.group));
      if (isMeant && (found === undefined || list.name < found.name)) found = list;
    }
    return found;
  }

  #order(stationId: string): void {
    if (this.#lists.size > 0) this.#queue.add(stationId);
  }

  async #bring(stationId: string): Promise<void> {
    const { core, sending, twin } = this.#parts;
    const list = this.#listOf(stationId);
    const station = core.stations.get(stationId);
    const version = station?.record.version;
    if (list === undefined || station === undefined || version === undefined) return;
    const known = await findState(core.database, stationId);
    if (!isReachable(station)) {
      await this.#noteAway(stationId, list, known);
      return;
    }
    const forgotten = await Forgotten.at(core.database, stationId);
    const result = await synchronise(sending, {
      stationId,
      version,
      upToDate: forgotten.isTold ? upToDate(known, list) : undefined,
      material: async () => {
        const wanted = await this.#contents.of(list.name, list.version);
        return (
          wanted && {
            limits: await listLimits(twin, stationId),
            wanted: forgotten.wanted(wanted),
            held: await this.#heldBy(known, list, forgotten),
          }
        );
      },
      contents: this.#contents,
      highest: known?.listVersion ?? 0,
    });
    if (result === undefined) return;
    await this.#keep(stationId, list, known, result);
    const isBehind = result.state === 'Failed' || result.state === 'Pending';
    // Stations that are away come by themselves.
    if (isBehind && station.connection !== undefined) this.#settling.again(stationId);
  }

  /** It comes by itself, and is asked nothing: each change of a token would leave a command for each that is away. */
  async #noteAway(stationId: string, list: LocalList, known: StationListState | undefined) {
    const isNoted = known?.list === list.name && known.detail === AWAY;
    if (isNoted) return;
    const listVersion = known?.listVersion ?? 0;
    const result = { state: 'Pending', isDone: false, listVersion, detail: AWAY } as const;
    await this.#keep(stationId, list, known, result);
  }

  async #heldBy(known: StationListState | undefined, list: LocalList, forgotten: Forgotten) {
    if (known?.heldVersion === undefined || known.listVersion === undefined) return undefined;
    if (known.list !== list.name) return undefined;
    const entries = await this.#contents.of(list.name, known.heldVersion);
    if (entries === undefined) return undefined;
    return { entries: forgotten.held(entries), listVersion: known.listVersion };
  }

  /** A message that got no answer may have changed the list: then nobody knows what it holds. */
  async #keep(
    stationId: string,
    list: LocalList,
    known: StationListState | undefined,
    result: SyncResult,
  ): Promise<void> {
    const { core } = this.#parts;
    const isUntouched = result.listVersion === known?.listVersion && known.list === list.name;
    const heldVersion = isUntouched ? known.heldVersion : undefined;
    const state: StationListState = {
      stationId,
      list: list.name,
      heldVersion: result.isDone ? list.version : heldVersion,
      listVersion: result.listVersion,
      state: result.state,
      detail: result.detail,
      changedAtMs: core.clock.epochMs(),
    };
    await core.database.write([saveState(state), ...(result.isDone ? [markTold(stationId)] : [])]);
  }

  #stateView(state: StationListState): StationLocalListView {
    return stateView(state, this.#lists.get(state.list)?.version ?? 0);
  }
}

/** What a station was given that should hold nothing else. */
function upToDate(known: StationListState | undefined, list: LocalList): SyncOrder['upToDate'] {
  if (known?.state !== 'InSync' || known.listVersion === undefined) return undefined;
  if (known.list !== list.name || known.heldVersion !== list.version) return undefined;
  return { listVersion: known.listVersion, detail: known.detail };
}
