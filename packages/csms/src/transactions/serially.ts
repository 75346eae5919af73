import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { Transaction } from './domain.ts';
import { findByKey } from './sql.ts';

/**
 * Works on a transaction between the messages of its station: what is decided then is decided about its latest state.
 * Nothing happens when there is no such transaction.
 *
 * @param work its station is undefined when somebody has removed it
 */
export async function withTransaction<T>(
  core: Core,
  key: number,
  work: (transaction: Transaction, station: Station | undefined) => Promise<T>,
): Promise<T | undefined> {
  const found = await findByKey(core.database, key);
  if (found === undefined) return undefined;
  const station = core.stations.get(found.stationId);
  if (station === undefined) return work(found, undefined);
  return station.serially(async () => {
    const atHand = station.transaction(found.transactionId);
    const current = atHand?.key === key ? atHand : await findByKey(core.database, key);
    return current === undefined ? undefined : work(current, station);
  });
}
