import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MemoryFlash } from '../../nvm/flash/memory-flash.ts';
import { flashStorage } from '../../nvm/flash-storage.ts';
import { TINY, TINY_SIZES } from '../../nvm/testing/flashes.ts';
import { CARD } from '../../testing/bench.ts';
import { VirtualBench } from '../../testing/virtual-bench.ts';

type Fields = Record<string, unknown>;

/** Charges in 1.6 at a CSMS that refuses some messages, all of them given up at once. */
async function charging(refused: readonly string[], updatedIntervalS = 60) {
  const flash = new MemoryFlash({ ...TINY, sectorCount: 96 });
  const storage = flashStorage(flash, { sizes: { ...TINY_SIZES, deadLetterBytes: 4096 } });
  const variables = {
    'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '1',
    'SampledDataCtrlr.TxUpdatedInterval': String(updatedIntervalS),
  };
  const at = new VirtualBench('1.6', { variables, ports: { storage } });
  for (const action of refused) at.answers.set(action, () => 'error');
  await at.begin();
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  await at.pass(150_000);
  return at;
}

/** Everything works again, and all letters are sent again. */
async function resent(at: VirtualBench): Promise<void> {
  at.answers.clear();
  for (const { id } of at.station.deadLetters()) assert.ok(at.station.resend(id));
  await at.pass(10_000);
  assert.deepEqual(at.station.deadLetters(), []);
  assert.equal(at.station.state().queuedEvents, 0);
}

/** What was said of transactions after everything worked again. */
function saidSince(at: VirtualBench, counts: ReadonlyMap<string, number>): Fields[] {
  return [...counts].flatMap(([action, count]) => at.got(action).slice(count));
}

function remembered({ storage }: VirtualBench): readonly string[] {
  return storage.values.keys('ocpp16:transaction:');
}

const ACTIONS = ['StartTransaction', 'MeterValues', 'StopTransaction'] as const;

for (const power of ['stays', 'goes']) {
  test(`1.6: a StopTransaction that was given up ends its transaction; the power ${power}`, async () => {
    const at = await charging(['StopTransaction']);
    at.station.plugOut(1);
    await at.pass(10_000);
    const [one] = at.office.booked.values();
    assert.deepEqual([one?.ended, at.station.deadLetters().length], [false, 1]);
    if (power === 'goes') await at.cutPower(60_000);
    const { registerWh } = at.hardware.readMeter(1);
    await resent(at);
    assert.deepEqual([one?.ended, one?.endWh], [true, Math.round(registerWh)]);
    assert.deepEqual(remembered(at), []);
    await at.end();
  });

  test(`1.6: a whole transaction that was given up is told under one number; the power ${power}`, async () => {
    const at = await charging(ACTIONS);
    at.station.plugOut(1);
    await at.pass(10_000);
    assert.ok(at.station.deadLetters().length >= 4);
    if (power === 'goes') await at.cutPower(60_000);
    const counts = new Map(ACTIONS.map((action) => [action, at.got(action).length]));
    await resent(at);
    const [one, ...others] = at.office.booked.values();
    assert.deepEqual([others.length, one?.ended, one?.beginWh], [0, true, 1_000]);
    const said = saidSince(at, counts);
    assert.ok(said.length >= 4);
    for (const { idTag, transactionId } of said) {
      assert.ok(transactionId === one?.transactionId || (idTag !== undefined && !transactionId));
    }
    const contents = new Map<string, Fields>();
    for (const { id, payload } of at.network.received) {
      assert.deepEqual(payload, contents.get(id) ?? payload, 'one id, one content');
      contents.set(id, payload);
    }
    assert.deepEqual(remembered(at), []);
    await at.end();
  });
}

test('1.6: what is sent again in the middle of a transaction gives a number to what follows', async () => {
  const at = await charging(['StartTransaction'], 0);
  assert.equal(at.office.booked.size, 0);
  await resent(at);
  at.station.plugOut(1);
  await at.pass(10_000);
  const [one] = at.office.booked.values();
  assert.deepEqual([one?.ended, one?.beginWh], [true, 1_000]);
  assert.deepEqual(remembered(at), []);
  await at.end();
});
