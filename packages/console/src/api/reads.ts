import type { Page, StationView, TokenView, TransactionView } from '@northbound/csms/views';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useConsole } from '../app/console-context.ts';
import { sortStations } from '../model/fleet.ts';
import { mergeStations } from '../model/live-fleet.ts';
import { type ListedTransactions, takeChanges } from '../model/transaction-list.ts';
import type { Api, TransactionQuery } from './client.ts';
import { cacheKeys, KEPT_FRESH_MS } from './live-views.ts';

const STATIONS_A_PAGE = 500;
const TRANSACTIONS_A_PAGE = 50;
/** In a large fleet transactions begin all the time; their list is read again no oftener than this. */
const LEAST_BETWEEN_READS_MS = 1000;

/** The whole fleet, sorted by id, kept up to date by the event stream. */
export function useStations() {
  const { api, live } = useConsole();
  return useQuery({
    queryKey: cacheKeys.stations,
    staleTime: KEPT_FRESH_MS,
    queryFn: () => live.stations.during(() => readAllStations(api), mergeStations),
  });
}

async function readAllStations(api: Api): Promise<readonly StationView[]> {
  return sortStations(await readAllPages((page) => api.stations(page), STATIONS_A_PAGE));
}

async function readAllPages<Item>(
  read: (page: { cursor?: string; limit: number }) => Promise<Page<Item>>,
  limit: number,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Item> = await read({ limit, ...(cursor === undefined ? {} : { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

export function useStation(stationId: string) {
  const { api, live } = useConsole();
  return useQuery({
    queryKey: cacheKeys.station(stationId),
    staleTime: KEPT_FRESH_MS,
    queryFn: () =>
      live.stations.during(
        () => api.station(stationId),
        (station, newer) => newer.get(stationId) ?? station,
      ),
  });
}

export function useTransaction(id: number) {
  const { api, live } = useConsole();
  return useQuery({
    queryKey: cacheKeys.transaction(id),
    staleTime: KEPT_FRESH_MS,
    queryFn: () =>
      live.transactions.during(
        () => api.transaction(id),
        (transaction, newer) => newer.get(id) ?? transaction,
      ),
  });
}

/** Transactions by page, newest first; the event stream changes them in place and has a gained one read. */
export function useTransactionList(filter: Omit<TransactionQuery, 'cursor' | 'limit'>) {
  const { api, live } = useConsole();
  const cache = useQueryClient();
  const queryKey = [...cacheKeys.transactions, filter];
  const list = useInfiniteQuery({
    queryKey,
    initialPageParam: undefined,
    getNextPageParam: (page: Page<TransactionView>): string | undefined => page.nextCursor,
    queryFn: ({ pageParam }: { pageParam: string | undefined }) =>
      api.transactions({
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
  const { api } = useConsole();
  return useQuery({
    queryKey: cacheKeys.tokens,
    queryFn: () =>
      readAllPages((page): Promise<Page<TokenView>> => api.tokens(page), TOKENS_A_PAGE),
  });
}
