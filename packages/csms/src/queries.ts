import { selectTokens, type TokenCursor } from './authorization/sql.ts';
import type { Tokens } from './authorization/tokens.ts';
import { CommandError } from './command-error.ts';
import type { Core } from './core.ts';
import type { FramePages } from './gateway/frame-pages.ts';
import { stationMeterValues } from './metering/queries.ts';
import { meterValueViews } from './metering/view.ts';
import { pageOf } from './paging.ts';
import type { Groups } from './stations/groups.ts';
import { listStations } from './stations/list.ts';
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
    async tokens({ cursor, limit }) {
      const after = cursor === undefined ? undefined : tokenCursorOf(cursor);
      const found = await selectTokens(database, after, limit + 1);
      return pageOf(
        found,
        limit,
        (token) => token,
        ({ idToken, type }) => JSON.stringify([idToken.toLowerCase(), type]),
      );
    },
    token: (idToken, type) => tokens.find(idToken, type),
  };
}

function tokenCursorOf(cursor: string): TokenCursor {
  try {
    const parsed: unknown = JSON.parse(cursor);
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [idKey, type]: unknown[] = parsed;
      if (typeof idKey === 'string' && typeof type === 'string') return { idKey, type };
    }
  } catch {
    // Not JSON: not one of ours, as everything else that ends below.
  }
  throw new CommandError('invalidCursor', 'The cursor is not one of this list.');
}
