import { selectTokens } from './authorization/sql.ts';
import type { Tokens } from './authorization/tokens.ts';
import type { Core } from './core.ts';
import type { FramePages } from './gateway/frame-pages.ts';
import { stationMeterValues } from './metering/queries.ts';
import { meterValueViews } from './metering/view.ts';
import type { Groups } from './stations/groups.ts';
import { listStations } from './stations/list.ts';
import { isInBooks } from './stations/sql.ts';
import { stationView } from './stations/view.ts';
import { epochMsOf } from './timestamps.ts';
import { ledgerPage } from './transactions/ledger-page.ts';
import { pageOfTransactions } from './transactions/lists.ts';
import { findByKey } from './transactions/sql.ts';
import { eventView, transactionView } from './transactions/view.ts';
import type { Queries } from './views.ts';

export function createQueries(
  core: Core,
  tokens: Tokens,
  groups: Groups,
  frames: FramePages,
): Queries {
  const { database, stations } = core;
  return {
    stations: async (filter, among) => listStations(stations.all(), groups, filter, among),
    hasHeardOf: async (stationId) =>
      stations.get(stationId) !== undefined || isInBooks(database, stationId),
    async station(stationId) {
      const station = stations.get(stationId);
      return station === undefined ? undefined : stationView(station);
    },
    frames: (stationId, page) => frames.ofStation(stationId, page),
    transactions: (filter) => pageOfTransactions(database, filter),
    async transaction(id) {
      const transaction = await findByKey(database, id);
      return transaction === undefined ? undefined : transactionView(transaction);
    },
    async transactionEvents(id, page) {
      const { items, ...next } = await ledgerPage(database, id, page);
      return { items: items.map(eventView), ...next };
    },
    async transactionMeterValues(id, page) {
      const { items, ...next } = await ledgerPage(database, id, page);
      const meterValues = items.flatMap(({ event }) => event.meterValue ?? []);
      return { items: meterValues.flatMap(meterValueViews), ...next };
    },
    meterValues: (stationId, { evseId, from, to, limit }) =>
      stationMeterValues(database, {
        stationId,
        limit,
        ...(evseId === undefined ? {} : { evseId }),
        ...(from === undefined ? {} : { fromMs: epochMsOf(from) }),
        ...(to === undefined ? {} : { toMs: epochMsOf(to) }),
      }),
    tokens: (filter) => selectTokens(database, filter),
    token: (idToken, type) => tokens.find(idToken, type),
  };
}
