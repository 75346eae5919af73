import type { EvseView, StationView, Timestamp, TransactionView } from '@northbound/csms/views';
import type { EventBatch } from './event-batch.ts';
import { sortStations } from './fleet.ts';

/** Puts changed views into a sorted list, and new stations at their place. Untouched rows stay the same objects. */
export function mergeStations(
  stations: readonly StationView[],
  changed: ReadonlyMap<string, StationView>,
): readonly StationView[] {
  if (changed.size === 0) return stations;
  const known = new Set<string>();
  const merged = stations.map((station) => {
    known.add(station.id);
    return changed.get(station.id) ?? station;
  });
  const added = [...changed.values()].filter((station) => !known.has(station.id));
  return added.length === 0 ? merged : sortStations([...merged, ...added]);
}

/** The parts of a batch that tell of stations. */
type StationNews = Pick<EventBatch, 'stations' | 'removed' | 'transactions' | 'heardAt'>;

/**
 * Brings a list of stations up to date. A station's own event comes when its state changes; the energy of a transaction
 * grows with the transaction's events only, which are folded into the station here.
 */
export function applyToFleet(
  stations: readonly StationView[],
  news: StationNews,
): readonly StationView[] {
  const merged = mergeStations(stations, news.stations);
  const there = news.removed.size === 0 ? merged : merged.filter(({ id }) => !news.removed.has(id));
  return news.heardAt.size === 0 ? there : there.map((station) => fold(station, news));
}

/** The same for one station; stations it does not know are no business of it. */
export function applyToStation(station: StationView, news: StationNews): StationView {
  return fold(news.stations.get(station.id) ?? station, news);
}

function fold(station: StationView, { transactions, heardAt }: StationNews): StationView {
  const lastHeardAt = heardAt.get(station.id);
  return lastHeardAt === undefined ? station : withTransactions(station, transactions, lastHeardAt);
}

function withTransactions(
  station: StationView,
  transactions: ReadonlyMap<number, TransactionView>,
  heardAt: Timestamp,
): StationView {
  let { powerW } = station;
  const evses = station.evses.map((evse): EvseView => {
    const { activeTransaction: known, ...idle } = evse;
    const changed = known && transactions.get(known.id);
    if (known === undefined || changed === undefined) return evse;
    // Both may be in one batch; the transaction with more events is the newer one.
    if (changed.eventCount < known.eventCount) return evse;
    powerW += (changed.powerW ?? 0) - (known.powerW ?? 0);
    return changed.endedAt === undefined ? { ...idle, activeTransaction: changed } : idle;
  });
  const lastMessageAt = later(station.lastMessageAt, heardAt);
  return { ...station, evses, powerW, lastMessageAt };
}

function later(a: Timestamp | undefined, b: Timestamp): Timestamp {
  return a !== undefined && Date.parse(a) > Date.parse(b) ? a : b;
}
