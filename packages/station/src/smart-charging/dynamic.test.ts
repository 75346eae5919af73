import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import type { CsmsAnswer } from '../testing/scripted-network.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/* The values of Dynamic profiles over power cuts and links that break (2.1 part 2, K01.FR.27, K28). */

const PULL = 'PullDynamicScheduleUpdate';
const INTERVAL_S = 900;

class Bench extends VirtualBench {
  /** What the CSMS says to a pull. */
  pulled: CsmsAnswer = 'silence';

  /** Somebody charges by a Dynamic profile of 20 A. */
  async charging(more: object = {}): Promise<void> {
    this.answers.set(PULL, () => this.pulled);
    await this.begin();
    const profile = { dynUpdateInterval: INTERVAL_S, ...more };
    const chargingProfile = profile2({ id: 7, kind: 'Dynamic', limit: 20, profile });
    const request = { evseId: 0, chargingProfile };
    assert.deepEqual(await this.ask('SetChargingProfile', request), { status: 'Accepted' });
    await this.charge();
  }

  async charge(): Promise<void> {
    this.station.plugIn(1);
    this.station.swipe(CARD, 1);
    await this.pass(5_000);
  }

  async push(limit: number): Promise<void> {
    const update = { chargingProfileId: 7, scheduleUpdate: { limit } };
    assert.deepEqual(await this.ask('UpdateDynamicSchedule', update), { status: 'Accepted' });
  }

  /** What is offered after a power cut. */
  async offeredAfterCut(): Promise<number> {
    await this.cutPower(1_000);
    this.station.plugOut(1);
    await this.pass(1_000);
    await this.charge();
    return this.offered;
  }

  get offered(): number {
    return this.hardware.evse(1).offerA;
  }

  get pulls(): number {
    return this.got(PULL).length;
  }
}

const answer = (limit: number) => ({ status: 'Accepted', scheduleUpdate: { limit } });

test('2.1 K28.FR.06: a lower value is in force after a power cut, a higher one five minutes later', async () => {
  const at = new Bench('2.1');
  at.pulled = { status: 'Rejected' };
  await at.charging();
  await at.push(8);
  await at.pass(1_000);
  assert.equal(at.offered, 8);
  assert.equal(await at.offeredAfterCut(), 8);
  await at.push(12);
  await at.pass(1_000);
  assert.equal(at.offered, 12);
  assert.equal(await at.offeredAfterCut(), 8);
  await at.push(12);
  await at.pass(300_000);
  assert.equal(await at.offeredAfterCut(), 12);
  await at.end();
});

test('2.1 K01.FR.27: a value of the last minutes is in force after a reset', async () => {
  const at = new Bench('2.1');
  at.pulled = { status: 'Rejected' };
  await at.charging();
  for (const limit of [8, 12]) await at.push(limit);
  assert.deepEqual(await at.ask('Reset', { type: 'Immediate' }), { status: 'Accepted' });
  await at.pass(20_000);
  at.station.plugOut(1);
  await at.pass(1_000);
  await at.charge();
  assert.equal(at.offered, 12);
  await at.end();
});

test('2.1 K28.FR.10: values that flash held are pulled as soon as there is a link', async () => {
  const at = new Bench('2.1');
  await at.charging();
  at.pulled = answer(14);
  assert.equal(await at.offeredAfterCut(), 14);
  assert.equal(at.pulls, 1);
  // They are not out of date because a link breaks.
  at.network.up = false;
  await at.pass(10_000);
  at.network.up = true;
  await at.pass(60_000);
  assert.equal(at.pulls, 1);
  await at.end();
});

test('2.1 K28.FR.10: what nobody answered is pulled again as soon as there is a link', async () => {
  const at = new Bench('2.1');
  await at.charging();
  await at.pass(INTERVAL_S * 1000);
  assert.equal(at.pulls, 1);
  at.network.up = false;
  await at.pass(60_000);
  at.pulled = answer(11);
  at.network.up = true;
  await at.pass(20_000);
  assert.deepEqual([at.pulls, at.offered], [2, 11]);
  // Nor was anybody asked while there was no link.
  at.network.up = false;
  await at.pass(INTERVAL_S * 1000);
  at.pulled = answer(9);
  at.network.up = true;
  await at.pass(20_000);
  assert.deepEqual([at.pulls, at.offered], [3, 9]);
  await at.end();
});

test('2.1 K28: what the CSMS pushes it is not asked for after a power cut', async () => {
  const at = new Bench('2.1');
  await at.charging({ dynUpdateInterval: undefined });
  await at.push(8);
  assert.equal(await at.offeredAfterCut(), 8);
  assert.equal(at.pulls, 0);
  await at.end();
});

test('2.1 K28.FR.10: pulls that nobody answers keep no transaction event waiting', async () => {
  const at = new Bench('2.1');
  at.answers.set(PULL, () => at.pulled);
  await at.begin();
  const profile = { dynUpdateInterval: 1 };
  const chargingProfile = profile2({ id: 7, kind: 'Dynamic', limit: 20, profile });
  await at.ask('SetChargingProfile', { evseId: 0, chargingProfile });
  await at.pass(600_000);
  await at.charge();
  await at.pass(55_000);
  assert.ok(at.got('TransactionEvent').length >= 2);
  at.pulled = answer(11);
  await at.pass(35_000);
  assert.equal(at.offered, 11);
  await at.end();
});

test('2.1 K28: values with which no profile could be set change nothing', async () => {
  const at = new Bench('2.1');
  await at.charging();
  for (const [scheduleUpdate, reasonCode] of [
    [{ limit: -9 }, 'InvalidSchedule'],
    [{ setpoint: 25 }, 'InvalidSchedule'],
    [{ limit_L2: 8 }, 'PhaseConflict'],
  ] as const) {
    const update = { chargingProfileId: 7, scheduleUpdate };
    const { status, statusInfo } = Object(await at.ask('UpdateDynamicSchedule', update));
    assert.deepEqual([status, statusInfo?.reasonCode], ['Rejected', reasonCode]);
  }
  at.pulled = answer(-9);
  await at.pass(INTERVAL_S * 1000);
  assert.equal(at.pulls, 1);
  assert.equal(at.offered, 20);
});
