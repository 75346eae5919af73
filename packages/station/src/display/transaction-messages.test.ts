import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { listOf } from '../testing/monitoring.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const UNKNOWN = 'Unknown';

async function charging(version: '2.0.1' | '2.1'): Promise<VirtualBench> {
  const bench = new VirtualBench(version);
  await bench.begin();
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  return bench;
}

/** Sets a message of the transaction under way. */
async function put(bench: VirtualBench, id: number, more: object): Promise<unknown> {
  const transactionId = bench.station.state().evses[0]?.transactionId;
  const message = {
    id,
    priority: 'NormalCycle',
    message: { format: 'UTF8', language: 'en', content: `message ${id}` },
    transactionId,
    ...more,
  };
  return Object(await bench.ask('SetDisplayMessage', { message })).status;
}

async function get(bench: VirtualBench, ...id: number[]): Promise<unknown> {
  const before = bench.got('NotifyDisplayMessages').length;
  const answer = await bench.ask('GetDisplayMessages', { requestId: 1, id });
  if (Object(answer).status !== 'Accepted') return Object(answer).status;
  await bench.pass(1_000);
  return bench
    .got('NotifyDisplayMessages')
    .slice(before)
    .flatMap((page) => listOf(page, 'messageInfo'))
    .map((message) => message.id);
}

const shown = ({ station }: VirtualBench) => station.state().display.message?.id;

const inMs = ({ clock }: VirtualBench, ms: number) => new Date(clock.epochMs() + ms).toISOString();

/** What stands there in a minute. */
async function seenInAMinute(bench: VirtualBench): Promise<unknown[]> {
  const seen = new Set<unknown>();
  for (let second = 0; second < 60; second++) {
    seen.add(shown(bench));
    await bench.pass(1_000);
  }
  return [...seen].sort();
}

async function leave(bench: VirtualBench): Promise<void> {
  bench.station.swipe(CARD, 1);
  bench.station.plugOut(1);
  await bench.pass(2_000);
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_O_27_CS: a transaction's message from its start on, and gone with the transaction`, async () => {
    const bench = await charging(version);
    assert.equal(await put(bench, 1, { startDateTime: inMs(bench, 60_000) }), 'Accepted');
    await bench.pass(58_000);
    assert.equal(shown(bench), undefined);
    await bench.pass(3_000);
    assert.equal(shown(bench), 1);
    await leave(bench);
    assert.equal(shown(bench), undefined);
    assert.equal(await get(bench, 1), UNKNOWN);
    await bench.end();
  });

  test(`${version} TC_O_28_CS: a transaction's message until its end`, async () => {
    const bench = await charging(version);
    assert.equal(await put(bench, 1, { endDateTime: inMs(bench, 60_000) }), 'Accepted');
    assert.equal(shown(bench), 1);
    await bench.pass(61_000);
    assert.equal(shown(bench), undefined);
    assert.equal(await get(bench, 1), UNKNOWN);
    await bench.end();
  });

  test(`${version} TC_O_30_CS: several in front take turns`, async () => {
    const bench = await charging(version);
    for (const id of [1, 2])
      assert.equal(await put(bench, id, { priority: 'InFront' }), 'Accepted');
    assert.deepEqual(await seenInAMinute(bench), [1, 2]);
    assert.deepEqual([await get(bench, 1), await get(bench, 2)], [[1], [2]]);
    await leave(bench);
    assert.deepEqual([await get(bench, 1), await get(bench, 2)], [UNKNOWN, UNKNOWN]);
    await bench.end();
  });

  test(`${version} TC_O_32_CS: a second one that is always in front takes the place of the first`, async () => {
    const bench = await charging(version);
    for (const id of [1, 2]) {
      assert.equal(await put(bench, id, { priority: 'AlwaysFront' }), 'Accepted');
    }
    assert.deepEqual(await seenInAMinute(bench), [2]);
    assert.deepEqual([await get(bench, 1), await get(bench, 2)], [UNKNOWN, [2]]);
    await leave(bench);
    assert.equal(await get(bench, 2), UNKNOWN);
    await bench.end();
  });

  test(`${version} TC_O_33_CS: a message that nobody has set`, async () => {
    const bench = await charging(version);
    assert.equal(await get(bench, 5), UNKNOWN);
    await bench.end();
  });
}

test('2.0.1 TC_O_15_CS: in the language of the driver', async () => {
  const bench = new VirtualBench('2.0.1');
  bench.answers.set('Authorize', () => ({
    idTokenInfo: { status: 'Accepted', language1: 'nl' },
  }));
  await bench.begin();
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  const message = { format: 'UTF8', language: 'nl', content: 'Goede reis' };
  assert.equal(await put(bench, 1, { message }), 'Accepted');
  assert.equal(bench.station.state().display.message?.content, 'Goede reis');
  await bench.end();
});
