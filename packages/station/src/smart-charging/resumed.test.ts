import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/*
 * Relative profiles count from the closing of the power path (2.1 part 2, K), also when the transaction goes on after a
 * power cut (E17) or a reset (B13).
 */

const RESUMING = {
  'TxCtrlr.ResumptionTimeout': '120',
  'TxCtrlr.AllowEnergyTransferResumption': 'true',
  'SampledDataCtrlr.TxUpdatedInterval': '0',
};

/** 10 A for ten minutes, then 20 A. */
const RELATIVE = {
  evseId: 1,
  chargingProfile: profile2({
    kind: 'Relative',
    periods: [
      { startPeriod: 0, limit: 10 },
      { startPeriod: 600, limit: 20 },
    ],
  }),
};

const offered = (at: VirtualBench) => at.hardware.evse(1).offerA;

async function began(variables: Record<string, string>): Promise<VirtualBench> {
  const at = new VirtualBench('2.1', { variables: { ...RESUMING, ...variables } });
  await at.begin();
  await at.ask('SetChargingProfile', RELATIVE);
  return at;
}

/** How long after `fromMs` the second period begins, in whole seconds. */
async function secondPeriodS(at: VirtualBench, fromMs: number): Promise<number> {
  while (offered(at) === 10) await at.pass(1_000);
  assert.equal(offered(at), 20);
  return Math.round((at.clock.monotonicMs() - fromMs) / 1000);
}

for (const [point, connectsFirst] of [
  ['PowerPathClosed', true],
  ['EVConnected', true],
  ['Authorized', false],
  ['EnergyTransfer', true],
] as const) {
  test(`K, E17: after a power cut periods begin when they would have, TxStartPoint ${point}`, async () => {
    const at = await began({ 'TxCtrlr.TxStartPoint': point });
    const connect = () => at.station.plugIn(1);
    const authorize = () => at.station.swipe(CARD, 1);
    const [first, second] = connectsFirst ? [connect, authorize] : [authorize, connect];
    first();
    await at.pass(40_000);
    second();
    const fromMs = at.clock.monotonicMs();
    await at.pass(300_000);
    assert.equal(offered(at), 10);
    await at.cutPower(30_000);
    const tookS = await secondPeriodS(at, fromMs);
    assert.ok(tookS >= 600 && tookS <= 602, `${tookS} s`);
    await at.end();
  });
}

for (const passedS of [285, 300, 331]) {
  test(`K, B13: after a reset without a clock, in which the time becomes known, periods begin no earlier and at most a lease later; ${passedS} s`, async () => {
    const at = new VirtualBench('2.1', { variables: RESUMING });
    at.clock.setEpochMs(0);
    let isKnown = false;
    at.tellTime(() => (isKnown ? '2026-01-01T02:00:00.000Z' : '1970-01-01T00:00:00.000Z'));
    await at.begin();
    await at.ask('SetChargingProfile', RELATIVE);
    at.station.plugIn(1);
    at.station.swipe(CARD, 1);
    const fromMs = at.clock.monotonicMs();
    await at.pass(passedS * 1_000);
    isKnown = true;
    await at.ask('Reset', { type: 'ImmediateAndResume' });
    await at.pass(30_000);
    assert.equal(at.got('BootNotification').length, 2);
    const tookS = await secondPeriodS(at, fromMs);
    // How much of the last minute that was leased had passed nobody knows.
    assert.ok(tookS >= 600 && tookS <= 662, `${tookS} s`);
    await at.end();
  });
}

test('K, B13: a reset that forgets the time lifts no limit', async () => {
  const at = new VirtualBench('2.1', { variables: RESUMING });
  const beganMs = at.clock.epochMs() - at.clock.monotonicMs();
  at.tellTime(() => new Date(beganMs + at.clock.monotonicMs()).toISOString());
  await at.begin();
  await at.ask('SetChargingProfile', RELATIVE);
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
  const fromMs = at.clock.monotonicMs();
  await at.pass(300_000);
  await at.ask('Reset', { type: 'ImmediateAndResume' });
  at.network.up = false;
  at.clock.setEpochMs(0);
  await at.pass(100_000);
  assert.equal(at.hardware.evse(1).closed, true);
  assert.equal(offered(at), 10);
  at.network.up = true;
  const tookS = await secondPeriodS(at, fromMs);
  assert.ok(tookS >= 600 && tookS <= 602, `${tookS} s`);
  await at.end();
});
