import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/* A limit from outside that stands in a Dynamic profile which the CSMS made for it (2.1 part 2, K29.FR.03). */

const LIMIT = { source: 'EMS', evseId: 1, limit: 12, unit: 'A' } as const;

class Bench extends VirtualBench {
  /** Somebody charges by a profile of 20 A that waits for limits. */
  async charging(): Promise<void> {
    await this.begin();
    const periods = [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }];
    const chargingProfile = profile2({ id: 9, kind: 'Dynamic', periods });
    await this.ask('SetChargingProfile', { evseId: 1, chargingProfile });
    await this.charge();
    assert.equal(this.offered, 20);
  }

  async charge(): Promise<void> {
    this.station.plugIn(1);
    this.station.swipe(CARD, 1);
    await this.pass(5_000);
  }

  /** What is offered with a limit more. */
  async limited(limit: Parameters<VirtualBench['station']['setExternalLimit']>[0]) {
    assert.equal(this.station.setExternalLimit(limit), true);
    await this.pass(1_000);
    return this.offered;
  }

  async released(source: 'EMS' | 'SO'): Promise<number> {
    this.station.clearExternalLimit(source);
    await this.pass(1_000);
    return this.offered;
  }

  get offered(): number {
    return this.hardware.evse(1).offerA;
  }

  get cleared(): unknown[] {
    return this.got('ClearedChargingLimit').map(({ chargingLimitSource }) => chargingLimitSource);
  }
}

async function charging(): Promise<Bench> {
  const at = new Bench('2.1');
  await at.charging();
  return at;
}

test('2.1 K13.FR.01, K13.FR.02: when it is released what the CSMS had said counts again, also after a power cut', async () => {
  const at = await charging();
  assert.equal(await at.limited(LIMIT), 12);
  assert.equal(await at.limited({ ...LIMIT, limit: 14 }), 14);
  await at.cutPower(1_000);
  at.station.plugOut(1);
  await at.pass(1_000);
  await at.charge();
  assert.equal(at.offered, 12);
  assert.equal(await at.released('EMS'), 20);
  assert.deepEqual(at.cleared, ['EMS']);
  assert.equal(await at.released('EMS'), 20);
  assert.deepEqual(at.cleared, ['EMS']);
  await at.end();
});

test('2.1 K28.FR.06: what the CSMS says later counts, and there is nothing to release', async () => {
  const at = await charging();
  await at.limited(LIMIT);
  await at.ask('UpdateDynamicSchedule', { chargingProfileId: 9, scheduleUpdate: { limit: 18 } });
  await at.pass(1_000);
  assert.equal(at.offered, 18);
  assert.equal(await at.released('EMS'), 18);
  assert.deepEqual(at.cleared, []);
  await at.end();
});

test('2.1 K11.FR.01: a limit of another unit, one with an end, and one of another system find their own place', async () => {
  const at = await charging();
  assert.equal(await at.limited(LIMIT), 12);
  assert.equal(await at.limited({ ...LIMIT, source: 'SO', limit: 16 }), 12);
  assert.equal(await at.limited({ ...LIMIT, source: 'SO', limit: 8 }), 8);
  // 3 phases are assumed where none are told (K01.FR.49).
  assert.equal(await at.limited({ ...LIMIT, source: 'SO', limit: 4_830, unit: 'W' }), 7);
  assert.equal(await at.released('SO'), 12);
  // What comes in another form takes the place of what the same system said before.
  assert.equal(await at.limited({ ...LIMIT, limit: 15, durationS: 60 }), 15);
  await at.pass(60_000);
  assert.equal(at.offered, 20);
  assert.equal(await at.limited({ ...LIMIT, limit: 7, durationS: 60 }), 7);
  assert.equal(await at.limited({ ...LIMIT, limit: 13 }), 13);
  assert.equal(await at.released('EMS'), 20);
  await at.end();
});

