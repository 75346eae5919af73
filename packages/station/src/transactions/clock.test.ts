import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { StationClock } from '../clock.ts';
import { memoryStorage } from '../nvm/memory.ts';
import { CARD, startBench } from '../testing/bench.ts';
import { SocketClock } from '../testing/independent-csms.ts';
import { eventsOf, startSession } from '../testing/sessions.ts';

test('times from before the time was known are resolved, also over reboots', async () => {
  const { values } = memoryStorage();
  const first = new VirtualClock(0);
  const before = new StationClock(first, undefined, values);
  await first.advance(10_000);
  const inFirstBoot = before.timestamp();
  const second = new VirtualClock(0);
  const after = new StationClock(second, undefined, values);
  const inSecondBoot = after.timestamp();
  assert.ok(inFirstBoot < inSecondBoot, 'the order of events outlives the power');
  assert.equal(after.known, false);
  await second.advance(5_000);
  after.set('2026-03-01T12:00:05.000Z');
  assert.equal(after.known, true);
  assert.equal(after.resolve(inSecondBoot), '2026-03-01T12:00:00.000Z');
  assert.ok(after.resolve(inFirstBoot) < '2026-03-01T12:00:00.000Z');
  // Another night without a clock is off by something else.
  const third = new StationClock(new VirtualClock(0), undefined, values);
  const inThirdBoot = third.timestamp();
  third.set('2026-04-01T00:00:00.000Z');
  assert.equal(third.resolve(inThirdBoot), '2026-04-01T00:00:00.000Z');
  assert.equal(third.resolve(inSecondBoot), '2026-03-01T12:00:00.000Z');
  assert.equal(third.resolve('2026-02-02T00:00:00.000Z'), '2026-02-02T00:00:00.000Z');
});

test('what happened in boots without a clock is never older than what is known to be before it', async () => {
  const { values } = memoryStorage();
  const stamps: string[] = [];
  // Power cuts of a second each; the time comes in the fourth boot. Fractions, as real timers have.
  for (let boot = 0; boot < 4; boot++) {
    const board = new VirtualClock(0);
    const clock = new StationClock(board, undefined, values);
    await board.advance(500.4);
    stamps.push(clock.timestamp());
    if (boot === 3) {
      clock.set('2026-03-01T12:00:05.000Z');
      const told = stamps.map((stamp) => clock.resolve(stamp));
      assert.deepEqual(told, told.toSorted());
      assert.ok(
        told.every((stamp) => stamp >= '2026-03-01T12:00:00.000Z'),
        told.join(),
      );
      assert.equal(new Set(told).size, stamps.length);
    }
  }
});

