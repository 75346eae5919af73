import { type Client, everyPage } from '@northbound/client';
import type { MeterValueView, Page, StationView, TransactionView } from '@northbound/csms/views';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useConsole } from '../app/console-context.ts';
import { sortStations } from '../model/fleet.ts';
import { mergeStations } from '../model/live-fleet.ts';
import {
  type ListedTransactions,
  type ListFilter,
  takeChanges,
} from '../model/transaction-list.ts';
import { collect } from './collect.ts';
import { cacheKeys, KEPT_FRESH_MS } from './live-views.ts';

const STATIONS_A_PAGE = 500;
const TRANSACTIONS_A_PAGE = 50;
/** In a large fleet transactions begin all the time; their list is read again no oftener than this. */
const LEAST_BETWEEN_READS_MS = 1000;

/** The whole fleet, sorted by id, kept up to date by the event stream. */
export function useStations() {
  const { client, live } = useConsole();
  return useQuery({
    queryKey: cacheKeys.stations,
    staleTime: KEPT_FRESH_MS,
    queryFn: () => live.stations.during(() => readAllStations(client), mergeStations),
  });
}

async function readAllStations(client: Client): Promise<readonly StationView[]> {
  const pages = everyPage((page) => client.listStations({ limit: STATIONS_A_PAGE, ...page }));
  return sortStations(await collect(pages));
}

export function useStation(stationId: string) {
  const { client, live } = useConsole();
  return useQuery({
    queryKey: cacheKeys.station(stationId),
    staleTime: KEPT_FRESH_MS,
    queryFn: () =>
      live.stations.during(
        () => client.getStation({ id: stationId }),
        (station, newer) => newer.get(stationId) ?? station,
      ),
  });
}

export function useTransaction(id: number) {
  const { client, live } = useConsole();
  return useQuery({
    queryKey: cacheKeys.transaction(id),
    staleTime: KEPT_FRESH_MS,
    queryFn: () =>
      live.transactions.during(
        () => client.getTransaction({ id }),
        (transaction, newer) => newer.get(id) ?? transaction,
      ),
  });
}

/** Transactions by page, newest first; the event stream changes them in place and has a gained one read. */
export function useTransactionList(filter: ListFilter) {
  const { client, live } = useConsole();
  const cache = useQueryClient();
  const queryKey = [...cacheKeys.transactions, filter];
  const list = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined,
    getNextPageParam: (page: Page<TransactionView>): string | undefined => page.nextCursor,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      client.listTransactions({
        ...filter,
        limit: TRANSACTIONS_A_PAGE,
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      }),
  });

  const takeTransactions = useEffectEvent((changed: ReadonlyMap<number, TransactionView>) => {
    const known = cache.getQueryData<ListedTransactions>(queryKey);
    if (known === undefined) return;
    const { list: next, mustReadAgain } = takeChanges(known, changed, filter);
    if (next !== known) cache.setQueryData<ListedTransactions>(queryKey, next);
    if (mustReadAgain) rereading.current ??= setTimeout(readAgain, LEAST_BETWEEN_READS_MS);
  });
  const rereading = useRef<ReturnType<typeof setTimeout>>(undefined);
  function readAgain(): void {
    rereading.current = undefined;
    void cache.invalidateQueries({ queryKey, exact: true });
  }
  useEffect(() => {
    const unsubscribe = live.subscribe((batch) => takeTransactions(batch.transactions));
    return () => {
      unsubscribe();
      clearTimeout(rereading.current);
      rereading.current = undefined;
    };
  }, [live]);
  return list;
}

const TOKENS_A_PAGE = 200;

/** All tokens. */
export function useTokens() {
  const { client } = useConsole();
  return useQuery({
    queryKey: cacheKeys.tokens,
    queryFn: () =>
      collect(everyPage((page) => client.listTokens({ limit: TOKENS_A_PAGE, ...page }))),
  });
}

/** What a curve is drawn of at most: more points than a screen has. */
const MOST_METER_VALUES = 50_000;
const METER_VALUES_A_PAGE = 1000;

export function readMeterValues(client: Client, id: number): Promise<readonly MeterValueView[]> {
  const pages = everyPage((page) =>
    client.listTransactionMeterValues({ id, limit: METER_VALUES_A_PAGE, ...page }),
  );
  return collect(pages, MOST_METER_VALUES);
}
