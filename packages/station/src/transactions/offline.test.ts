import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { DEFAULT_GEOMETRY, flashStorage, MemoryFlash } from '../nvm/index.ts';
import { CARD, startBench } from '../testing/bench.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';

const TRUSTING = { 'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true' } as const;

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_E_40_CS, TC_E_44_CS: the link is lost in a transaction, which ends offline`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SampledDataCtrlr.TxUpdatedInterval': '60' },
    });
    const { csms, clock, station } = bench;
    await startSession(bench);
    await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason !== 'Authorized');
    await bench.answered();
    station.disconnect();
    await bench.heard((event) => event.type === 'link' && !event.connected);
    await clock.advance(180_000);
    station.plugOut(1);
    assert.equal(station.state().queuedEvents, 4);
    station.connect();
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const got = csms.all('TransactionEvent').map(({ payload }) => payload);
    assert.deepEqual(
      got.map(({ seqNo, offline }) => [seqNo, offline ?? false]),
      [
        [0, false],
        [1, false],
        [2, true],
        [3, true],
        [4, true],
        [5, true],
      ],
    );
    assert.equal(csms.all('BootNotification').length, 1);
    const times = got.map(({ timestamp }) => Date.parse(String(timestamp)));
    assert.deepEqual(
      times,
      times.toSorted((left, right) => left - right),
    );
  });

  test(`${version} TC_E_43_CS: a whole transaction without a link`, async () => {
    await using bench = await startBench(version, { variables: TRUSTING });
    const { csms, clock, station } = bench;
    await started(bench);
    station.disconnect();
    await bench.heard((event) => event.type === 'link' && !event.connected);
    station.plugIn(1);
    station.swipe(CARD, 1);
    await bench.authorized();
    await clock.advance(10_000);
    station.swipe(CARD, 1);
    station.plugOut(1);
    station.connect();
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    const got = csms.all('TransactionEvent').map(({ payload }) => payload);
    assert.deepEqual(
      got.map(({ seqNo }) => seqNo),
      [0, 1, 2],
    );
    assert.ok(got.every(({ offline }) => offline === true));
  });

  test(`${version} TC_E_42_CS, TC_E_51_CS: retries keep id and seqNo and wait longer each time`, async () => {
    let failures = 2;
    await using bench = await startBench(version, {
      variables: {
        'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '3',
        'OCPPCommCtrlr.MessageAttemptInterval[TransactionEvent]': '10',
      },
      prepare: (csms) => {
        csms.answers.set('TransactionEvent', () => {
          if (failures-- > 0) throw new Error('not now');
          return {};
        });
      },
    });
    const { csms, clock } = bench;
    await startSession(bench);
    const first = await csms.next('TransactionEvent');
    const refusals = (count: number) => () =>
      bench.events.filter((event) => event.type === 'frame' && event.kind === 'CALLERROR').length >=
      count;
    await bench.heard(refusals(1));
    await clock.advance(9_000);
    assert.equal(csms.all('TransactionEvent').length, 1);
    await clock.advance(1_000);
    const second = await csms.next('TransactionEvent');
    await bench.heard(refusals(2));
    await clock.advance(19_000);
    assert.equal(csms.all('TransactionEvent').length, 2);
    await clock.advance(1_000);
    const third = await csms.next('TransactionEvent');
    assert.equal(first.messageId, second.messageId);
    assert.equal(first.messageId, third.messageId);
    assert.deepEqual(third.payload, first.payload);
    const { payload } = await csms.next('TransactionEvent');
    assert.equal(payload.seqNo, 1);
  });

  test(`${version} TC_E_41_CS, TC_E_50_CS: after the last attempt the next one goes, and it is kept`, async () => {
    const storage = flashStorage(new MemoryFlash(DEFAULT_GEOMETRY));
    await using bench = await startBench(version, {
      ports: { storage },
      variables: { 'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '1' },
      prepare: (csms) => {
        csms.answers.set('TransactionEvent', ({ seqNo }) => {
          if (seqNo === 0) throw new Error('never');
          return {};
        });
      },
    });
    await startSession(bench);
    await bench.csms.next('TransactionEvent', ({ seqNo }) => seqNo === 1);
    await bench.heard(({ type }) => type === 'givenUp');
    assert.equal(storage.deadLetters.list().length, 1);
    await bench.answered();
  });
}

test('1.6 TC_039_CS: a whole transaction without a link gets its number later', async () => {
  await using bench = await startBench('1.6', {
    variables: { ...TRUSTING, 'SampledDataCtrlr.TxUpdatedInterval': '60' },
  });
  const { csms, clock, station } = bench;
  await started(bench);
  station.disconnect();
  await bench.heard((event) => event.type === 'link' && !event.connected);
  station.plugIn(1);
  station.swipe(CARD, 1);
  await bench.authorized();
  await clock.settle();
  await clock.advance(120_000);
  station.swipe(CARD, 1);
  station.plugOut(1);
  station.connect();
  const { payload } = await csms.next('StopTransaction');
  const actions = csms.received
    .map(({ action }) => action)
    .filter((action) => /Transaction|MeterValues/.test(action));
  assert.deepEqual(actions, ['StartTransaction', 'MeterValues', 'MeterValues', 'StopTransaction']);
  assert.equal(payload.transactionId, 1);
  assert.deepEqual(
    csms.all('MeterValues').map((message) => message.payload.transactionId),
    [1, 1],
  );
});

test('1.6 errata: without an answer to StartTransaction the rest carries -1', async () => {
  await using bench = await startBench('1.6', {
    variables: { 'OCPPCommCtrlr.MessageAttempts[TransactionEvent]': '1' },
    prepare: (csms) => {
      csms.answers.set('StartTransaction', () => {
        throw new Error('never');
      });
    },
  });
  await startSession(bench);
  await bench.heard(({ type }) => type === 'givenUp');
  bench.station.swipe(CARD, 1);
  const { payload } = await bench.csms.next('StopTransaction');
  assert.equal(payload.transactionId, -1);
});

for (const version of VERSIONS) {
  test(`${version} TC_B_52_CS, TC_B_51_CS: after an outage what changed, after a long one all`, async () => {
    await using bench = await startBench(version, { evses: 2 });
    const { csms, clock, station } = bench;
    const action = version === '2.1' ? 'NotifyEvent' : 'StatusNotification';
    await csms.next('BootNotification');
    const reported = () =>
      csms
        .all(action)
        .flatMap(({ payload }) =>
          Array.isArray(payload.eventData) ? payload.eventData : [payload],
        ).length;
    const reportsOfAll = version === '1.6' ? 3 : 2;
    while (reported() < reportsOfAll) await csms.next(action);
    for (const [outageS, expected] of [
      [30, 1],
      [90, reportsOfAll],
    ] as const) {
      await bench.answered();
      const before = reported();
      const dropped = bench.events.length;
      station.disconnect();
      while (!bench.events.slice(dropped).some((e) => e.type === 'link' && !e.connected)) {
        await clock.settle();
      }
      if (outageS === 30) station.plugIn(1);
      await clock.advance(outageS * 1000);
      station.connect();
      while (reported() < before + expected) await csms.next(action);
      assert.equal(reported(), before + expected);
    }
  });
}

test('2.1 E17 without resumption: a power cut ends the transaction with PowerLoss', async () => {
  await using bench = await startBench('2.1');
  const { csms, clock, station } = bench;
  await startSession(bench);
  await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason !== 'Authorized');
  await clock.advance(30_000);
  station.powerCut();
  assert.equal(bench.hardware.evse(1).closed, false);
  await csms.closed();
  await station.start();
  const { payload } = await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
  assert.equal(payload.seqNo, 2);
  assert.equal(payload.triggerReason, 'AbnormalCondition');
  assert.deepEqual(payload.transactionInfo, {
    transactionId: eventsOf(bench)[0]?.transactionInfo.transactionId,
    stoppedReason: 'PowerLoss',
  });
  assert.equal(csms.all('BootNotification').length, 2);
});
