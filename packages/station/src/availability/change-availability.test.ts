import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS, type Version } from '@northbound/protocol';
import { type Bench, type BenchOptions, CARD, startBench } from '../testing/bench.ts';
import { present } from '../testing/tokens.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

type Status = 'Operative' | 'Inoperative';

/** The station, the first EVSE, or its connector; 1.6 has no EVSEs. */
const PLACES = { station: undefined, evse: { id: 1 }, connector: { id: 1, connectorId: 1 } };
type Place = keyof typeof PLACES;

function placesOf(version: Version): readonly Place[] {
  return version === '1.6' ? ['station', 'connector'] : ['station', 'evse', 'connector'];
}

async function change(
  { csms }: Bench,
  version: Version,
  place: Place,
  status: Status,
): Promise<unknown> {
  const evse = PLACES[place];
  const answer = await csms.call(
    'ChangeAvailability',
    version === '1.6'
      ? { connectorId: evse?.id ?? 0, type: status }
      : { operationalStatus: status, ...(evse && { evse }) },
  );
  return Object(answer).status;
}

async function startAccepted(version: Version, options: BenchOptions = {}): Promise<Bench> {
  const bench = await startBench(version, { evses: 2, ...options });
  while (bench.station.state().registration !== 'Accepted') await bench.clock.settle();
  return bench;
}

/** Both EVSEs have these states, as soon as what was accepted has happened. */
async function become({ station, clock }: Bench, states: readonly string[]): Promise<void> {
  const now = () => station.state().evses.map((evse) => evse.connectors[0]?.availabilityState);
  for (let turn = 0; turn < 50 && String(now()) !== String(states); turn++) await clock.settle();
  assert.deepEqual(now(), states);
}

async function startCharging(bench: Bench): Promise<void> {
  bench.station.plugIn(1);
  await present(bench, CARD);
  while (!bench.hardware.evse(1).closed) await bench.clock.settle();
}

async function reboot(bench: Bench): Promise<void> {
  bench.station.powerCut();
  await bench.csms.closed();
  await bench.station.start();
  while (bench.station.state().registration !== 'Accepted') await bench.clock.settle();
}

for (const version of VERSIONS) {
  for (const place of placesOf(version)) {
    const other = place === 'station' ? 'Unavailable' : 'Available';

    test(`${version} TC_G_03_CS to TC_G_10_CS, TC_G_12_CS, TC_G_13_CS, TC_G_15_CS, TC_G_16_CS, TC_G_18_CS, TC_G_19_CS, TC_G_21_CS: ${place}`, async () => {
      await using bench = await startAccepted(version);
      assert.equal(await change(bench, version, place, 'Operative'), 'Accepted');
      for (let time = 0; time < 2; time++) {
        assert.equal(await change(bench, version, place, 'Inoperative'), 'Accepted');
        await become(bench, ['Unavailable', other]);
      }
      await reboot(bench);
      await become(bench, ['Unavailable', other]);
      assert.equal(await present(bench, CARD), 'refused Unavailable');
      assert.equal(await change(bench, version, place, 'Operative'), 'Accepted');
      await become(bench, ['Available', 'Available']);
      await reboot(bench);
      await become(bench, ['Available', 'Available']);
    });

    test(`${version} TC_G_11_CS, TC_G_14_CS, TC_G_17_CS: ${place} with a transaction`, async () => {
      await using bench = await startAccepted(version);
      await startCharging(bench);
      assert.equal(await change(bench, version, place, 'Inoperative'), 'Scheduled');
      await become(bench, ['Occupied', other]);
      assert.equal(await change(bench, version, place, 'Inoperative'), 'Scheduled');
      bench.station.swipe(CARD, 1);
      bench.station.plugOut(1);
      await become(bench, ['Unavailable', other]);
      assert.equal(await change(bench, version, place, 'Operative'), 'Accepted');
      await become(bench, ['Available', 'Available']);
    });

    test(`${version} G03.FR.08, G04.FR.09: ${place}, scheduled, and the power fails`, async () => {
      await using bench = await startAccepted(version);
      await startCharging(bench);
      assert.equal(await change(bench, version, place, 'Inoperative'), 'Scheduled');
      bench.hardware.setPilot(1, 'A');
      await reboot(bench);
      await become(bench, ['Unavailable', other]);
    });

    test(`${version}: ${place}, scheduled and taken back`, async () => {
      await using bench = await startAccepted(version);
      await startCharging(bench);
      assert.equal(await change(bench, version, place, 'Inoperative'), 'Scheduled');
      await become(bench, ['Occupied', other]);
      assert.equal(await change(bench, version, place, 'Operative'), 'Accepted');
      await become(bench, ['Occupied', 'Available']);
      bench.station.swipe(CARD, 1);
      bench.station.plugOut(1);
      await become(bench, ['Available', 'Available']);
    });
  }
}

