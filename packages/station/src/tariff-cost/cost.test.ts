import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CARD, startBench } from '../testing/bench.ts';
import { Late } from '../testing/scripted-network.ts';
import { eventsOf, started, startSession } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const QUIET = { 'SampledDataCtrlr.TxUpdatedInterval': '0' } as const;

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_I_01_CS: CostUpdated shows the running cost`, async () => {
    await using bench = await startBench(version, { variables: QUIET });
    await startSession(bench);
    await bench.answered();
    const transactionId = eventsOf(bench)[0]?.transactionInfo.transactionId;
    assert.deepEqual(await bench.csms.call('CostUpdated', { totalCost: 3.2, transactionId }), {});
    assert.equal(bench.station.state().display.driver[0]?.runningCost, '3.20 EUR');
    const stranger = await bench.csms.call('CostUpdated', { totalCost: 9, transactionId: 'x' });
    assert.deepEqual(stranger, {});
    assert.equal(bench.station.state().display.driver[0]?.runningCost, '3.20 EUR');
  });

  test(`${version} TC_I_07_CS, TC_I_02_CS, I06: cost and tariff in answers, the total at the end`, async () => {
    await using bench = await startBench(version, { variables: QUIET });
    const { csms, clock, station } = bench;
    csms.answers.set('Authorize', () => ({
      idTokenInfo: {
        status: 'Accepted',
        personalMessage: { format: 'UTF8', content: '0.40 EUR/kWh' },
      },
    }));
    csms.answers.set('TransactionEvent', ({ eventType, idToken }) => ({
      totalCost: eventType === 'Ended' ? 7.5 : 1,
      ...(idToken !== undefined && { idTokenInfo: { status: 'Accepted' } }),
      ...(eventType === 'Updated' && {
        updatedPersonalMessage: { format: 'UTF8', content: '0.32 EUR/kWh' },
      }),
    }));
    await started(bench);
    station.plugIn(1);
    station.swipe(CARD, 1);
    await bench.authorized();
    assert.equal(station.state().display.driver[0]?.tariff, '0.40 EUR/kWh', 'I01');
    while (!bench.hardware.evse(1).closed) await clock.settle();
    await bench.answered();
    assert.equal(station.state().display.driver[0]?.runningCost, '1.00 EUR');
    assert.equal(station.state().display.driver[0]?.tariff, '0.32 EUR/kWh');
    station.swipe(CARD, 1);
    await bench.answered();
    assert.equal(station.state().display.driver[0]?.totalCost, '7.50 EUR');
    await clock.advance(60_000);
    assert.deepEqual(station.state().display.driver, []);
  });
}

test('I01.FR.03: what was for one driver is gone when the next one comes', async () => {
  const bench = new VirtualBench('2.1', { variables: QUIET });
  const personalMessage = { format: 'UTF8', content: 'Hello Mrs Smith: 0.29 EUR/kWh' };
  bench.answers.set('Authorize', () => ({
    idTokenInfo: { status: 'Accepted', personalMessage },
  }));
  await bench.begin();
  const shown = () => bench.station.state().display.driver.map(({ tariff }) => tariff);
  bench.station.plugIn(1);
  bench.station.swipe(CARD, 1);
  await bench.pass(3_600_000);
  assert.deepEqual(shown(), [personalMessage.content]);
  bench.station.swipe(CARD, 1);
  bench.station.plugOut(1);
  await bench.pass(59_000);
  assert.deepEqual(shown(), [personalMessage.content]);
  await bench.pass(2_000);
  assert.deepEqual(shown(), []);
  // Somebody who does not plug in: EVConnectionTimeOut.
  bench.station.swipe(CARD, 1);
  await bench.pass(50_000);
  assert.deepEqual(shown(), [personalMessage.content]);
  await bench.pass(80_000);
  assert.deepEqual(shown(), []);
  await bench.end();
});

test('I03.FR.03: a total that comes late is not shown to the next driver', async () => {
  const bench = new VirtualBench('2.1', {
    variables: { ...QUIET, 'AuthCtrlr.LocalPreAuthorize': 'true' },
  });
  bench.answers.set('TransactionEvent', ({ eventType, idToken }) =>
    eventType === 'Ended'
      ? new Late({ totalCost: 7.5 }, 10_000)
      : { ...(idToken !== undefined && { idTokenInfo: { status: 'Accepted' } }) },
  );
  await bench.begin();
  const idToken = { ...CARD, idToken: 'NEXT' };
  const localAuthorizationList = [{ idToken, idTokenInfo: { status: 'Accepted' } }];
  const list = { versionNumber: 1, updateType: 'Full', localAuthorizationList };
  assert.deepEqual(await bench.ask('SendLocalList', list), { status: 'Accepted' });
  const totals = () => bench.station.state().display.driver.map(({ totalCost }) => totalCost);
  for (const next of ['nobody', 'somebody']) {
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.pass(60_000);
    bench.station.swipe(CARD, 1);
    bench.station.plugOut(1);
    if (next === 'somebody') bench.station.swipe(idToken, 1);
    await bench.pass(15_000);
    assert.deepEqual(totals(), next === 'nobody' ? ['7.50 EUR'] : [undefined]);
    await bench.pass(120_000);
  }
  await bench.end();
});

test('I04, I05: what the station says when nobody tells it anything', async () => {
  await using bench = await startBench('2.1', {
    variables: {
      ...QUIET,
      'AuthCtrlr.OfflineTxForUnknownIdEnabled': 'true',
      'TariffCostCtrlr.TariffFallbackMessage[en]': 'Ask the operator',
      'TariffCostCtrlr.OfflineTariffFallbackMessage[en]': '0.50 EUR/kWh offline',
      'TariffCostCtrlr.TotalCostFallbackMessage[en]': 'See your bill',
    },
  });
  const { station } = bench;
  await started(bench);
  station.disconnect();
  await bench.heard((event) => event.type === 'link' && !event.connected);
  station.plugIn(1);
  station.swipe(CARD, 1);
  await bench.authorized();
  assert.equal(station.state().display.driver[0]?.tariff, '0.50 EUR/kWh offline');
  station.swipe(CARD, 1);
  assert.equal(station.state().display.driver[0]?.totalCost, 'See your bill');
});

test('TC_I_103_CS, TC_I_112_CS: no local cost calculation yet', async () => {
  await using bench = await startBench('2.1');
  await started(bench);
  await assert.rejects(bench.csms.call('ClearTariffs', {}), { rpcErrorCode: 'NotSupported' });
  const answer = await bench.csms.call('GetVariables', {
    getVariableData: [
      { component: { name: 'TariffCostCtrlr' }, variable: { name: 'Enabled', instance: 'Tariff' } },
    ],
  });
  assert.equal(Object(answer).getVariableResult[0].attributeValue, 'false');
});
