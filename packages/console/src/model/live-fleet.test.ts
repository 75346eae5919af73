import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StationView, TransactionView } from '@northbound/csms/views';
import { ago, makeCharging, makeStation, makeTransaction } from '../testing/views.ts';
import { applyToFleet, applyToStation, mergeStations } from './live-fleet.ts';

const free = makeStation('CS-1');
const transaction = makeTransaction(1, 'CS-2', { powerW: 11_000, energyWh: 3500, eventCount: 4 });
const charging = makeCharging(makeStation('CS-2', { lastMessageAt: ago(60) }), transaction);
const faulted = makeStation('CS-10');
const fleet = [free, charging, faulted];

test('changed views take their places, new stations theirs, the others stay as they are', () => {
  const changed = makeStation('CS-2');
  const added = makeStation('CS-3');
  const merged = mergeStations(
    fleet,
    new Map([
      ['CS-3', added],
      ['CS-2', changed],
    ]),
  );
  assert.deepEqual(merged, [free, changed, added, faulted]);
  assert.equal(merged[0], free);
  assert.equal(mergeStations(fleet, new Map()), fleet);
});

function apply(changed: TransactionView, station?: StationView): StationView | undefined {
  const batch = {
    stations: new Map(station === undefined ? [] : [[station.id, station]]),
    removed: new Set<string>(),
    transactions: new Map([[changed.id, changed]]),
    heardAt: new Map([[changed.stationId, ago(1)]]),
  };
  const [first, second, third] = applyToFleet(fleet, batch);
  assert.equal(first, free);
  assert.equal(third, faulted);
  assert.deepEqual(applyToStation(charging, batch), second);
  assert.equal(applyToStation(faulted, batch), faulted);
  return second;
}

test("a transaction's event moves its station's energy, power and last message", () => {
  const grown = { ...transaction, powerW: 9000, energyWh: 3600, eventCount: 5 };
  const station = apply(grown);
  assert.equal(station?.evses[0]?.activeTransaction, grown);
  assert.equal(station?.powerW, 9000);
  assert.equal(station?.lastMessageAt, ago(1));
});

test('one that has ended frees the EVSE', () => {
  const { powerW: _, ...rest } = transaction;
  const station = apply({ ...rest, endedAt: ago(1), eventCount: 5 });
  assert.equal(station?.evses[0]?.activeTransaction, undefined);
  assert.equal(station?.powerW, 0);
});

test("a transaction that is older than the station's own view, or not there, changes nothing but the age", () => {
  const newer = makeCharging(charging, { ...transaction, powerW: 7000, eventCount: 9 });
  assert.equal(apply(transaction, newer)?.powerW, 7000);
  const other = apply(makeTransaction(99, 'CS-2', { eventCount: 50 }));
  assert.equal(other?.evses[0]?.activeTransaction, transaction);
});

test('a station that was removed leaves the list', () => {
  const removed = new Set(['CS-2']);
  const news = { stations: new Map(), removed, transactions: new Map(), heardAt: new Map() };
  assert.deepEqual(applyToFleet(fleet, news), [free, faulted]);
});
