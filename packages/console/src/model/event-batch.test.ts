import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeFrame, makeStation, makeTransaction } from '../testing/views.ts';
import { createEventBatcher, type EventBatch } from './event-batch.ts';

function collect() {
  const scheduled: (() => void)[] = [];
  const batches: EventBatch[] = [];
  const take = createEventBatcher(
    (flush) => scheduled.push(flush),
    (batch) => batches.push(batch),
  );
  return { take, scheduled, batches };
}

test('events between two drawings are one batch with the newest view of each thing', () => {
  const { take, scheduled, batches } = collect();
  const at = '';
  take({ type: 'station', at, stationId: 'A', station: makeStation('A', { powerW: 1 }) });
  take({ type: 'station', at, stationId: 'A', station: makeStation('A', { powerW: 2 }) });
  take({ type: 'transaction', at, stationId: 'A', transaction: makeTransaction(1, 'A') });
  take({ type: 'meterValues', at, stationId: 'A', values: [] });
  take({ type: 'frame', at, stationId: 'A', frame: makeFrame(1, 'A') });
  assert.equal(scheduled.length, 1);
  scheduled[0]?.();
  const [batch] = batches;
  assert.equal(batch?.stations.get('A')?.powerW, 2);
  assert.deepEqual(
    [
      batch?.stations.size,
      batch?.transactions.size,
      batch?.meterValues.length,
      batch?.frames.length,
    ],
    [1, 1, 1, 1],
  );
  take({ type: 'frame', at, stationId: 'A', frame: makeFrame(2, 'A') });
  assert.equal(scheduled.length, 2);
  scheduled[1]?.();
  assert.equal(batches[1]?.stations.size, 0);
});

test('of a removed station nothing is left, unless it came back', () => {
  const { take, scheduled, batches } = collect();
  const at = '';
  for (const stationId of ['A', 'B']) {
    take({ type: 'station', at, stationId, station: makeStation(stationId) });
    take({ type: 'stationRemoved', at, stationId });
  }
  take({ type: 'station', at, stationId: 'B', station: makeStation('B') });
  scheduled[0]?.();
  const [batch] = batches;
  assert.deepEqual([...(batch?.stations.keys() ?? [])], ['B']);
  assert.deepEqual([...(batch?.removed ?? [])], ['A']);
});

test('a page that is not drawn keeps the newest frames only', () => {
  const { take, scheduled, batches } = collect();
  for (let id = 1; id <= 10_000; id += 1) {
    take({ type: 'frame', at: '', stationId: 'A', frame: makeFrame(id, 'A') });
  }
  scheduled[0]?.();
  const frames = batches[0]?.frames ?? [];
  assert.ok(frames.length <= 2000);
  assert.equal(frames.at(-1)?.id, 10_000);
});

test('of other things the batch says which lists they are in, once', () => {
  const { take, scheduled, batches } = collect();
  const reservation = {
    id: 1,
    stationId: 'A',
    idToken: 'T',
    idTokenType: 'Central',
    expiresAt: '',
    state: 'Active',
    createdAt: '',
    changedAt: '',
  } as const;
  take({ type: 'reservation', at: '', stationId: 'A', reservation });
  take({ type: 'reservation', at: '', stationId: 'A', reservation });
  assert.equal(scheduled.length, 1);
  scheduled[0]?.();
  assert.deepEqual([...(batches[0]?.changedLists ?? [])], ['reservations']);
});
