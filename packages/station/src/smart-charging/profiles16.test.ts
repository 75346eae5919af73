import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startBench } from '../testing/bench.ts';
import { measured, offered, profile16, setProfile16 } from '../testing/charging-profiles.ts';
import { started, startSession, statuses16 } from '../testing/sessions.ts';

const PLUG = { idToken: 'AA11BB22', type: 'ISO14443' } as const;

test('1.6 TC_056_CS: a TxDefaultProfile for the transaction that follows', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  assert.deepEqual(await setProfile16(bench, 1, { limit: 6 }), { status: 'Accepted' });
  bench.station.plugIn(1);
  bench.station.swipe(PLUG, 1);
  await offered(bench, 6);
});

test('1.6 TC_082_CS: a TxDefaultProfile during a transaction shows in the next meter value', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  await bench.answered();
  assert.deepEqual(await setProfile16(bench, 0, { limit: 8 }), { status: 'Accepted' });
  await offered(bench, 8);
  await bench.clock.advance(60_000);
  const { payload } = await bench.csms.next('MeterValues');
  assert.deepEqual(measured(payload, 'Current.Import'), [8]);
  assert.deepEqual(measured(payload, 'Power.Active.Import'), [1_840]);
});

test('1.6 TC_057_CS: a TxProfile for the transaction under way', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  await bench.answered();
  const profile = { purpose: 'TxProfile', limit: 12, profile: { transactionId: 1 } };
  assert.deepEqual(await setProfile16(bench, 1, profile), { status: 'Accepted' });
  await offered(bench, 12);
});

test('1.6 TC_058_1_CS: no TxProfile without a transaction', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const profile = { purpose: 'TxProfile' };
  assert.deepEqual(await setProfile16(bench, 1, profile), { status: 'Rejected' });
});

test('1.6 TC_058_2_CS: no TxProfile for a transaction that is not there', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  await bench.answered();
  const profile = { purpose: 'TxProfile', profile: { transactionId: 99 } };
  assert.deepEqual(await setProfile16(bench, 1, profile), { status: 'Rejected' });
});

test('1.6 TC_059_CS: a remote start with a profile', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  bench.station.plugIn(1);
  const chargingProfile = profile16({ purpose: 'TxProfile', kind: 'Relative', limit: 7 });
  const request = { connectorId: 1, idTag: 'AA11BB22', chargingProfile };
  assert.deepEqual(await bench.csms.call('RemoteStartTransaction', request), {
    status: 'Accepted',
  });
  await offered(bench, 7);
});

test('1.6 TC_066_CS: the composite schedule of stacked profiles', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  await setProfile16(bench, 0, { id: 1, purpose: 'ChargePointMaxProfile', limit: 20 });
  await setProfile16(bench, 1, {
    id: 2,
    schedule: { startSchedule: '2026-01-01T00:00:00Z' },
    periods: [
      { startPeriod: 0, limit: 30 },
      { startPeriod: 100, limit: 10 },
    ],
  });
  const request = { connectorId: 1, duration: 300, chargingRateUnit: 'A' };
  assert.deepEqual(await bench.csms.call('GetCompositeSchedule', request), {
    status: 'Accepted',
    connectorId: 1,
    scheduleStart: '2026-01-01T00:00:00.000Z',
    chargingSchedule: {
      duration: 300,
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 20, numberPhases: 1 },
        { startPeriod: 100, limit: 10, numberPhases: 1 },
      ],
    },
  });
});

test('1.6 TC_067_CS: profiles are cleared by id, by criteria, and all of them', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  await setProfile16(bench, 1, { id: 5, limit: 10 });
  await offered(bench, 10);
  const clear = (query: Record<string, unknown>) => bench.csms.call('ClearChargingProfile', query);
  assert.deepEqual(await clear({ id: 6 }), { status: 'Unknown' });
  assert.deepEqual(await clear({ id: 5 }), { status: 'Accepted' });
  await offered(bench, 32);
  await setProfile16(bench, 1, { id: 5, stackLevel: 2 });
  assert.deepEqual(
    await clear({ connectorId: 1, chargingProfilePurpose: 'TxDefaultProfile', stackLevel: 2 }),
    { status: 'Accepted' },
  );
  await setProfile16(bench, 0, { id: 7 });
  assert.deepEqual(await clear({}), { status: 'Accepted' });
  assert.deepEqual(await clear({}), { status: 'Unknown' });
});

test('1.6 TC_072_CS: of stacked profiles the highest level leads', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  await setProfile16(bench, 1, { id: 1, stackLevel: 0, limit: 16 });
  await offered(bench, 16);
  await setProfile16(bench, 1, { id: 2, stackLevel: 1, limit: 8, schedule: { duration: 86_500 } });
  await offered(bench, 8);
  await bench.clock.advance(101_000);
  await offered(bench, 16);
});

test('1.6: no energy is SuspendedEVSE, and charging goes on with the next period', async () => {
  await using bench = await startBench('1.6');
  await startSession(bench);
  await bench.answered();
  await setProfile16(bench, 1, {
    schedule: { startSchedule: '2026-01-01T00:00:00Z' },
    periods: [
      { startPeriod: 0, limit: 0 },
      { startPeriod: 120, limit: 16 },
    ],
  });
  await offered(bench, 0);
  await bench.csms.next('StatusNotification', ({ status }) => status === 'SuspendedEVSE');
  await bench.clock.advance(121_000);
  await offered(bench, 16);
  await bench.csms.next('StatusNotification', ({ status }) => status === 'Charging');
  assert.ok(statuses16(bench, 1).includes('SuspendedEVSE'));
});

test('1.6: keys, and a connector that does not exist', async () => {
  await using bench = await startBench('1.6');
  await started(bench);
  const key = [
    'ChargeProfileMaxStackLevel',
    'ChargingScheduleAllowedChargingRateUnit',
    'ChargingScheduleMaxPeriods',
    'MaxChargingProfilesInstalled',
    'ConnectorSwitch3to1PhaseSupported',
    'SupportedFeatureProfiles',
  ];
  const answer = await bench.csms.call('GetConfiguration', { key });
  assert.deepEqual(answer, {
    configurationKey: [
      { key: key[0], readonly: true, value: '9' },
      { key: key[1], readonly: true, value: 'Current,Power' },
      { key: key[2], readonly: true, value: '96' },
      { key: key[3], readonly: true, value: '32' },
      { key: key[4], readonly: true, value: 'false' },
      {
        key: key[5],
        readonly: true,
        value: 'Core,LocalAuthListManagement,RemoteTrigger,Reservation,SmartCharging',
      },
    ],
  });
  await assert.rejects(setProfile16(bench, 9), { rpcErrorCode: 'PropertyConstraintViolation' });
  const request = { connectorId: 9, duration: 60 };
  assert.deepEqual(await bench.csms.call('GetCompositeSchedule', request), { status: 'Rejected' });
});
