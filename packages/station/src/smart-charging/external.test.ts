import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, startBench } from '../testing/bench.ts';
import { clear, offered, reasonOf, setProfile2 } from '../testing/charging-profiles.ts';
import { SocketClock } from '../testing/independent-csms.ts';
import { eventsOf, startSession } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

/** The external profiles as the CSMS reads them. */
async function external({ csms }: Bench): Promise<Record<string, unknown>[]> {
  const query = { requestId: 1, chargingProfile: { chargingLimitSource: ['EMS'] } };
  assert.equal(reasonOf(await csms.call('GetChargingProfiles', query)), 'Accepted');
  const { payload } = await csms.next('ReportChargingProfiles');
  const { chargingProfile } = payload;
  assert.ok(Array.isArray(chargingProfile));
  return chargingProfile;
}

const changes = (bench: Bench) =>
  eventsOf(bench).filter(({ triggerReason }) => triggerReason === 'ChargingRateChanged').length;

const SIGNIFICANT = { 'SmartChargingCtrlr.LimitChangeSignificance': '10' };

/** A profile of the CSMS that an external system fills in. */
const inviting = (kind: 'Absolute' | 'Dynamic') => ({
  id: 9,
  kind,
  periods: [{ startPeriod: 0, limit: 20, operationMode: 'ExternalLimits' }],
});

test('2.1 TC_K_124_CS, K29.FR.04 to .06: a single limit is a Dynamic profile of its own', async () => {
  await using bench = await startBench('2.1', { variables: SIGNIFICANT });
  await startSession(bench);
  const { csms, station, clock } = bench;
  station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 16, unit: 'A' });
  await offered(bench, 16);
  await csms.next('NotifyChargingLimit');
  await csms.next(
    'TransactionEvent',
    ({ triggerReason }) => triggerReason === 'ChargingRateChanged',
  );
  const [first] = await external(bench);
  assert.equal(first?.chargingProfileKind, 'Dynamic');
  assert.equal(first?.chargingProfilePurpose, 'ChargingStationExternalConstraints');
  await clock.advance(60_000);
  station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 10, unit: 'A' });
  await offered(bench, 10);
  const [second] = await external(bench);
  assert.equal(second?.id, first?.id);
  assert.ok(String(second?.dynUpdateTime) > String(first?.dynUpdateTime));
  assert.equal(changes(bench), 2);
  // It is not the CSMS's to change.
  const update = { chargingProfileId: second?.id, scheduleUpdate: { limit: 32 } };
  assert.equal(reasonOf(await csms.call('UpdateDynamicSchedule', update)), 'InvalidProfile');
  station.clearExternalLimit('EMS');
  await offered(bench, 32);
  await csms.next('ClearedChargingLimit');
});

test('2.1 TC_K_125_CS, K29.FR.03: a single limit becomes that of the Dynamic profile that waits for it', async () => {
  await using bench = await startBench('2.1', { variables: SIGNIFICANT });
  await startSession(bench);
  const { csms, station } = bench;
  assert.equal(reasonOf(await setProfile2(bench, 1, inviting('Dynamic'))), 'Accepted');
  await offered(bench, 20);
  assert.equal(station.setExternalLimit({ source: 'EMS', evseId: 1, limit: 12, unit: 'A' }), true);
  await offered(bench, 12);
  await csms.next('NotifyChargingLimit');
  const query = { requestId: 1, chargingProfile: { chargingProfileId: [9] } };
  assert.equal(reasonOf(await csms.call('GetChargingProfiles', query)), 'Accepted');
  const { payload } = await csms.next('ReportChargingProfiles');
  assert.match(JSON.stringify(payload), /"id":9.*"limit":12/);
  const others = { requestId: 2, chargingProfile: { chargingLimitSource: ['EMS'] } };
  assert.equal(reasonOf(await csms.call('GetChargingProfiles', others)), 'NoProfiles');
  assert.equal(changes(bench), 1);
});