test('G03.FR.07: what was set for an EVSE outlives what was set for the station', async () => {
  await using bench = await startAccepted('2.1');
  await change(bench, '2.1', 'evse', 'Inoperative');
  await change(bench, '2.1', 'station', 'Inoperative');
  await become(bench, ['Unavailable', 'Unavailable']);
  await change(bench, '2.1', 'station', 'Operative');
  await become(bench, ['Unavailable', 'Available']);
});

for (const start of ['EVConnected', 'PowerPathClosed', 'EnergyTransfer']) {
  test(`2.1, TxStartPoint ${start}: who was welcome before the EVSE went out of order gets no energy that nobody bills`, async () => {
    const variables = { 'TxCtrlr.TxStartPoint': start };
    await using bench = await startAccepted('2.1', { variables });
    const { csms, hardware, station, clock } = bench;
    await present(bench, CARD);
    await change(bench, '2.1', 'evse', 'Inoperative');
    await become(bench, ['Unavailable', 'Available']);
    station.plugIn(1);
    await clock.advance(1_000);
    assert.equal(hardware.evse(1).closed, false);
    await change(bench, '2.1', 'evse', 'Operative');
    while (!hardware.evse(1).closed) await clock.settle();
    await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Started');
  });
}

test('G03.FR.02: a connector that is none cannot be changed', async () => {
  // 2.0.1 has no least number in its schema.
  const bench = new VirtualBench('2.0.1');
  await bench.begin();
  for (const evse of [
    { id: 0, connectorId: 1 },
    { id: 1, connectorId: -1 },
    { id: 1, connectorId: 2 },
    { id: 2 },
    { id: -1 },
  ]) {
    const answer = await bench.ask('ChangeAvailability', {
      operationalStatus: 'Inoperative',
      evse,
    });
    assert.equal(Object(answer).status, 'Rejected', JSON.stringify(evse));
  }
  assert.deepEqual(bench.storage.values.keys('availability:'), []);
  await bench.end();
});

test('G03.FR.05, E17.FR.10: what waits for a transaction still does when that has outlived a power cut', async () => {
  const bench = new VirtualBench('2.1', { variables: { 'TxCtrlr.ResumptionTimeout': '120' } });
  await bench.begin();
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  const { transactionId } = bench.station.state().evses[0] ?? {};
  const change = (operationalStatus: string) =>
    bench.ask('ChangeAvailability', { operationalStatus, evse: { id: 1 } });
  assert.deepEqual(await change('Inoperative'), { status: 'Scheduled' });
  await bench.cutPower(5_000);
  assert.equal(bench.station.state().evses[0]?.transactionId, transactionId);
  assert.deepEqual(await change('Inoperative'), { status: 'Scheduled' });
  bench.station.plugOut(1);
  await bench.pass(5_000);
  const state = bench.station.state().evses[0]?.connectors[0]?.availabilityState;
  assert.equal(state, 'Unavailable');
  assert.deepEqual(await change('Inoperative'), { status: 'Accepted' });
  await bench.end();
});
