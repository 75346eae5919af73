import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StationView } from '@northbound/csms/views';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import type { EventBatch } from '../model/event-batch.ts';
import { makeStation } from '../testing/views.ts';
import { cacheKeys, createLiveViews, KEPT_FRESH_MS } from './live-views.ts';

const READ_AT_MS = 1000;

function batchOf(station: StationView): EventBatch {
  return {
    stations: new Map([[station.id, station]]),
    removed: new Set(),
    transactions: new Map(),
    heardAt: new Map(),
    meterValues: [],
    frames: [],
    changedLists: new Set(),
  };
}

function setUp() {
  const cache = new QueryClient();
  const live = createLiveViews(cache);
  const stations = [makeStation('A', { powerW: 1 }), makeStation('B', { powerW: 1 })];
  cache.setQueryData(cacheKeys.stations, stations, { updatedAt: READ_AT_MS });
  const powers = () =>
    cache.getQueryData<readonly StationView[]>(cacheKeys.stations)?.map(({ powerW }) => powerW);
  return { cache, live, powers };
}

test('events keep what was read up to date, and make it no younger', () => {
  const { cache, live, powers } = setUp();
  live.take(batchOf(makeStation('A', { powerW: 2 })));
  assert.deepEqual(powers(), [2, 1]);
  assert.equal(cache.getQueryState(cacheKeys.stations)?.dataUpdatedAt, READ_AT_MS);
});

test('after a gap what nobody shows is forgotten, and no event brings it back', () => {
  const { live, powers } = setUp();
  live.forget();
  live.take(batchOf(makeStation('A', { powerW: 2 })));
  assert.equal(powers(), undefined);
});

test('after a gap what is shown is read again, even when an event comes before the answer', async () => {
  const { cache, live, powers } = setUp();
  const answer = Promise.withResolvers<readonly StationView[]>();
  const observer = new QueryObserver(cache, {
    queryKey: cacheKeys.stations,
    staleTime: KEPT_FRESH_MS,
    retry: false,
    refetchOnMount: false,
    queryFn: () => answer.promise,
  });
  const end = observer.subscribe(() => {});
  live.forget();
  live.take(batchOf(makeStation('A', { powerW: 2 })));
  assert.deepEqual(powers(), [2, 1]);
  answer.reject(new TypeError('nobody answers'));
  await answer.promise.catch(() => undefined);
  assert.equal(cache.getQueryState(cacheKeys.stations)?.isInvalidated, true);
  end();
  cache.clear();
});