test('2.1 K11.FR.01: it stays in force when smart charging is switched off', async () => {
  const at = await charging();
  await at.limited(LIMIT);
  at.station.setVariable('SmartChargingCtrlr.Enabled', 'false');
  await at.pass(1_000);
  assert.equal(at.offered, 12);
  assert.equal(await at.released('EMS'), 32);
  await at.end();
});

/** A station of two EVSEs at both of which somebody charges. */
async function two(variables: Record<string, string> = {}): Promise<VirtualBench> {
  const at = new VirtualBench('2.1', { evses: 2, variables });
  await at.begin();
  for (const evseId of [1, 2]) {
    at.station.plugIn(evseId);
    at.station.swipe({ ...CARD, idToken: `DRIVER-${evseId}` }, evseId);
    await at.pass(2_000);
  }
  return at;
}

/** A profile of the CSMS for a limit from outside; on EVSE 1 for its transaction. */
async function invite(at: VirtualBench, evseId: number, purpose: string): Promise<void> {
  const periods = [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }];
  const transactionId = at.station.state().evses[0]?.transactionId;
  const profile = purpose === 'TxProfile' ? { transactionId } : {};
  const chargingProfile = profile2({ id: 9, purpose, kind: 'Dynamic', periods, profile });
  const answer = await at.ask('SetChargingProfile', { evseId, chargingProfile });
  assert.deepEqual(answer, { status: 'Accepted' });
}

async function offersOf(at: VirtualBench): Promise<number[]> {
  await at.pass(2_000);
  return [1, 2].map((evseId) => at.hardware.evse(evseId).offerA);
}

async function nextDriver(at: VirtualBench): Promise<void> {
  at.station.plugOut(1);
  await at.pass(2_000);
  at.station.plugIn(1);
  at.station.swipe(CARD, 1);
}

for (const [evseId, purpose] of [
  [0, 'TxDefaultProfile'],
  [1, 'TxDefaultProfile'],
  [1, 'TxProfile'],
] as const) {
  test(`2.1 K12.FR.01: a limit of the station holds for all EVSEs together, also in a ${purpose} of EVSE ${evseId}`, async () => {
    const at = await two();
    await invite(at, evseId, purpose);
    assert.equal(at.station.setExternalLimit({ source: 'EMS', limit: 13, unit: 'A' }), true);
    assert.deepEqual(await offersOf(at), [6.5, 6.5]);
    await nextDriver(at);
    assert.deepEqual(await offersOf(at), [6.5, 6.5]);
    at.station.clearExternalLimit('EMS');
    assert.deepEqual(await offersOf(at), [
      purpose === 'TxProfile' ? 32 : 20,
      evseId === 0 ? 20 : 32,
    ]);
    assert.equal(at.got('ClearedChargingLimit').length, 1);
    await at.end();
  });
}

test('2.1 K11.FR.01: a limit holds whichever profile leads', async () => {
  const at = await two();
  await invite(at, 1, 'TxDefaultProfile');
  const transactionId = at.station.state().evses[0]?.transactionId;
  const sketch = { id: 10, purpose: 'TxProfile', limit: 25, profile: { transactionId } };
  await at.ask('SetChargingProfile', { evseId: 1, chargingProfile: profile2(sketch) });
  at.station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 12, unit: 'A' });
  assert.deepEqual(await offersOf(at), [12, 32]);
  await at.end();
});

test('2.1 K11.FR.01: a limit of one EVSE is none of the others, whatever profile there is for all', async () => {
  const at = await two();
  await invite(at, 0, 'TxDefaultProfile');
  at.station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 12, unit: 'A' });
  assert.deepEqual(await offersOf(at), [12, 20]);
  await at.end();
});