test('an era keeps its time when the power goes before all of its end is written', async () => {
  const { values } = memoryStorage();
  const first = new StationClock(new VirtualClock(0), undefined, values);
  const stamp = first.timestamp();
  const remove = values.delete.bind(values);
  // The list of boots is still there after the cut.
  values.delete = () => undefined;
  first.set('2026-03-01T12:00:00.000Z');
  values.delete = remove;
  const told = first.resolve(stamp);
  const second = new StationClock(new VirtualClock(0), undefined, values);
  second.timestamp();
  second.set('2026-04-01T12:00:00.000Z');
  assert.equal(second.resolve(stamp), told);
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version}: a session before the first link tells the times when it happened`, async () => {
    const clock = new SocketClock(0);
    await using bench = await startBench(version, {
      clock,
      variables: {
        'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
        'TxCtrlr.TxBeforeAcceptedEnabled': 'true',
        'SampledDataCtrlr.TxUpdatedInterval': '0',
      },
      prepare: (csms) => {
        csms.answers.set('BootNotification', () => ({
          status: 'Accepted',
          currentTime: '2026-01-01T02:00:00.000Z',
          interval: 86_400,
        }));
      },
    });
    const { station, csms } = bench;
    station.disconnect();
    await clock.settle();
    station.plugIn(1);
    station.swipe(CARD, 1);
    await bench.authorized();
    while (!bench.hardware.evse(1).closed) await clock.settle();
    await clock.advance(3_600_000);
    station.swipe(CARD, 1);
    station.connect();
    const times =
      version === '1.6'
        ? [await csms.next('StartTransaction'), await csms.next('StopTransaction')]
        : [
            await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Started'),
            await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended'),
          ];
    assert.deepEqual(
      times.map(({ payload }) => payload.timestamp),
      ['2026-01-01T01:00:00.000Z', '2026-01-01T02:00:00.000Z'],
    );
  });
}

test('no CSMS moves the clock out of the years in which there are stations', () => {
  const board = new VirtualClock();
  const clock = new StationClock(board);
  for (const wrong of ['9999-12-31T23:59:59Z', '2200-01-01T00:00:00Z', 'soon', ''])
    clock.set(wrong);
  assert.equal(clock.epochMs(), board.epochMs());
  clock.set('2199-12-31T00:00:00Z');
  assert.equal(clock.timestamp(), '2199-12-31T00:00:00.000Z');
});

test('a clock that jumps shifts no limit, and the next aligned value is aligned', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'AlignedDataCtrlr.Interval': '900', 'SampledDataCtrlr.TxUpdatedInterval': '0' },
  });
  const { clock, csms, station } = bench;
  station.limit(1, { maxTime: 3_600 });
  await startSession(bench);
  await bench.answered();
  csms.answers.set('Heartbeat', () => ({ currentTime: '2026-01-01T05:07:00.000Z' }));
  await csms.call('TriggerMessage', { requestedMessage: 'Heartbeat' });
  await csms.next('Heartbeat');
  await bench.answered();
  await clock.advance(480_000);
  const { payload } = await csms.next(
    'TransactionEvent',
    ({ triggerReason }) => triggerReason === 'MeterValueClock',
  );
  assert.equal(payload.timestamp, '2026-01-01T05:15:00.000Z');
  assert.equal(bench.hardware.evse(1).closed, true);
  await bench.answered();
  await clock.advance(3_120_000);
  await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TimeLimitReached');
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version}: hours forth and back by the clock, and a session goes on as if nothing was`, async () => {
    await using bench = await startBench(version, {
      variables: {
        'SampledDataCtrlr.TxUpdatedInterval': '60',
        'TxCtrlr.EVConnectionTimeOut': '120',
        'OCPPCommCtrlr.HeartbeatInterval': '86400',
      },
    });
    const { clock, csms, station, hardware } = bench;
    await startSession(bench);
    await bench.answered();
    const samples = () =>
      eventsOf(bench).filter(({ triggerReason }) => triggerReason === 'MeterValuePeriodic');
    for (const currentTime of ['2026-01-01T09:00:00.000Z', '2025-12-31T20:00:00.000Z']) {
      csms.answers.set('Heartbeat', () => ({ currentTime }));
      await csms.call('TriggerMessage', { requestedMessage: 'Heartbeat' });
      await csms.next('Heartbeat');
      await bench.answered();
      const before = samples().length;
      await clock.advance(300_000);
      await bench.answered();
      assert.equal(samples().length - before, 5);
      assert.ok((samples().at(-1)?.timestamp ?? '') >= currentTime);
    }
    assert.equal(hardware.evse(1).closed, true);
    station.swipe(CARD, 1);
    await bench.answered();
    station.plugOut(1);
    const seqNos = eventsOf(bench).map(({ seqNo }) => seqNo);
    assert.deepEqual(
      seqNos,
      seqNos.map((_, index) => index),
    );
    // Who waits for a vehicle waits by the time that passes.
    station.swipe(CARD, 1);
    await bench.answered();
    csms.answers.set('Heartbeat', () => ({ currentTime: '2026-01-02T00:00:00.000Z' }));
    await csms.call('TriggerMessage', { requestedMessage: 'Heartbeat' });
    await csms.next('Heartbeat');
    await bench.answered();
    await clock.advance(119_000);
    assert.notEqual(station.state().evses[0]?.idToken, undefined);
    await clock.advance(1_000);
    assert.equal(station.state().evses[0]?.idToken, undefined);
  });
}
