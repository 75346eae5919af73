import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StationEvent } from '@northbound/station';
import { ReservationWatch } from './reservation-watch.ts';

const machine = (change: {
  clockIsRight?: boolean;
  isRotten?: boolean;
  transactionId?: string;
}) => {
  const { clockIsRight = true, isRotten = false, transactionId } = change;
  const evse = transactionId === undefined ? {} : { transactionId };
  const station = { state: () => ({ evses: [evse, evse] }) };
  return { identity: 'CS-1', clockIsRight, isRotten, station };
};

const authorized = (idToken: string, evseId = 2): StationEvent => ({
  ...{ at: '', type: 'authorization', evseId, result: 'authorized' },
  idToken: { idToken, type: 'ISO14443' },
});

const connector = (availabilityState: 'Faulted' | 'Reserved'): StationEvent => ({
  ...{ at: '', type: 'connector', evseId: 2, connectorId: 1, availabilityState },
});

const MIN = 60_000;

test('authorization: an EVSE that is reserved is for its token and the group of it', () => {
  const rules = (
    events: readonly StationEvent[],
    change: Parameters<typeof machine>[0] = {},
    atMs = 1 * MIN,
  ) => {
    const watch = new ReservationWatch();
    const reserved = { id: 7, tokens: ['A', 'B'], untilMs: 25 * MIN };
    watch.accepted(machine({}), 2, reserved);
    for (const event of events) watch.told(machine(change), event, atMs);
    return watch.violations.map(({ rule }) => rule);
  };
  assert.deepEqual(rules([connector('Reserved'), authorized('X')]), ['authorization']);
  assert.deepEqual(rules([authorized('B')]), []);
  assert.deepEqual(rules([authorized('A'), authorized('X')]), []);
  assert.deepEqual(rules([authorized('X', 1)]), []);
  assert.deepEqual(rules([connector('Faulted'), authorized('X')]), []);
  assert.deepEqual(rules([authorized('X')], { transactionId: 'T' }), []);
  assert.deepEqual(rules([authorized('X')], { clockIsRight: false }), []);
  assert.deepEqual(rules([authorized('X')], { isRotten: true }), []);
  assert.deepEqual(rules([authorized('X')], {}, 26 * MIN), []);
  const cancelled = new ReservationWatch();
  cancelled.accepted(machine({}), 2, { id: 7, tokens: ['A'], untilMs: MIN });
  cancelled.cancelled(7);
  cancelled.told(machine({}), authorized('X'), 0);
  assert.deepEqual(cancelled.violations, []);
});
