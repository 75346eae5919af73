import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { whenRegisterReaches } from './energy-allowance.ts';

const POWER_W = 7_200;
const EVSE = {
  id: 1,
  config: { connectors: [{ type: 'cType2' }], maxCurrentA: 30, phases: 1, voltageV: 240 },
} as const;

/** A meter that goes on at the given power, and how often somebody looked at it. */
function watched(powerW: number, markWh: number) {
  const clock = new VirtualClock();
  const meter = { looks: 0, reachedMs: Number.NaN };
  const registerWh = () => (powerW * clock.monotonicMs()) / 3_600_000;
  const readMeter = () => {
    meter.looks++;
    return { registerWh: registerWh(), powerW, currentA: [], voltageV: [] };
  };
  const waiting = whenRegisterReaches(
    { after: (delayMs, run) => clock.after(delayMs, run), hardware: { readMeter } },
    EVSE,
    markWh,
    () => {
      meter.reachedMs = clock.monotonicMs();
    },
  );
  return { clock, meter, waiting };
}

test('the meter is looked at when it can be at its mark, not before and not late', async () => {
  const full = watched(POWER_W, 2 * POWER_W);
  await full.clock.advance(7_200_000);
  assert.deepEqual(full.meter, { looks: 2, reachedMs: 7_200_000 });
  // At half the power half of the rest is waited for, and at last a second.
  const half = watched(POWER_W / 2, POWER_W);
  await half.clock.advance(7_202_000);
  const { looks, reachedMs } = half.meter;
  assert.ok(reachedMs >= 7_200_000 && reachedMs <= 7_201_000, `after ${reachedMs} ms`);
  assert.ok(looks > 5 && looks < 20, `${looks} looks`);
});

test('what is reached is told at once, and what is cancelled never', async () => {
  assert.equal(watched(POWER_W, 0).meter.reachedMs, 0);
  const { clock, meter, waiting } = watched(POWER_W, POWER_W);
  waiting.cancel();
  await clock.advance(7_200_000);
  assert.deepEqual(meter, { looks: 1, reachedMs: Number.NaN });
});
