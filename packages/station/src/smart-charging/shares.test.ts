import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD } from '../testing/bench.ts';
import { profile2 } from '../testing/charging-profiles.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const GUEST = { ...CARD, idToken: 'GUEST' };

/** Two vehicles, and enough for one of them. */
async function scarce(): Promise<VirtualBench> {
  const bench = new VirtualBench('2.1', {
    evses: 2,
    variables: { 'SampledDataCtrlr.TxUpdatedInterval': '0' },
  });
  await bench.begin();
  const chargingProfile = profile2({ purpose: 'ChargingStationMaxProfile', limit: 10 });
  await bench.ask('SetChargingProfile', { evseId: 0, chargingProfile });
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  bench.station.plugIn(2);
  bench.station.swipe(GUEST, 2);
  await bench.pass(5_000);
  assert.deepEqual(offers(bench), [10, 0]);
  return bench;
}

const offers = ({ hardware }: VirtualBench) => [1, 2].map((evseId) => hardware.evse(evseId).offerA);

test('K04: who may have nothing leaves it to the others, and has his share again when he may', async () => {
  const bench = await scarce();
  bench.station.fault(1, 'VENDOR-1');
  await bench.pass(5_000);
  assert.deepEqual(offers(bench), [0, 10]);
  bench.station.clearFault(1);
  await bench.pass(5_000);
  assert.equal(
    offers(bench).reduce((sum, offerA) => sum + offerA),
    10,
  );
  assert.equal(offers(bench).filter((offerA) => offerA === 0).length, 1);
  await bench.end();
});

test('K04, E16: a transaction that has reached its limit needs nothing', async () => {
  const bench = await scarce();
  bench.station.limit(1, { maxEnergy: 100 });
  await bench.pass(600_000);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'SuspendedEVSE');
  assert.deepEqual(offers(bench), [0, 10]);
  await bench.end();
});

test('K03.FR.05: the priority of a transaction counts before that of its token, and for this transaction only', async () => {
  const bench = new VirtualBench('2.1', {
    evses: 2,
    variables: { 'TxCtrlr.TxStartPoint': 'EVConnected', 'SampledDataCtrlr.TxUpdatedInterval': '0' },
  });
  const chargingPriority = 5;
  bench.answers.set('TransactionEvent', (payload, id) => {
    const answer = bench.office.process('TransactionEvent', payload, id);
    const isSecond = JSON.stringify(payload).includes('"evse":{"id":2');
    const isFirstOfIt =
      isSecond && payload.eventType === 'Started' && bench.clock.monotonicMs() < 60_000;
    return isFirstOfIt ? { ...Object(answer), chargingPriority } : answer;
  });
  bench.answers.set('Authorize', ({ idToken }) => ({
    idTokenInfo: {
      status: 'Accepted',
      chargingPriority: Object(idToken).idToken === 'GUEST' ? -1 : 0,
    },
  }));
  await bench.begin();
  const chargingProfile = profile2({ purpose: 'ChargingStationMaxProfile', limit: 10 });
  await bench.ask('SetChargingProfile', { evseId: 0, chargingProfile });
  const charge = async () => {
    for (const [evseId, token] of [
      [1, CARD],
      [2, GUEST],
    ] as const) {
      bench.station.plugIn(evseId);
      await bench.pass(1_000);
      bench.station.swipe(token, evseId);
      await bench.pass(5_000);
    }
  };
  await charge();
  assert.deepEqual(offers(bench), [0, 10]);
  bench.station.plugOut(1);
  bench.station.plugOut(2);
  await bench.pass(60_000);
  await charge();
  assert.deepEqual(offers(bench), [10, 0]);
  await bench.end();
});

test('K03.FR.04: a transaction that goes on after a power cut has the priority that it had', async () => {
  const bench = new VirtualBench('2.1', {
    evses: 2,
    variables: {
      'TxCtrlr.ResumptionTimeout': '120',
      'TxCtrlr.AllowEnergyTransferResumption': 'true',
      'SampledDataCtrlr.TxUpdatedInterval': '0',
    },
  });
  bench.answers.set('Authorize', ({ idToken }) => ({
    idTokenInfo: {
      status: 'Accepted',
      ...(Object(idToken).idToken === 'GUEST' && { chargingPriority: 3 }),
    },
  }));
  await bench.begin();
  const chargingProfile = profile2({ purpose: 'ChargingStationMaxProfile', limit: 10 });
  await bench.ask('SetChargingProfile', { evseId: 0, chargingProfile });
  for (const [evseId, token] of [
    [1, CARD],
    [2, GUEST],
  ] as const) {
    bench.station.plugIn(evseId);
    bench.station.swipe(token, evseId);
    await bench.pass(5_000);
  }
  assert.deepEqual(offers(bench), [0, 10]);
  await bench.cutPower(10_000);
  await bench.pass(300_000);
  assert.deepEqual(offers(bench), [0, 10]);
  await bench.end();
});
