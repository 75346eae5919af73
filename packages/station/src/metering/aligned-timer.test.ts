import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import type { Clock } from '@northbound/rpc';
import { VirtualClock } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { StationClock } from '../clock.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';
import { AlignedTimer, untilAligned } from './aligned-timer.ts';

test('aligned moments are multiples of the interval since midnight, and midnight', () => {
  fc.assert(
    fc.property(
      fc.nat(4_000_000_000_000),
      fc.integer({ min: 1, max: 86_400 }),
      (epochMs, seconds) => {
        const delayMs = untilAligned(epochMs, seconds * 1000);
        assert.ok(delayMs > 0 && delayMs <= seconds * 1000);
        const sinceMidnightMs = (epochMs + delayMs) % 86_400_000;
        assert.equal(sinceMidnightMs % (seconds * 1000), 0);
      },
    ),
    runs(),
  );
});

/** A board whose wall clock is quick, or slow where it drifts by less than nothing. */
function drifting(time: VirtualClock, drift: number): Clock {
  const beganMs = time.epochMs();
  return {
    monotonicMs: () => time.monotonicMs(),
    epochMs: () => Math.round(beganMs + time.monotonicMs() * (1 + drift)),
    after: (delayMs, run) => time.after(delayMs, run),
  };
}

test('each boundary has one moment, whatever the clock drifts and however often it is set right', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: -0.04, max: 0.04, noNaN: true }),
      fc.constantFrom(10, 60, 7, 900),
      fc.array(fc.integer({ min: 1_000, max: 80_000 }), { minLength: 1, maxLength: 30 }),
      fc.nat(86_400_000),
      async (drift, intervalS, pauses, startMs) => {
        const time = new VirtualClock(Date.UTC(2026, 0, 1) + startMs, 'promises');
        const beganMs = time.epochMs();
        const clock = new StationClock(drifting(time, drift));
        const core = { clock, after: (ms: number, run: () => void) => time.after(ms, run) };
        const moments: number[] = [];
        const intervalMs = intervalS * 1000;
        const timer = new AlignedTimer(core, intervalMs, () => moments.push(clock.epochMs()));
        for (const pauseMs of pauses) {
          await time.advance(pauseMs);
          clock.set(new Date(time.epochMs()).toISOString());
        }
        timer.cancel();
        // By less than this the clock was ever wrong: up to 3.2 s of drift, and a second that is nobody's.
        const wrongMs = 4_300;
        const boundaries = moments.map((atMs) => {
          const boundaryMs = atMs + untilAligned(atMs, intervalMs) - intervalMs;
          // Midnight cuts the last interval of a day short.
          return Math.max(boundaryMs, Math.floor(atMs / 86_400_000) * 86_400_000);
        });
        assert.equal(new Set(boundaries).size, boundaries.length, 'a boundary came twice');
        for (const [index, atMs] of moments.entries()) {
          const lateMs = atMs - (boundaries[index] ?? 0);
          assert.ok(lateMs >= 0 && lateMs <= wrongMs, `${lateMs} ms late`);
        }
        for (
          let dueMs = beganMs + wrongMs + untilAligned(beganMs + wrongMs, intervalMs);
          dueMs < time.epochMs() - wrongMs;
          dueMs += untilAligned(dueMs, intervalMs)
        ) {
          // Half of an interval of seven seconds is less than the clock may be set by.
          if (intervalMs / 2 > wrongMs)
            assert.ok(boundaries.includes(dueMs), `${dueMs} is missing`);
        }
      },
    ),
    runs(100),
  );
});

test('a clock that was hours ahead begins anew, and one that learns the time waits for its next boundary', async () => {
  const time = new VirtualClock(Date.UTC(2026, 0, 1, 14, 55), 'promises');
  const clock = new StationClock(time);
  const core = { clock, after: (ms: number, run: () => void) => time.after(ms, run) };
  const moments: string[] = [];
  const timer = new AlignedTimer(core, 900_000, () => moments.push(clock.timestamp()));
  await time.advance(600_000);
  clock.set('2026-01-01T13:05:00.000Z');
  await time.advance(900_000);
  clock.set('2027-05-05T05:08:00.000Z');
  await time.advance(600_000);
  assert.deepEqual(moments, [
    '2026-01-01T15:00:00.000Z',
    '2026-01-01T13:15:00.000Z',
    '2027-05-05T05:15:00.000Z',
  ]);
  timer.cancel();
  await time.advance(900_000);
  clock.set('2028-01-01T00:00:00.000Z');
  assert.equal(moments.length, 3);
});

test('1.6 TC_071_CS: a clock that is set back over a boundary gives the CSMS one value for each boundary', async () => {
  const time = new VirtualClock();
  const clock = drifting(time, 0.03);
  const station = new VirtualBench('1.6', {
    variables: { 'AlignedDataCtrlr.Interval': '60' },
    ports: { clock },
    clock: time,
  });
  station.answers.set('BootNotification', () => {
    const currentTime = new Date(time.epochMs()).toISOString();
    return { status: 'Accepted', currentTime, interval: 86_400 };
  });
  // It is ahead by more than the books of the CSMS forgive.
  station.answers.set('MeterValues', () => ({}));
  await station.begin();
  // Right after every second value: the clock is ahead by seconds then, and is set back before the boundary.
  for (let count = 2; count <= 60; count += 2) {
    while (station.got('MeterValues').length < count) await station.pass(100);
    station.command('TriggerMessage', { requestedMessage: 'Heartbeat' });
    await station.pass(3_000);
  }
  const told = station.got('MeterValues').map(({ meterValue }) => {
    const [, minute] = /T(..:..):0.[.]...Z/.exec(JSON.stringify(meterValue)) ?? [];
    return minute;
  });
  assert.deepEqual(
    told,
    Array.from({ length: 60 }, (_, index) => {
      return new Date((index + 1) * 60_000).toISOString().slice(11, 16);
    }),
  );
  await station.end();
});
