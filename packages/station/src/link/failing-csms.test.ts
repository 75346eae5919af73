import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listOf } from '../testing/monitoring.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/** A station whose boot is a security event, and a fault an event; the CSMS fails at both. */
async function failing(): Promise<VirtualBench> {
  const bench = new VirtualBench('2.1');
  for (const action of ['SecurityEventNotification', 'NotifyEvent']) {
    bench.answers.set(action, () => 'error');
  }
  await bench.begin();
  bench.station.fault(1, 'GroundFailure');
  await bench.pass(5_000);
  return bench;
}

const sent = ({ network }: VirtualBench, action: string) =>
  network.received.filter((message) => message.action === action);

/** How often the CSMS got the fault, and what else the storage told of. */
const codes = (bench: VirtualBench) =>
  bench
    .got('NotifyEvent')
    .flatMap((page) => listOf(page, 'eventData'))
    .flatMap(({ techCode = [] }) => techCode);

test('A04.FR.02, N07.FR.04: what a CSMS failed at is told again when it works', async () => {
  const bench = await failing();
  bench.answers.clear();
  await bench.pass(600_000);
  const events = sent(bench, 'SecurityEventNotification');
  assert.equal(events.length, 2);
  assert.equal(events[1]?.id, events[0]?.id);
  assert.deepEqual(codes(bench), ['GroundFailure', 'GroundFailure']);
  assert.deepEqual(bench.station.deadLetters(), []);
  await bench.end();
});

test('what a CSMS fails at three times is kept, keeps nothing else waiting, and can be sent again', async () => {
  const bench = await failing();
  await bench.pass(3_600_000);
  assert.equal(sent(bench, 'SecurityEventNotification').length, 3);
  assert.equal(codes(bench).filter((code) => code === 'GroundFailure').length, 3);
  const letters = bench.station.deadLetters();
  const actions = letters.map(({ message }) => 'action' in message && message.action);
  // The parked security event is told by an event of its own; that of an event is not.
  assert.deepEqual(actions.toSorted(), ['NotifyEvent', 'NotifyEvent', 'SecurityEventNotification']);
  bench.answers.clear();
  for (const { id } of letters) assert.equal(bench.station.resend(id), true);
  await bench.pass(10_000);
  assert.equal(sent(bench, 'SecurityEventNotification').length, 4);
  assert.equal(codes(bench).filter((code) => code === 'GroundFailure').length, 4);
  assert.deepEqual(bench.station.deadLetters(), []);
  await bench.end();
});
