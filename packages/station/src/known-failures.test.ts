/** What stations in the field are known to get wrong, each as a test that such a station would fail. */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { memoryStorage } from './nvm/memory.ts';
import { CARD } from './testing/bench.ts';
import { VirtualBench } from './testing/virtual-bench.ts';

const V2 = ['2.0.1', '2.1'] as const;

async function charge(bench: VirtualBench): Promise<void> {
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
}

async function leave(bench: VirtualBench): Promise<void> {
  bench.station.swipe(CARD, 1);
  bench.station.plugOut(1);
  await bench.pass(5_000);
}

/** The register that a CSMS bills: where the transaction ended. */
function billedWh(bench: VirtualBench): (number | undefined)[] {
  return [...bench.office.booked.values()].map(({ endWh }) => endWh);
}

for (const version of VERSIONS) {
  test(`${version}: the end tells the register of the end, not of the last sample`, async () => {
    const bench = new VirtualBench(version, {
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '60' },
    });
    await bench.begin();
    await charge(bench);
    await bench.pass(4_237_000);
    bench.station.swipe(CARD, 1);
    const { registerWh } = bench.hardware.readMeter(1);
    await bench.pass(5_000);
    const [endWh = 0] = billedWh(bench);
    assert.ok(Math.abs(endWh - registerWh) < 0.51, `${endWh} for ${registerWh}`);
    await bench.end();
  });

  test(`${version}: the end that a power cut makes tells the register of the cut`, async () => {
    const bench = new VirtualBench(version, {
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '900' },
    });
    await bench.begin();
    await charge(bench);
    await bench.pass(731_000);
    await bench.cutPower(3_600_000);
    const { registerWh } = bench.hardware.readMeter(1);
    const [endWh = 0] = billedWh(bench);
    assert.ok(Math.abs(endWh - registerWh) < 0.51, `${endWh} for ${registerWh}`);
    await bench.end();
  });

  test(`${version}: no message id is used for two messages, over reboots and reconnects`, async () => {
    const bench = new VirtualBench(version, { ports: { storage: memoryStorage() } });
    await bench.begin();
    for (let boot = 0; boot < 4; boot++) {
      await charge(bench);
      bench.network.up = false;
      await bench.pass(70_000);
      bench.network.up = true;
      await bench.pass(10_000);
      await leave(bench);
      await bench.cutPower(1_000);
    }
    const byId = new Map<string, object>();
    for (const { id, ...message } of bench.network.received) {
      assert.deepEqual(message, byId.get(id) ?? message, `${id} is another message now`);
      byId.set(id, message);
    }
    assert.ok(byId.size > 30, `${byId.size} messages`);
    await bench.end();
  });

  test(`${version}: a question that nobody answers keeps nobody from asking the station`, async () => {
    const bench = new VirtualBench(version);
    bench.answers.set('Authorize', () => 'silence');
    await bench.begin();
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.pass(1_000);
    assert.equal(bench.got('Authorize').length, 1);
    const ids = [1, 2, 3].map(() => bench.command('ClearCache', {}));
    await bench.pass(100);
    for (const id of ids) assert.deepEqual(bench.network.answers.get(id)?.[0], 3);
    await bench.end();
  });

  test(`${version}: a link that breaks again and again costs a message no attempt`, async () => {
    const bench = new VirtualBench(version, {
      variables: { 'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '2' },
    });
    const action = version === '1.6' ? 'StartTransaction' : 'TransactionEvent';
    await bench.begin();
    bench.answers.set(action, () => 'silence');
    await charge(bench);
    for (let broken = 0; broken < 10; broken++) {
      bench.network.up = false;
      await bench.pass(1_000);
      bench.network.up = true;
      await bench.pass(5_000);
    }
    assert.equal(bench.got(action).length, 11, 'it is sent on every link');
    bench.answers.delete(action);
    // The last silence was the CSMS's: that one counts.
    await bench.pass(120_000);
    await leave(bench);
    const [booked] = bench.office.booked.values();
    assert.equal(booked?.ended, true);
    assert.equal(booked?.missing, 0);
    await bench.end();
  });

  test(`${version}: whatever cannot be read is answered as the version says`, async () => {
    const bench = new VirtualBench(version);
    await bench.begin();
    for (const [text, id, code] of MALFORMED[version]) {
      bench.network.answers.delete(id);
      bench.network.say(text);
      await bench.pass(100);
      assert.deepEqual(bench.network.answers.get(id)?.slice(0, 3), [4, id, code], text);
    }
    for (const text of NOTHING_TO_ANSWER) {
      const before = bench.network.answers.size;
      bench.network.say(text);
      await bench.pass(100);
      assert.equal(bench.network.answers.size, before, text);
    }
    const id = bench.command('ClearCache', {});
    await bench.pass(100);
    assert.equal(bench.network.answers.get(id)?.[0], 3, 'and the station goes on');
    await bench.end();
  });
}

