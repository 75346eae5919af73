import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { transactionEvent } from '../testing/messages.ts';
import { ASK_AGAIN_MS } from './settling.ts';

/** More than the CSMS waits for an answer. */
const TIMEOUT_MS = 60_000;

/** A station that gives no answer the first time, and stays connected. */
async function deafAtFirst(
  version: Version,
  answer: (payload: unknown) => object,
  options: Parameters<typeof logicUnderTest>[0] = {},
) {
  const under = await logicUnderTest(options);
  const stations = new LinkedStations(under);
  const station = await stations.connect('CS-1', version);
  const asked: unknown[] = [];
  station.answer = (_action, payload) => {
    asked.push(payload);
    return asked.length === 1 ? undefined : answer(payload);
  };
  await station.boot();
  return {
    under,
    asked,
    called: () => station.called.map(([action]) => action),
    timeOut: () => under.clock.advance(TIMEOUT_MS),
    /** It is asked again, answers, and is left alone. */
    async isAskedAgain(): Promise<void> {
      assert.equal(asked.length, 1);
      await under.clock.advance(ASK_AGAIN_MS);
      assert.equal(asked.length, 2);
      await under.clock.advance(2 * ASK_AGAIN_MS);
      assert.equal(asked.length, 2);
    },
    async [Symbol.asyncDispose]() {
      await stations.close();
      await under.database.close();
    },
  };
}

for (const version of ['1.6', '2.1'] as const) {
  test(`${version}: a station that ignored the end of its maintenance is asked again while it stays`, async () => {
    await using bench = await deafAtFirst(version, () => ({ status: 'Accepted' }));
    const { availability } = bench.under.csms.blocks;
    const back = { evseId: 0, operationalStatus: 'Operative' } as const;
    const put = availability.put('CS-1', back, 'test');
    await bench.timeOut();
    assert.match((await put).answer ?? '', /no answer|not answer/i);
    await bench.isAskedAgain();
    assert.equal(availability.list('CS-1')[0]?.answer, 'Accepted');
  });

  test(`${version}: a value that a station did not answer is sent again while it stays`, async () => {
    await using bench = await deafAtFirst(version, acceptingValues);
    const { deviceModel, twin } = bench.under.csms.blocks;
    const wish = { component: 'TxCtrlr', variable: 'EVConnectionTimeOut', value: '90' };
    const desired = deviceModel.desire('CS-1', [wish], 'test');
    await bench.timeOut();
    assert.equal((await desired)[0]?.desired?.status, 'Waiting');
    await bench.isAskedAgain();
    const [variable] = await twin.variables('CS-1');
    assert.equal(variable?.desired?.status, 'Accepted');
  });
}

function acceptingValues(payload: unknown): object {
  const { setVariableData } = Object(payload);
  if (setVariableData === undefined) return { status: 'Accepted' };
  const [{ component, variable }] = setVariableData;
  return { setVariableResult: [{ component, variable, attributeStatus: 'Accepted' }] };
}

for (const [version, action, answer] of [
  ['1.6', 'GetConfiguration', { configurationKey: [{ key: 'A', value: '1', readonly: true }] }],
  ['2.1', 'GetBaseReport', { status: 'EmptyResultSet' }],
] as const) {
  test(`${version}: a station that gave no report of its device model is asked for it again`, async () => {
    await using bench = await deafAtFirst(version, () => answer, { readsDeviceModels: true });
    await bench.under.clock.advance(5_000);
    assert.deepEqual(bench.called(), [action]);
    await bench.timeOut();
    await bench.isAskedAgain();
    assert.deepEqual(bench.called(), [action, action]);
    assert.notEqual(bench.under.csms.blocks.modelReports.inventory('CS-1'), undefined);
  });
}

test('2.1: a station that refuses each report of its device model is left alone in the end', async () => {
  const busy = () => ({ status: 'Rejected' });
  await using bench = await deafAtFirst('2.1', busy, { readsDeviceModels: true });
  await bench.under.clock.advance(24 * 3_600_000);
  assert.equal(bench.asked.length, 4);
});

test('2.1: a station that did not say what is missing of a transaction is asked again while it stays', async () => {
  const under = await logicUnderTest();
  const stations = new LinkedStations(under);
  const station = await stations.boot('CS-1', '2.1');
  await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  await station.call('TransactionEvent', transactionEvent('T', 4, 'Ended'));
  station.answer = () => undefined;
  await under.clock.advance(600_000);
  assert.equal(station.called.length, 1);
  station.answer = () => ({ ongoingIndicator: false, messagesInQueue: false });
  await under.clock.advance(3_600_000);
  assert.equal(station.called.length, 2);
  assert.deepEqual((await under.csms.queries.transaction(1))?.lostSeqNos, [[1, 3]]);
  await stations.close();
  await under.database.close();
});

test('2.1: a monitor that a station did not answer is set again while it stays', async () => {
  await using bench = await deafAtFirst('2.1', (payload) => {
    const [{ component, variable, type, severity }] = Object(payload).setMonitoringData;
    const result = { id: 1, status: 'Accepted', component, variable, type, severity };
    return { setMonitoringResult: [result] };
  });
  const { monitoring, monitors } = bench.under.csms.blocks;
  const hot = { component: 'EVSE', variable: 'Temperature', type: 'UpperThreshold' } as const;
  const wish = { ...hot, value: 80, severity: 4, transaction: false };
  const wanted = monitoring.want('CS-1', [wish], 'test');
  await bench.timeOut();
  assert.equal((await wanted).desired[0]?.status, 'Waiting');
  await bench.isAskedAgain();
  assert.equal((await monitors.view('CS-1')).desired[0]?.status, 'Accepted');
});