test('2.1 K11.FR.07: where external limits are disallowed, a profile with ExternalLimits invites them', async () => {
  await using bench = await startBench('2.1', {
    variables: { 'SmartChargingCtrlr.ExternalConstraintsProfileDisallowed': 'true' },
  });
  await startSession(bench);
  const { station } = bench;
  const limit = { source: 'EMS', evseId: 1, limit: 12, unit: 'A' } as const;
  assert.equal(station.setExternalLimit(limit), false);
  assert.equal(reasonOf(await setProfile2(bench, 1, inviting('Absolute'))), 'Accepted');
  await offered(bench, 20);
  assert.equal(station.setExternalLimit(limit), true);
  await offered(bench, 12);
});

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_K_48_CS to TC_K_52_CS: an external limit comes and goes`, async () => {
    await using bench = await startBench(version, {
      variables: {
        'SmartChargingCtrlr.NotifyChargingLimitWithSchedules': 'true',
        'SmartChargingCtrlr.LimitChangeSignificance': '10',
      },
    });
    await startSession(bench);
    const { csms, station } = bench;
    const changes = () =>
      eventsOf(bench).filter(({ triggerReason }) => triggerReason === 'ChargingRateChanged').length;
    assert.equal(station.setExternalLimit({ source: 'EMS', limit: 16, unit: 'A' }), true);
    await offered(bench, 16);
    const { payload } = await csms.next('NotifyChargingLimit');
    assert.deepEqual(payload.chargingLimit, { chargingLimitSource: 'EMS' });
    assert.ok(Array.isArray(payload.chargingSchedule));
    assert.equal(changes(), 1);
    // Not worth a word.
    station.setExternalLimit({ source: 'EMS', limit: 15.5, unit: 'A' });
    await offered(bench, 15.5);
    assert.equal(changes(), 1);
    const query = { requestId: 1, chargingProfile: { chargingLimitSource: ['EMS'] } };
    assert.equal(reasonOf(await csms.call('GetChargingProfiles', query)), 'Accepted');
    const report = await csms.next('ReportChargingProfiles');
    assert.equal(report.payload.chargingLimitSource, 'EMS');
    const purpose = { chargingProfilePurpose: 'ChargingStationExternalConstraints' };
    assert.equal(reasonOf(await clear(bench, { chargingProfileCriteria: purpose })), 'Unknown');
    station.clearExternalLimit('EMS');
    await offered(bench, 32);
    assert.deepEqual((await csms.next('ClearedChargingLimit')).payload, {
      chargingLimitSource: 'EMS',
    });
    assert.equal(changes(), 2);
    assert.equal(csms.all('NotifyChargingLimit').length, 1);
  });

  test(`${version} K12, K13: the limit of one EVSE names it, when it comes and when it goes`, async () => {
    await using bench = await startBench(version, { evses: 2 });
    const { csms, station } = bench;
    await csms.next('BootNotification');
    await bench.answered();
    for (const evseId of [2, undefined]) {
      const of = evseId === undefined ? {} : { evseId };
      station.setExternalLimit({ source: 'EMS', limit: 16, unit: 'A', ...of });
      const { payload } = await csms.next('NotifyChargingLimit');
      assert.equal(payload.evseId, evseId);
      station.clearExternalLimit('EMS', evseId);
      assert.equal((await csms.next('ClearedChargingLimit')).payload.evseId, evseId);
    }
  });

  test(`${version} K11.FR.03: a schedule from outside is followed, and told as such`, async () => {
    await using bench = await startBench(version, {
      variables: { 'SmartChargingCtrlr.NotifyChargingLimitWithSchedules': 'true' },
    });
    await startSession(bench);
    const { csms, station, clock } = bench;
    const later = [
      { startS: 600, limit: 8 },
      { startS: 1200, limit: 24 },
    ];
    station.setExternalLimit({ source: 'EMS', limit: 16, unit: 'A', later, durationS: 1800 });
    await offered(bench, 16);
    const { payload } = await csms.next('NotifyChargingLimit');
    assert.match(JSON.stringify(payload), /"startPeriod":600,"limit":8/);
    assert.equal((await external(bench))[0]?.chargingProfileKind, 'Absolute');
    await bench.answered();
    for (const limit of [8, 24, 32]) {
      await clock.advance(600_000);
      await offered(bench, limit);
    }
  });

  test(`${version} TC_K_24_CS: all profiles of a purpose and a stack level go, the others stay`, async () => {
    await using bench = await startBench(version);
    await startSession(bench);
    const profiles = [
      [0, { id: 1, stackLevel: 1, limit: 30 }],
      [1, { id: 2, stackLevel: 2, limit: 20 }],
      [0, { id: 3, stackLevel: 1, limit: 25, purpose: 'ChargingStationMaxProfile' }],
    ] as const;
    for (const [evseId, sketch] of profiles) {
      assert.equal(reasonOf(await setProfile2(bench, evseId, sketch)), 'Accepted');
    }
    const criteria = { stackLevel: 1, chargingProfilePurpose: 'TxDefaultProfile' };
    assert.equal(reasonOf(await clear(bench, { chargingProfileCriteria: criteria })), 'Accepted');
    const query = { requestId: 1, chargingProfile: { chargingProfileId: [1, 2, 3] } };
    assert.equal(reasonOf(await bench.csms.call('GetChargingProfiles', query)), 'Accepted');
    const told = new Set<unknown>();
    while (told.size < 2) {
      const { chargingProfile } = (await bench.csms.next('ReportChargingProfiles')).payload;
      assert.ok(Array.isArray(chargingProfile));
      for (const { id } of chargingProfile) told.add(id);
    }
    assert.deepEqual([...told].toSorted(), [2, 3]);
    assert.equal(reasonOf(await clear(bench, { chargingProfileCriteria: criteria })), 'Unknown');
  });
}

test('2.1 K21: a transaction that charges with priority still does after a power cut', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      'TxCtrlr.ResumptionTimeout': '120',
      'TxCtrlr.AllowEnergyTransferResumption': 'true',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
    },
  });
  await startSession(bench);
  const { csms, station, hardware, clock } = bench;
  await setProfile2(bench, 1, { id: 1, limit: 10 });
  await setProfile2(bench, 1, { id: 2, purpose: 'PriorityCharging', limit: 28 });
  await offered(bench, 10);
  assert.equal(station.prioritise(1, true), true);
  await offered(bench, 28);
  await bench.answered();
  station.powerCut();
  await csms.closed();
  await clock.advance(30_000);
  await station.start();
  await csms.next('TransactionEvent', ({ triggerReason }) => triggerReason === 'TxResumed');
  while (!hardware.evse(1).closed) await clock.settle();
  await offered(bench, 28);
  station.swipe({ idToken: 'AA11BB22', type: 'ISO14443' }, 1);
  await bench.answered();
  // The next one does not inherit it.
  station.swipe({ idToken: 'AA11BB22', type: 'ISO14443' }, 1);
  await offered(bench, 10);
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version} K11.FR.01: a limit from before the time was known lasts as long as it was told to`, async () => {
    const clock = new SocketClock(0);
    await using bench = await startBench(version, {
      clock,
      prepare: ({ answers }) => {
        const currentTime = '2026-01-01T02:00:00.000Z';
        const answer = { status: 'Accepted', currentTime, interval: 86_400 };
        answers.set('BootNotification', () => answer);
      },
    });
    const { station } = bench;
    station.disconnect();
    await clock.settle();
    const limit = { source: 'SO', limit: 10, unit: 'A', durationS: 1_800 } as const;
    assert.equal(station.setExternalLimit(limit), true);
    await clock.advance(600_000);
    station.connect();
    await startSession(bench);
    await offered(bench, 10);
    await bench.answered();
    await clock.advance(1_100_000);
    assert.equal(bench.hardware.evse(1).offerA, 10);
    await bench.answered();
    await clock.advance(120_000);
    await offered(bench, 32);
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} K12: a limit from before the time was known is told with the moment when it began`, async () => {
    const bench = new VirtualBench(version, {
      variables: {
        'SmartChargingCtrlr.NotifyChargingLimitWithSchedules': 'true',
      },
    });
    bench.clock.setEpochMs(0);
    bench.answers.set('BootNotification', () => {
      const currentTime = '2026-01-01T02:00:00.000Z';
      return { status: 'Accepted', currentTime, interval: 86_400 };
    });
    bench.network.up = false;
    await bench.begin();
    const later = [{ startS: 7_200, limit: 20 }];
    bench.station.setExternalLimit({ source: 'SO', limit: 10, unit: 'A', later });
    // Another boot does not know the time either.
    await bench.pass(600_000);
    await bench.cutPower(1_000);
    bench.station.setExternalLimit({ source: 'EMS', limit: 12, unit: 'A', later });
    await bench.pass(600_000);
    bench.network.up = true;
    await bench.pass(30_000);
    const told = bench.got('NotifyChargingLimit').map((request) => {
      const [, source, start] =
        /"chargingLimitSource":"(\w+)".*"startSchedule":"([^"]*)"/.exec(JSON.stringify(request)) ??
        [];
      return [source, start];
    });
    assert.deepEqual(
      told.map(([source]) => source),
      ['SO', 'EMS'],
    );
    // How long the power was gone nobody knows; of this boot each second is.
    const [[, first = ''] = [], [, second = ''] = []] = told;
    assert.match(first, /^2026-01-01T01:/);
    assert.match(second, /^2026-01-01T01:49:/);
    assert.ok(first < second);
    await bench.end();
  });
}

test('2.1 K27: offline, what is generated on the spot does not take the place of a limit of the same source', async () => {
  await using bench = await startBench('2.1');
  const { csms, station, clock } = bench;
  await csms.next('BootNotification');
  await bench.answered();
  station.disconnect();
  await clock.settle();
  for (const limit of [12, 10]) {
    station.setExternalLimit({ source: 'EMS', limit, unit: 'A' });
    await clock.settle();
  }
  station.setExternalLimit({ source: 'EMS', limit: 6, unit: 'A', isLocalGeneration: true });
  station.connect();
  for (const isLocalGeneration of [undefined, true]) {
    const { payload } = await csms.next('NotifyChargingLimit');
    assert.equal(Object(payload.chargingLimit).isLocalGeneration, isLocalGeneration);
  }
  await bench.answered();
  assert.equal(csms.all('NotifyChargingLimit').length, 2);
});

test('2.1: a limit whose end falls between milliseconds ends, and time goes on', async () => {
  await using bench = await startBench('2.1', { variables: SIGNIFICANT });
  await startSession(bench);
  const { station, clock } = bench;
  clock.setEpochMs(Date.parse('2026-01-10T23:29:38.329Z'));
  station.setExternalLimit({ source: 'SO', limit: 16, unit: 'A', durationS: 4_175.85 });
  await offered(bench, 16);
  await clock.advance(4_177_000);
  await offered(bench, 32);
});
