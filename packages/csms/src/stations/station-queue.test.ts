import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { StationQueue } from './station-queue.ts';

/** Work that ends when it is told to, and notes how much of it is done at once. */
function bench() {
  const ends: { readonly stationId: string; readonly end: () => void }[] = [];
  const begun: string[] = [];
  const failures: unknown[] = [];
  const queue = new StationQueue(
    async (stationId) => {
      assert.ok(!ends.some((each) => each.stationId === stationId), `${stationId} runs already`);
      begun.push(stationId);
      const ended = Promise.withResolvers<void>();
      ends.push({ stationId, end: ended.resolve });
      await ended.promise;
    },
    (error) => failures.push(error),
  );
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return {
    queue,
    begun,
    failures,
    running: () => ends.length,
    settled,
    async endOne(index = 0) {
      ends.splice(index % Math.max(ends.length, 1), 1)[0]?.end();
      await settled();
    },
  };
}

test('all who want it now while it runs share the run that comes next', async () => {
  const { queue, begun, failures, endOne } = bench();
  let done = 0;
  const ask = () => void queue.now('A').then(() => (done += 1));
  ask();
  ask();
  ask();
  queue.add('A');
  assert.deepEqual(begun, ['A']);
  await endOne();
  assert.deepEqual([begun, done], [['A', 'A'], 1]);
  await endOne();
  assert.deepEqual([begun, done, failures], [['A', 'A'], 3, []], 'what waited is done, too');
});

test('each station is worked on once at a time, and again after whatever was asked last', async () => {
  const step = fc.record({
    kind: fc.constantFrom('add', 'now', 'end'),
    station: fc.integer({ min: 0, max: 11 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { queue, begun, failures, running, settled, endOne } = bench();
      const asked = new Map<string, number>();
      const answers: Promise<void>[] = [];
      for (const { kind, station } of steps) {
        const stationId = `CS-${station}`;
        if (kind !== 'end') asked.set(stationId, begun.length);
        if (kind === 'add') queue.add(stationId);
        else if (kind === 'now') answers.push(queue.now(stationId));
        else await endOne(station);
      }
      await settled();
      while (running() > 0) await endOne();
      await Promise.all(answers);
      for (const [stationId, from] of asked) assert.ok(begun.slice(from).includes(stationId));
      assert.deepEqual(failures, []);
      await queue.close();
    }),
    runs(50),
  );
});

test('a closed queue begins nothing more', async () => {
  const { queue, begun, endOne } = bench();
  const first = queue.now('A');
  const second = queue.now('A');
  queue.add('B');
  const closed = queue.close();
  queue.add('C');
  await endOne();
  await endOne();
  await Promise.all([first, closed]);
  await second;
  await queue.now('A');
  assert.deepEqual(begun, ['A', 'B']);
});
