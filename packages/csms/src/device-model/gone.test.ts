import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';

test('what a full report does not name is gone, unless the station has spoken of it since the report began', async () => {
  const { csms, clock, ...logic } = await logicUnderTest();
  const station = await new LinkedStations({ csms, clock, ...logic }).boot('CS-1', '2.1');
  const { askReports, outbox, twin } = csms.blocks;
  const named = (name: string) => ({ component: { name: 'C' }, variable: { name } });
  let requestId: unknown;
  station.answer = (action, payload) => {
    if (action !== 'GetBaseReport') {
      const [{ variable }] = Object(payload).getVariableData;
      const got = { ...named(variable.name), attributeStatus: 'Accepted', attributeValue: '1' };
      return { getVariableResult: [got] };
    }
    ({ requestId } = Object(payload));
    return { status: 'Accepted' };
  };
  const read = async (name: string) => {
    const getVariableData = [named(name)];
    await outbox.send('CS-1', 'GetVariables', { getVariableData }, { by: 'anna' });
    await clock.advance(1_000);
  };
  await read('Before');
  await askReports.ask('CS-1', { base: 'FullInventory' }, 'anna');
  await clock.advance(1_000);
  await read('Meanwhile');
  await station.call('NotifyReport', {
    requestId,
    seqNo: 0,
    generatedAt: '2026-01-01T00:00:00.000Z',
    reportData: [{ ...named('Named'), variableAttribute: [{ value: '1' }] }],
  });
  const { items } = await twin.page('CS-1', { limit: 10 });
  assert.deepEqual(items.map(({ variable, goneAt }) => [variable, goneAt !== undefined]).sort(), [
    ['Before', true],
    ['Meanwhile', false],
    ['Named', false],
  ]);
});
