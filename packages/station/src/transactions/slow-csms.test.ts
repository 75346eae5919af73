import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { CARD } from '../testing/bench.ts';
import { Late } from '../testing/scripted-network.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const EVENT = { '1.6': 'StartTransaction', '2.0.1': 'TransactionEvent', '2.1': 'TransactionEvent' };
const REFUSED = {
  '1.6': { transactionId: 1, idTagInfo: { status: 'Blocked' } },
  '2.0.1': { idTokenInfo: { status: 'Blocked' } },
  '2.1': { idTokenInfo: { status: 'Blocked' } },
};

/** A station in the moment before its driver plugs in; what it has to say besides takes the CSMS so long each. */
async function aboutToBegin(
  version: keyof typeof EVENT,
  busyForMs: readonly number[],
  attempts = '1',
) {
  const bench = new VirtualBench(version, {
    variables: {
      'TxCtrlr.StopTxOnInvalidId': 'true',
      'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': attempts,
      'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '10',
    },
  });
  await bench.begin();
  bench.station.swipe(CARD, 1);
  await bench.pass(2_000);
  const waits = [...busyForMs];
  bench.answers.set('DataTransfer', () => new Late({ status: 'Accepted' }, waits.shift() ?? 0));
  for (const _ of busyForMs) void bench.station.dataTransfer({ vendorId: 'com.example' });
  return bench;
}

for (const version of VERSIONS) {
  test(`${version}: the answer to an event is waited for from when it is sent, and refuses a token in time`, async () => {
    const bench = await aboutToBegin(version, [20_000]);
    bench.answers.set(EVENT[version], () => new Late(REFUSED[version], 20_000));
    bench.answers.set('StopTransaction', () => ({}));
    bench.station.plugIn(1);
    await bench.pass(35_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.pass(10_000);
    assert.notEqual(bench.station.state().evses[0]?.chargingState, 'Charging');
    const starts = bench.got(EVENT[version]).filter(({ seqNo = 0 }) => seqNo === 0);
    assert.equal(starts.length, 1);
    await bench.end();
  });

  test(`${version}: an event that others did not let out in time has made no attempt`, async () => {
    const bench = await aboutToBegin(version, [20_000, 20_000]);
    bench.station.plugIn(1);
    await bench.pass(60_000);
    assert.notEqual(bench.got(EVENT[version]).length, 0);
    assert.deepEqual(bench.storage.deadLetters.list(), []);
    await bench.end();
  });

  test(`${version}: an event that finds no room behind others goes when there is some`, async () => {
    const bench = await aboutToBegin(version, [10_000, ...Array.from({ length: 100 }, () => 0)]);
    bench.station.plugIn(1);
    await bench.pass(9_000);
    assert.equal(bench.got(EVENT[version]).length, 0);
    await bench.pass(10_000);
    assert.notEqual(bench.got(EVENT[version]).length, 0);
    assert.deepEqual(bench.storage.deadLetters.list(), []);
    await bench.end();
  });

  test(`${version}: an answer that takes longer than MessageTimeout counts when the event is due again`, async () => {
    const bench = await aboutToBegin(version, [], '3');
    bench.answers.set('StopTransaction', () => ({}));
    bench.answers.set(EVENT[version], () => new Late(REFUSED[version], 35_000));
    bench.station.plugIn(1);
    await bench.pass(39_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.pass(3_000);
    assert.notEqual(bench.station.state().evses[0]?.chargingState, 'Charging');
    const starts = bench.got(EVENT[version]).filter(({ seqNo = 0 }) => seqNo === 0);
    assert.equal(starts.length, 1);
    await bench.pass(300_000);
    assert.deepEqual(bench.storage.deadLetters.list(), []);
    await bench.end();
  });
}
