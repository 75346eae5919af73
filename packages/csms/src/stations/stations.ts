import { loadConnectors } from '../availability/sql.ts';
import { CommandError } from '../command-error.ts';
import type { Database } from '../store/database.ts';
import { loadActiveTransactions } from '../transactions/sql.ts';
import { loadStations } from './sql.ts';
import { Station, type StationRecord } from './station.ts';

/** Every station that this CSMS knows. */
export interface Stations {
  get(id: string): Station | undefined;
  /** @throws CommandError `unknownStation` */
  known(id: string): Station;
  /** A station that has just been stored. */
  add(record: StationRecord): Station;
  remove(id: string): void;
  /** Ordered by id. */
  all(): readonly Station[];
}

/** Loads the stations with their connectors and the transactions under way: what answering messages needs. */
export async function loadStationRegistry(database: Database): Promise<Stations> {
  const stations = new Map<string, Station>();
  for (const station of await loadStations(database)) stations.set(station.id, station);
  for (const [stationId, connector] of await loadConnectors(database)) {
    stations.get(stationId)?.keepConnector(connector);
  }
  for (const transaction of await loadActiveTransactions(database)) {
    stations.get(transaction.stationId)?.keepTransaction(transaction);
  }
  let sorted: readonly Station[] | undefined;
  return {
    get: (id) => stations.get(id),
    known(id) {
      const station = stations.get(id);
      if (station !== undefined) return station;
      throw new CommandError('unknownStation', `There is no station "${id}".`);
    },
    add(record) {
      const known = stations.get(record.id);
      if (known !== undefined) return known;
      const station = new Station(record);
      stations.set(record.id, station);
      sorted = undefined;
      return station;
    },
    remove(id) {
      stations.delete(id);
      sorted = undefined;
    },
    all() {
      sorted ??= [...stations.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
      return sorted;
    },
  };
}
