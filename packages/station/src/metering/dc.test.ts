import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { seededRandom, VirtualClock } from '@northbound/rpc/testing';
import type { EvseConfig } from '../config.ts';
import { createStation } from '../station.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { setProfile2 } from '../testing/charging-profiles.ts';
import { eventsOf, startSession } from '../testing/sessions.ts';

const FAST: EvseConfig = {
  connectors: [{ type: 'cCCS2' }],
  maxCurrentA: 250,
  phases: 3,
  voltageV: 230,
  dc: { maxPowerW: 150_000, nominalVoltageV: 400 },
};

const startDc = (version: Version) =>
  startBench(version, {
    config: { evses: [FAST] },
    variables: {
      'SampledDataCtrlr.TxUpdatedInterval': '60',
      'SampledDataCtrlr.TxUpdatedMeasurands':
        'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC',
    },
  });

/** What the EVSE may deliver, W. */
const offeredW = ({ hardware }: Bench) => Math.round(hardware.evse(1).offerA * 230);

/** Never more, and less only by a tenth of an ampere of its three phases. */
function offersNearly(bench: Bench, limitW: number): void {
  const powerW = offeredW(bench);
  assert.ok(powerW <= limitW && powerW > limitW - 70, `${powerW} W`);
}

async function limitTo({ csms }: Bench, version: Version, limit: number, unit: 'A' | 'W') {
  const period = { startPeriod: 0, limit };
  const schedule = { chargingRateUnit: unit, chargingSchedulePeriod: [period] };
  const profile = {
    stackLevel: 1,
    chargingProfilePurpose: 'TxDefaultProfile',
    chargingProfileKind: 'Absolute',
  };
  const startSchedule = '2026-01-01T00:00:00.000Z';
  return version === '1.6'
    ? csms.call('SetChargingProfile', {
        connectorId: 1,
        csChargingProfiles: {
          ...profile,
          chargingProfileId: 5,
          chargingSchedule: { ...schedule, startSchedule },
        },
      })
    : csms.call('SetChargingProfile', {
        evseId: 1,
        chargingProfile: {
          ...profile,
          id: 5,
          chargingSchedule: [{ ...schedule, id: 1, startSchedule }],
        },
      });
}

for (const version of VERSIONS) {
  test(`${version}: a DC EVSE measures without phases, and tells the state of charge`, async () => {
    await using bench = await startDc(version);
    await startSession(bench);
    await bench.clock.advance(60_000);
    const sampled = eventsOf(bench).findLast(
      ({ triggerReason }) => triggerReason === 'MeterValuePeriodic',
    );
    const samples = sampled?.meterValue?.flatMap(({ sampledValue }) => sampledValue) ?? [];
    assert.deepEqual(
      samples.map(({ measurand, phase, value }) => [measurand, phase, value]).slice(1),
      [
        ['Power.Active.Import', undefined, 7_360],
        ['Current.Import', undefined, 18.4],
        ['Voltage', undefined, 400],
        ['SoC', undefined, 50],
      ],
    );
    assert.ok(eventsOf(bench).every(({ numberOfPhasesUsed }) => numberOfPhasesUsed === undefined));
    const action = version === '1.6' ? 'MeterValues' : 'TransactionEvent';
    const { payload } = await bench.csms.next(action, (message) =>
      JSON.stringify(message).includes('Sample.Periodic'),
    );
    assert.doesNotMatch(JSON.stringify(payload), /"phase"/);
  });

  test(`${version}: limits of a DC EVSE in W, and in A at its nominal voltage`, async () => {
    await using bench = await startDc(version);
    await startSession(bench);
    assert.equal(offeredW(bench), 150_000);
    assert.deepEqual(await limitTo(bench, version, 50_000, 'W'), { status: 'Accepted' });
    await bench.answered();
    offersNearly(bench, 50_000);
    assert.deepEqual(await limitTo(bench, version, 20, 'A'), { status: 'Accepted' });
    await bench.answered();
    offersNearly(bench, 8_000);
    // A control pilot could not offer so little.
    await limitTo(bench, version, 500, 'W');
    await bench.answered();
    offersNearly(bench, 500);
    assert.equal(bench.hardware.evse(1).closed, true);
    await limitTo(bench, version, 0, 'W');
    await bench.answered();
    assert.equal(bench.station.state().evses[0]?.chargingState, 'SuspendedEVSE');
  });
}

test('2.1 K04.FR.05: a maximum of the station in A is one of the grid, not of what comes out of a DC EVSE', async () => {
  await using bench = await startDc('2.1');
  await startSession(bench);
  const sketch = { purpose: 'ChargingStationMaxProfile', limit: 100 };
  assert.deepEqual(await setProfile2(bench, 0, sketch), { status: 'Accepted' });
  await bench.answered();
  offersNearly(bench, 69_000);
});

test('2.1 K01: a profile for DC with phases is rejected', async () => {
  await using bench = await startDc('2.1');
  await startSession(bench);
  const answer = await bench.csms.call('SetChargingProfile', {
    evseId: 1,
    chargingProfile: {
      id: 9,
      stackLevel: 1,
      chargingProfilePurpose: 'TxDefaultProfile',
      chargingProfileKind: 'Absolute',
      chargingSchedule: [
        {
          id: 1,
          startSchedule: '2026-01-01T00:00:00.000Z',
          chargingRateUnit: 'W',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 50_000, numberPhases: 3 }],
        },
      ],
    },
  });
  assert.match(JSON.stringify(answer), /Rejected.*NoPhaseForDC/);
});

test('a DC EVSE needs hardware that can be told a power', () => {
  const clock = new VirtualClock();
  const hardware = {
    listen: () => undefined,
    setContactor: () => undefined,
    offer: () => undefined,
    lock: () => true,
    readMeter: () => ({ registerWh: 0, powerW: 0, currentA: [], voltageV: [] }),
  };
  const config = {
    identity: 'DC',
    url: 'ws://127.0.0.1:1/',
    versions: ['2.1' as const],
    vendor: 'V',
    model: 'M',
    evses: [FAST],
  };
  const dialer = () => {
    throw new Error('nobody calls');
  };
  assert.throws(
    () => createStation(config, { clock, random: seededRandom(1), dialer, hardware }),
    /offerPower/,
  );
});
