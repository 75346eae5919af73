import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { startBench } from '../testing/bench.ts';
import { started, startSession } from '../testing/sessions.ts';

const MEASURANDS = 'Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage';
const MAIN = {
  registerWh: 123_456,
  powerW: 9_000,
  currentA: [13, 13, 13],
  voltageV: [231, 232, 233],
};

/** A station with a main meter that reports every quarter of an hour. */
async function metered(version: Version, variables: Record<string, string> = {}) {
  const bench = await startBench(version, {
    variables: {
      'AlignedDataCtrlr.Interval': '900',
      'AlignedDataCtrlr.Measurands': MEASURANDS,
      'SampledDataCtrlr.TxUpdatedInterval': '0',
      ...variables,
    },
  });
  bench.hardware.readMainMeter = () => MAIN;
  return bench;
}

const placeOf = (payload: Record<string, unknown>) => payload.evseId ?? payload.connectorId;

/** The values of a message by measurand and phase. */
function values({ meterValue }: Record<string, unknown>): unknown[] {
  assert.ok(Array.isArray(meterValue));
  return meterValue.flatMap(({ sampledValue }) =>
    sampledValue.map((sample: Record<string, unknown>) =>
      [sample.measurand, sample.phase, sample.value].filter(Boolean).join(' '),
    ),
  );
}

for (const version of VERSIONS) {
  test(`${version} J01.FR.03, TC_J_01_CS: the main meter is EVSE 0, with and without a transaction`, async () => {
    await using bench = await metered(version);
    const { csms, clock } = bench;
    await startSession(bench);
    await clock.advance(900_000);
    const { payload } = await csms.next('MeterValues', (message) => placeOf(message) === 0);
    assert.deepEqual(values(payload), [
      'Energy.Active.Import.Register 123456',
      'Power.Active.Import 9000',
      'Current.Import L1 13',
      'Current.Import L2 13',
      'Current.Import L3 13',
      'Voltage L1-N 231',
      'Voltage L2-N 232',
      'Voltage L3-N 233',
    ]);
    assert.equal(payload.transactionId, undefined);
  });

  test(`${version}: TriggerMessage(MeterValues) for the station asks the main meter too`, async () => {
    await using bench = await metered(version);
    await started(bench);
    const answer = await bench.csms.call('TriggerMessage', { requestedMessage: 'MeterValues' });
    assert.deepEqual(answer, { status: 'Accepted' });
    for (const expected of [0, 1]) {
      const { payload } = await bench.csms.next('MeterValues');
      assert.equal(placeOf(payload), expected);
    }
  });
}

test('2.1 J01.FR.20: SendDuringIdle silences all meters while one EVSE is in use', async () => {
  await using bench = await metered('2.1', { 'AlignedDataCtrlr.SendDuringIdle': 'true' });
  const { csms, clock, station } = bench;
  await started(bench);
  await clock.advance(900_000);
  await csms.next('MeterValues');
  station.plugIn(1);
  station.swipe({ idToken: 'AA', type: 'ISO14443' }, 1);
  while (!bench.hardware.evse(1).closed) await clock.settle();
  await bench.answered();
  const before = csms.all('MeterValues').length;
  await clock.advance(1_800_000);
  assert.equal(csms.all('MeterValues').length, before);
});