for (const how of ['its transaction ends', 'it is cleared', 'another one comes'] as const) {
  test(`2.1 K13: a limit that stood in a profile holds until it is released, though ${how}; over a power cut, too`, async () => {
    const at = await two();
    await invite(at, 1, 'TxProfile');
    at.station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 12, unit: 'A' });
    assert.deepEqual(await offersOf(at), [12, 32]);
    if (how === 'it is cleared') await at.ask('ClearChargingProfile', { chargingProfileId: 9 });
    if (how === 'another one comes') await invite(at, 1, 'TxProfile');
    if (how === 'its transaction ends') await nextDriver(at);
    assert.deepEqual(await offersOf(at), [12, 32]);
    await at.cutPower(1_000);
    await nextDriver(at);
    assert.equal((await offersOf(at))[0], 12);
    at.station.clearExternalLimit('EMS');
    assert.equal((await offersOf(at))[0], 32);
    assert.equal(at.got('ClearedChargingLimit').length, 1);
    await at.end();
  });
}

test('2.1 K11.FR.07: where limits are disallowed one counts only in the profile that was made for it', async () => {
  const at = await two({ 'SmartChargingCtrlr.ExternalConstraintsProfileDisallowed': 'true' });
  await invite(at, 1, 'TxProfile');
  assert.equal(at.station.setExternalLimit({ source: 'EMS', limit: 12, unit: 'A' }), true);
  assert.deepEqual(await offersOf(at), [12, 32]);
  await nextDriver(at);
  assert.deepEqual(await offersOf(at), [32, 32]);
  await at.end();
});

/** Profiles for limits of EVSE 1, each of the level of its id. */
async function inviteAt1(at: VirtualBench, ids: readonly number[]): Promise<void> {
  for (const id of ids) {
    const periods = [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }];
    const sketch = { id, stackLevel: id, kind: 'Dynamic', periods };
    await at.ask('SetChargingProfile', { evseId: 1, chargingProfile: profile2(sketch) });
  }
}

test('2.1 K29.FR.03: a limit has no profile of its own as long as one of the CSMS holds it, whatever else its source says', async () => {
  const at = await two();
  await inviteAt1(at, [1, 2]);
  const place = { source: 'EMS', evseId: 1, unit: 'A' } as const;
  at.station.setExternalLimit({ ...place, limit: 6, isLocalGeneration: true });
  at.station.setExternalLimit({ ...place, limit: 12 });
  const ask = (id: number) => at.ask('ClearChargingProfile', { chargingProfileId: id });
  const outside = async () => {
    const chargingProfile = { chargingProfilePurpose: 'ChargingStationExternalConstraints' };
    const answer = await at.ask('GetChargingProfiles', { requestId: 1, chargingProfile });
    return Object(answer).status;
  };
  await ask(2);
  assert.equal(await outside(), 'NoProfiles');
  await ask(1);
  assert.equal(await outside(), 'Accepted');
  assert.deepEqual(await offersOf(at), [18, 32]);
  await at.end();
});

test('2.1 K29.FR.03, K01.FR.50: a limit in W is shared by the phases of the profile that it stands in', async () => {
  const at = await two();
  const periods = [
    { startPeriod: 0, limit: 7_000, numberPhases: 1, operationMode: 'ExternalLimits' },
  ];
  const chargingProfile = profile2({ kind: 'Dynamic', unit: 'W', periods });
  await at.ask('SetChargingProfile', { evseId: 1, chargingProfile });
  at.station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 3_450, unit: 'W' });
  assert.deepEqual(await offersOf(at), [15, 32]);
  await at.end();
});

test('2.1 K29.FR.07: a limit that is not told anew within the duration of its profile does not count', async () => {
  const at = await two();
  const periods = [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }];
  const chargingProfile = profile2({ kind: 'Dynamic', periods, schedule: { duration: 60 } });
  await at.ask('SetChargingProfile', { evseId: 1, chargingProfile });
  at.station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 12, unit: 'A' });
  assert.deepEqual(await offersOf(at), [12, 32]);
  await at.pass(60_000);
  assert.deepEqual(await offersOf(at), [32, 32]);
  await at.end();
});
