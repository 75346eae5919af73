import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, CARD, startBench } from '../testing/bench.ts';
import {
  clear,
  measured,
  offered,
  type ProfileSketch,
  profile2,
  reasonOf,
  setProfile2,
} from '../testing/charging-profiles.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';

const ACCEPTED = { status: 'Accepted' };

function transactionIdOf(bench: Bench): string {
  return bench.station.state().evses[0]?.transactionId ?? '';
}

/** A TxProfile for the transaction under way. */
function txProfile(bench: Bench, more: ProfileSketch = {}): ProfileSketch {
  return {
    id: 20,
    purpose: 'TxProfile',
    limit: 12,
    ...more,
    profile: { transactionId: transactionIdOf(bench), ...more.profile },
  };
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_K_28_CS: a TxDefaultProfile during a transaction shows in the next meter value`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    assert.equal(bench.hardware.evse(1).offerA, 32);
    assert.deepEqual(await setProfile2(bench, 1), ACCEPTED);
    await offered(bench, 10);
    await bench.clock.advance(60_000);
    const { payload } = await bench.csms.next(
      'TransactionEvent',
      ({ triggerReason }) => triggerReason === 'MeterValuePeriodic',
    );
    assert.deepEqual(measured(payload, 'Current.Import'), [10]);
    assert.deepEqual(measured(payload, 'Power.Active.Import'), [2_300]);
  });

  test(`${version} TC_K_01_CS, TC_K_10_CS: a TxDefaultProfile for one EVSE, and for all`, async () => {
    await using bench = await startBench(version, { evses: 2 });
    await bench.csms.next('BootNotification');
    await bench.answered();
    assert.deepEqual(await setProfile2(bench, 1, { id: 1, stackLevel: 1, limit: 8 }), ACCEPTED);
    assert.deepEqual(await setProfile2(bench, 0, { id: 2, limit: 16 }), ACCEPTED);
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await offered(bench, 8, 1);
    bench.station.plugIn(2);
    bench.station.swipe({ ...CARD, idToken: 'CC33' }, 2);
    await offered(bench, 16, 2);
  });

  test(`${version} TC_K_02_CS, TC_K_11_CS, TC_K_14_CS, TC_K_16_CS: what is refused`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const set = async (evseId: number, sketch: ProfileSketch) =>
      reasonOf(await setProfile2(bench, evseId, sketch));
    const tx = { purpose: 'TxProfile' };
    assert.equal(await set(1, { ...tx, profile: { transactionId: 'nobody' } }), 'TxNotFound');
    assert.equal(await set(0, txProfile(bench)), 'InvalidProfile');
    assert.equal(await set(3, {}), 'UnknownEvse');
    assert.equal(await set(1, { stackLevel: 10 }), 'InvalidStackLevel');
    assert.equal(await set(1, { purpose: 'ChargingStationMaxProfile' }), 'InvalidProfile');
    assert.equal(bench.hardware.evse(1).offerA, 32);
  });

  test(`${version} TC_K_60_CS: a TxProfile, deleted with its transaction`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    assert.deepEqual(await setProfile2(bench, 1, txProfile(bench)), ACCEPTED);
    await offered(bench, 12);
    bench.station.plugOut(1);
    await bench.answered();
    assert.deepEqual(await clear(bench, { chargingProfileId: 20 }), { status: 'Unknown' });
  });

  test(`${version} TC_K_03_CS: the maximum of the station is shared between its EVSEs`, async () => {
    await using bench = await startBench(version, { evses: 2 });
    await bench.csms.next('BootNotification');
    await bench.answered();
    const maximum = { purpose: 'ChargingStationMaxProfile', limit: 20 };
    assert.deepEqual(await setProfile2(bench, 0, maximum), ACCEPTED);
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await offered(bench, 20, 1);
    bench.station.plugIn(2);
    bench.station.swipe({ ...CARD, idToken: 'CC33' }, 2);
    await offered(bench, 10, 2);
    await offered(bench, 10, 1);
    bench.station.plugOut(1);
    await offered(bench, 20, 2);
  });

  test(`${version}: of too little, who has the higher priority gets more`, async () => {
    await using bench = await startBench(version, {
      evses: 2,
      prepare: (csms) =>
        csms.answers.set('Authorize', ({ idToken }) => ({
          idTokenInfo: {
            status: 'Accepted',
            chargingPriority: JSON.stringify(idToken).includes('CC33') ? 5 : 0,
          },
        })),
    });
    await bench.csms.next('BootNotification');
    await bench.answered();
    await setProfile2(bench, 0, { purpose: 'ChargingStationMaxProfile', limit: 30 });
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await offered(bench, 30, 1);
    bench.station.plugIn(2);
    bench.station.swipe({ ...CARD, idToken: 'CC33' }, 2);
    await offered(bench, 24, 2);
    await offered(bench, 6, 1);
  });

  test(`${version} TC_K_04_CS to TC_K_09_CS: replaced and cleared`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    assert.deepEqual(await clear(bench, { chargingProfileId: 1 }), { status: 'Unknown' });
    await setProfile2(bench, 1, { limit: 16 });
    await offered(bench, 16);
    await setProfile2(bench, 1, { limit: 9 });
    await offered(bench, 9);
    const criteria = { chargingProfilePurpose: 'TxDefaultProfile', evseId: 1 };
    assert.deepEqual(
      await clear(bench, { chargingProfileCriteria: { ...criteria, stackLevel: 3 } }),
      { status: 'Unknown' },
    );
    assert.deepEqual(
      await clear(bench, { chargingProfileCriteria: { ...criteria, stackLevel: 0 } }),
      ACCEPTED,
    );
    await offered(bench, 32);
    await setProfile2(bench, 1, { limit: 7 });
    await offered(bench, 7);
    assert.deepEqual(await clear(bench, { chargingProfileId: 1 }), ACCEPTED);
    await offered(bench, 32);
  });

  test(`${version} TC_K_13_CS: profiles survive a power cut, TxProfiles of ended transactions do not`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    await setProfile2(bench, 1, { id: 3, limit: 11 });
    await setProfile2(bench, 1, txProfile(bench, { limit: 14 }));
    await offered(bench, 14);
    bench.station.powerCut();
    await bench.station.start();
    await bench.csms.next('BootNotification');
    await bench.csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
    assert.deepEqual(await clear(bench, { chargingProfileId: 20 }), { status: 'Unknown' });
    bench.station.swipe(CARD, 1);
    await offered(bench, 11);
  });

  test(`${version} TC_K_19_CS, TC_K_21_CS to TC_K_23_CS: times`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const until = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString();
    await setProfile2(bench, 1, {
      id: 1,
      limit: 20,
      profile: { validFrom: until(60), validTo: until(120) },
    });
    await setProfile2(bench, 1, {
      id: 2,
      stackLevel: 1,
      limit: 15,
      schedule: { startSchedule: until(180), duration: 60 },
    });
    await setProfile2(bench, 1, {
      id: 3,
      stackLevel: 2,
      kind: 'Recurring',
      schedule: { startSchedule: '2025-12-31T00:05:00Z', duration: 60 },
      limit: 13,
      profile: { recurrencyKind: 'Daily' },
    });
    const seen: number[] = [];
    for (let minute = 0; minute < 8; minute++) {
      await bench.clock.advance(60_000);
      seen.push(bench.hardware.evse(1).offerA);
    }
    assert.deepEqual(seen, [20, 32, 15, 32, 13, 32, 32, 32]);
  });

  test(`${version}: nothing to offer suspends the transaction until the next period`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    await setProfile2(bench, 1, {
      kind: 'Relative',
      periods: [
        { startPeriod: 0, limit: 16 },
        { startPeriod: 60, limit: 0 },
        { startPeriod: 120, limit: 5.9 },
        { startPeriod: 180, limit: 16 },
      ],
    });
    await offered(bench, 16);
    const states: unknown[] = [];
    for (let minute = 0; minute < 3; minute++) {
      await bench.clock.advance(60_000);
      for (let turn = 0; turn < 5; turn++) await bench.clock.settle();
      states.push(bench.station.state().evses[0]?.chargingState);
    }
    // Less than 6 A cannot be offered.
    assert.deepEqual(states, ['SuspendedEVSE', 'SuspendedEVSE', 'Charging']);
    assert.ok(
      eventsOf(bench).some(
        ({ transactionInfo }) => transactionInfo.chargingState === 'SuspendedEVSE',
      ),
    );
  });

  test(`${version} TC_K_29_CS to TC_K_36_CS: profiles are reported in pages`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    await setProfile2(bench, 0, { id: 1, purpose: 'ChargingStationMaxProfile', limit: 25 });
    await setProfile2(bench, 1, { id: 2, stackLevel: 2 });
    await setProfile2(bench, 1, txProfile(bench, { id: 3 }));
    const ask = async (requestId: number, query: Record<string, unknown>) => {
      const answer = await bench.csms.call('GetChargingProfiles', { requestId, ...query });
      if (reasonOf(answer) !== 'Accepted') return reasonOf(answer);
      const ids: unknown[] = [];
      for (;;) {
        const { payload } = await bench.csms.next(
          'ReportChargingProfiles',
          (report) => report.requestId === requestId,
        );
        assert.ok(Array.isArray(payload.chargingProfile));
        assert.equal(payload.chargingLimitSource, 'CSO');
        ids.push(...payload.chargingProfile.map(({ id }) => id));
        if (payload.tbc !== true) return ids;
      }
    };
    assert.deepEqual(await ask(1, { chargingProfile: {} }), [1, 2, 3]);
    assert.deepEqual(await ask(2, { evseId: 0, chargingProfile: {} }), [1]);
    assert.deepEqual(await ask(3, { evseId: 1, chargingProfile: { stackLevel: 2 } }), [2]);
    assert.deepEqual(await ask(4, { chargingProfile: { chargingProfileId: [3] } }), [3]);
    const purpose = { chargingProfilePurpose: 'TxProfile' };
    assert.deepEqual(await ask(5, { evseId: 1, chargingProfile: purpose }), [3]);
    const source = { chargingLimitSource: ['EMS'] };
    assert.deepEqual(await ask(6, { chargingProfile: source }), 'NoProfiles');
  });

  test(`${version} TC_K_37_CS: a remote start with a profile`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    bench.station.plugIn(1);
    const request = { evseId: 1, remoteStartId: 1, idToken: CARD };
    const start = (sketch: ProfileSketch) =>
      bench.csms.call('RequestStartTransaction', { ...request, chargingProfile: profile2(sketch) });
    assert.equal(reasonOf(await start({ limit: 9 })), 'InvalidProfile');
    const profile = { id: 4, purpose: 'TxProfile', kind: 'Relative', limit: 9 };
    assert.equal(reasonOf(await start(profile)), 'Accepted');
    await offered(bench, 9);
    await bench.answered();
    // It is a profile of the transaction now, and gives way to the next of its level.
    assert.deepEqual(await setProfile2(bench, 1, txProfile(bench, { id: 5, limit: 13 })), ACCEPTED);
    await offered(bench, 13);
    bench.station.plugOut(1);
    await bench.answered();
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await offered(bench, 32);
  });

  test(`${version} TC_K_15_CS, TC_K_38_CS: without smart charging`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SmartChargingCtrlr.Enabled': 'false' },
    });
    await started(bench);
    await assert.rejects(setProfile2(bench, 1), { rpcErrorCode: 'NotSupported' });
    bench.station.plugIn(1);
    const chargingProfile = profile2({ purpose: 'TxProfile', kind: 'Relative', limit: 9 });
    const request = { evseId: 1, remoteStartId: 1, idToken: CARD, chargingProfile };
    assert.equal(reasonOf(await bench.csms.call('RequestStartTransaction', request)), 'Accepted');
    await offered(bench, 32);
  });

  test(`${version} TC_K_39_CS to TC_K_41_CS, TC_K_47_CS: composite schedules`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    const ask = (evseId: number) =>
      bench.csms.call('GetCompositeSchedule', { evseId, duration: 400, chargingRateUnit: 'A' });
    const composite = (...limits: readonly [from: number, limit: number][]) => ({
      status: 'Accepted',
      schedule: {
        evseId: 1,
        duration: 400,
        scheduleStart: '2026-01-01T00:00:00.000Z',
        chargingRateUnit: 'A',
        chargingSchedulePeriod: limits.map(([startPeriod, limit]) => ({
          startPeriod,
          limit,
          numberPhases: 1,
        })),
      },
    });
    assert.deepEqual(await ask(1), composite([0, 32]));
    await setProfile2(bench, 0, { id: 1, purpose: 'ChargingStationMaxProfile', limit: 20 });
    const startSchedule = '2026-01-01T00:00:00Z';
    await setProfile2(bench, 1, { id: 2, limit: 12 });
    await setProfile2(bench, 1, {
      id: 3,
      stackLevel: 1,
      limit: 25,
      schedule: { startSchedule, duration: 300 },
    });
    assert.deepEqual(await ask(1), composite([0, 20], [300, 12]));
    assert.equal(reasonOf(await ask(2)), 'UnknownEvse');
  });

  test(`${version} TC_K_12_CS, TC_K_42_CS: a unit that the station does not know`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SmartChargingCtrlr.RateUnit': 'A' },
    });
    await started(bench);
    assert.equal(reasonOf(await setProfile2(bench, 1, { unit: 'W' })), 'UnsupportedRateUnit');
    const request = { evseId: 1, duration: 60, chargingRateUnit: 'W' };
    const answer = await bench.csms.call('GetCompositeSchedule', request);
    assert.equal(reasonOf(answer), 'UnsupportedRateUnit');
  });

  test(`${version}: there is no composite schedule of no time, nor of more than there is`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    for (const duration of [0, -60, 1e308]) {
      const answer = await bench.csms.call('GetCompositeSchedule', { evseId: 1, duration });
      assert.equal(reasonOf(answer), 'InvalidValue');
    }
  });
}
