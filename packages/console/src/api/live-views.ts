import type { StationView, TransactionView } from '@northbound/csms/views';
import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { ChangedList, EventBatch } from '../model/event-batch.ts';
import type { FrameFilter } from '../model/frames.ts';
import { applyToFleet, applyToStation } from '../model/live-fleet.ts';
import { createOvertaking, type Overtaking } from '../model/overtaking.ts';
import { addPowerSample, type PowerSample } from '../model/power-history.ts';

/** In a large fleet something changes all the time. */
const LEAST_BETWEEN_READS_MS = 1000;

/** What the event stream keeps up to date is read again after so long only, for what it does not tell. */
export const KEPT_FRESH_MS = 300_000;

/** Keys of what is cached. */
export const cacheKeys = {
  stations: ['stations'],
  station: (stationId: string) => ['station', stationId],
  frames: (stationId: string, filter: FrameFilter) => ['frames', stationId, filter],
  transactions: ['transactions'],
  transaction: (id: number) => ['transaction', id],
  transactionEvents: (id: number) => ['transactionEvents', id],
  transactionStory: (id: number) => ['transactionStory', id],
  transactionMeterValues: (id: number) => ['transactionMeterValues', id],
  tokens: ['tokens'],
  openAlerts: ['alerts', 'open'],
  groups: ['groups'],
} as const;

/** Writes what the event stream brings into the cache, where every page that shows it finds it. */
export interface LiveViews {
  /** Reads that the event stream may overtake. */
  readonly stations: Overtaking<string, StationView>;
  readonly transactions: Overtaking<number, TransactionView>;
  take(batch: EventBatch): void;
  /** Events were missed: nothing that was read before can be trusted. */
  forget(): void;
  /** The fleet's power over the last minutes. */
  powerHistory(): readonly PowerSample[];
  /** @returns the function that ends the subscription */
  subscribe(listener: (batch: EventBatch) => void): () => void;
}

export function createLiveViews(cache: QueryClient): LiveViews {
  const stations = createOvertaking<string, StationView>();
  const transactions = createOvertaking<number, TransactionView>();
  let powerHistory: readonly PowerSample[] = [];
  const listeners = new Set<(batch: EventBatch) => void>();
  const changedLists = new Set<ChangedList>();
  let refreshing: ReturnType<typeof setTimeout> | undefined;

  function take(batch: EventBatch): void {
    stations.note(batch.stations);
    transactions.note(batch.transactions);
    update<readonly StationView[]>(cacheKeys.stations, (known) => applyToFleet(known, batch));
    for (const stationId of new Set([...batch.stations.keys(), ...batch.heardAt.keys()])) {
      update<StationView>(cacheKeys.station(stationId), (known) => applyToStation(known, batch));
    }
    for (const stationId of batch.removed) {
      // Its page reads it again, and says that it is gone.
      void cache.resetQueries({ queryKey: cacheKeys.station(stationId) });
    }
    for (const [id, transaction] of batch.transactions) {
      update<TransactionView>(cacheKeys.transaction(id), () => transaction);
    }
    refresh(batch.changedLists);
    samplePower();
    for (const listener of listeners) listener(batch);
  }

  /** Events keep what was read up to date, and make it no younger: what they do not tell is read again in time. */
  function update<Data>(queryKey: QueryKey, change: (known: Data) => Data): void {
    const state = cache.getQueryState<Data>(queryKey);
    if (state?.data === undefined) return;
    cache.setQueryData<Data>(queryKey, change(state.data), { updatedAt: state.dataUpdatedAt });
    if (state.isInvalidated) void cache.invalidateQueries({ queryKey, refetchType: 'none' });
  }

  function forget(): void {
    cache.removeQueries({ type: 'inactive' });
    void cache.invalidateQueries();
  }

  /** Lists whose things the stream names without telling them are read again, no oftener than they can be read. */
  function refresh(lists: ReadonlySet<ChangedList>): void {
    for (const list of lists) changedLists.add(list);
    if (changedLists.size === 0 || refreshing !== undefined) return;
    refreshing = setTimeout(refreshNow, LEAST_BETWEEN_READS_MS);
  }

  function refreshNow(): void {
    refreshing = undefined;
    for (const list of changedLists) void cache.invalidateQueries({ queryKey: [list] });
    changedLists.clear();
  }

  function samplePower(): void {
    const stations = cache.getQueryData<readonly StationView[]>(cacheKeys.stations);
    if (stations === undefined) return;
    const powerW = stations.reduce((sum, station) => sum + station.powerW, 0);
    powerHistory = addPowerSample(powerHistory, { atMs: Date.now(), powerW });
  }

  return {
    stations,
    transactions,
    take,
    forget,
    powerHistory: () => powerHistory,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