/** Answers to what nobody asked, and kinds of messages that may come one day. */
const NOTHING_TO_ANSWER = ['[3,"nobody asked",{}]', '[4,"nobody asked","GenericError","",{}]'];

type Malformed = readonly (readonly [text: string, id: string, code: string])[];

const MALFORMED_2: Malformed = [
  ['{', '-1', 'RpcFrameworkError'],
  ['[]', '-1', 'RpcFrameworkError'],
  ['[2,"a","NoSuchAction",{}]', 'a', 'NotImplemented'],
  ['[2,"b","Reset",{}]', 'b', 'OccurrenceConstraintViolation'],
  ['[2,"c","Reset",{"type":5}]', 'c', 'TypeConstraintViolation'],
  ['[2,"d","Reset",{"type":"Sometimes"}]', 'd', 'PropertyConstraintViolation'],
  ['[2,"e","BootNotification",{}]', 'e', 'NotSupported'],
];

const MALFORMED: Readonly<Record<Version, Malformed>> = {
  '1.6': [
    ['[2,"a","NoSuchAction",{}]', 'a', 'NotImplemented'],
    ['[2,"b","Reset",{}]', 'b', 'OccurenceConstraintViolation'],
    ['[2,"c","Reset",{"type":5}]', 'c', 'TypeConstraintViolation'],
    ['[2,"d","Reset",{"type":"Sometimes"}]', 'd', 'PropertyConstraintViolation'],
    ['[2,"e","BootNotification",{}]', 'e', 'NotSupported'],
  ],
  '2.0.1': MALFORMED_2,
  '2.1': MALFORMED_2,
};

for (const version of V2) {
  test(`${version}: transaction ids are new for every transaction, also after a power cut`, async () => {
    const bench = new VirtualBench(version, { ports: { storage: memoryStorage() } });
    await bench.begin();
    for (let session = 0; session < 4; session++) {
      await charge(bench);
      if (session % 2 === 1) await bench.cutPower(1_000);
      await leave(bench);
    }
    const ids = bench
      .got('TransactionEvent')
      .filter(({ eventType }) => eventType === 'Started')
      .map(({ transactionInfo }) => Object(transactionInfo).transactionId);
    assert.ok(ids.length >= 4);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.every((id) => typeof id === 'string' && id.length <= 36));
    await bench.end();
  });
}

test('1.6: any number that a CSMS gives is the transaction, over a power cut too', async () => {
  for (const transactionId of [0, -7, 1, 2 ** 31 - 1, -(2 ** 31)]) {
    const bench = new VirtualBench('1.6', {
      ports: { storage: memoryStorage() },
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '60' },
    });
    bench.answers.set('StartTransaction', () => ({
      transactionId,
      idTagInfo: { status: 'Accepted' },
    }));
    bench.answers.set('MeterValues', () => ({}));
    bench.answers.set('StopTransaction', () => ({}));
    await bench.begin();
    await charge(bench);
    await bench.pass(60_000);
    await bench.cutPower(1_000);
    assert.equal(bench.got('MeterValues')[0]?.transactionId, transactionId);
    assert.equal(bench.got('StopTransaction')[0]?.transactionId, transactionId);
    await bench.end();
  }
});

test('1.6: a StartTransaction whose answer is lost is told again under its id, and never twice', async () => {
  const bench = new VirtualBench('1.6', { ports: { storage: memoryStorage() } });
  await bench.begin();
  let isLost = true;
  bench.answers.set('StartTransaction', (payload, id) => {
    const answer = bench.office.process('StartTransaction', payload, id);
    return isLost ? 'silence' : answer;
  });
  await charge(bench);
  await bench.pass(30_000);
  isLost = false;
  await bench.cutPower(1_000);
  const starts = bench.network.received.filter(({ action }) => action === 'StartTransaction');
  assert.equal(starts.length, 2);
  assert.equal(starts[0]?.id, starts[1]?.id);
  const [booked, ...others] = bench.office.booked.values();
  assert.deepEqual([booked?.ended, others.length], [true, 0]);
  await bench.end();
});

test('1.6: a power cut between the answer and its record makes no second start, and no other message of it', async () => {
  const storage = memoryStorage();
  const bench = new VirtualBench('1.6', { ports: { storage } });
  const remove = storage.queue.remove.bind(storage.queue);
  let isCut = false;
  // The power goes before the started event leaves the queue.
  storage.queue.remove = () => {
    if (isCut) return remove();
    isCut = true;
    bench.station.powerCut();
  };
  await bench.begin();
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(1_000);
  assert.equal(isCut, true);
  await bench.station.start();
  await bench.pass(10_000);
  const ids = bench.network.received.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'no id is used again');
  assert.equal(bench.got('StartTransaction').length, 1);
  assert.equal(bench.got('StopTransaction')[0]?.reason, 'PowerLoss');
  await bench.end();
});
