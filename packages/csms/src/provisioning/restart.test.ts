import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSqlite } from '../store/sqlite/index.ts';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';

const timeout = { component: 'TxCtrlr', variable: 'EVConnectionTimeOut', value: '60' };
const hot = {
  component: 'EVSE',
  variable: 'Temperature',
  type: 'UpperThreshold',
  value: 80,
  severity: 4,
  transaction: false,
} as const;

test('what is known, wanted and under way outlives the CSMS', async () => {
  const file = await openSqlite({ file: ':memory:', worker: false });
  // The store stays open from one life of the CSMS to the next.
  const database = {
    write: file.write.bind(file),
    read: file.read.bind(file),
    close: async () => undefined,
  };
  const page = (seqNo: number, tbc: boolean) => ({
    requestId: 99,
    seqNo,
    tbc,
    generatedAt: at(0),
    reportData: [
      {
        component: { name: 'TxCtrlr' },
        variable: { name: `V${seqNo}` },
        variableAttribute: [{ value: '1' }],
      },
    ],
  });
  {
    await using before = await csmsUnderTest({ database });
    const { blocks, commands } = before.csms;
    await commands.putStation('CS-1', {});
    await blocks.groups.put('CS-1', ['Pilot']);
    await blocks.deviceModel.desire('CS-1', [timeout], 'Ada');
    await blocks.registrations.decide('CS-1', 'Accepted', 'Ada');
    await blocks.templates.create({ name: 't', filter: {}, priority: 0, values: [] });
    await using station = await RawStation.connect(before.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call('NotifyReport', page(0, true));
    const constantStreamData = { id: 5, params: { interval: 9 }, variableMonitoringId: 1 };
    await station.call('OpenPeriodicEventStream', { constantStreamData });
  }
  {
    await using after = await csmsUnderTest({ database });
    const { blocks } = after.csms;
    assert.ok(blocks.groups.has('CS-1', 'Pilot'));
    assert.ok(blocks.twin.isUnsettled('CS-1'));
    assert.equal(blocks.registrations.decision('CS-1')?.by, 'Ada');
    assert.equal(blocks.templates.list().length, 1);
    await using station = await RawStation.connect(after.port, 'CS-1', 'ocpp2.1');
    await station.call('NotifyReport', page(1, false));
    const { items } = await blocks.modelReports.page('CS-1', { limit: 5 });
    assert.deepEqual([items.length, items[0]?.status, items[0]?.pages], [1, 'Complete', 2]);
    // The report has ended: what was wanted before is sent.
    const [, setId, action] = await station.next();
    assert.equal(action, 'SetVariables');
    const { value: _value, component, variable } = timeout;
    const names = { component: { name: component }, variable: { name: variable } };
    const setVariableResult = [{ ...names, attributeStatus: 'Rejected' }];
    station.send([3, setId, { setVariableResult }]);
    const values = { id: 5, pending: 0, basetime: at(1), data: [{ t: 0, v: '1' }] };
    station.send([6, 'n', 'NotifyPeriodicEventStream', values]);
    await station.call('Heartbeat', {});
    const samples = await blocks.streams.samples({ stationId: 'CS-1', streamId: 5, limit: 5 });
    assert.equal(samples.items.length, 1);
    await blocks.monitors.want('CS-1', [hot], 'Ada');
  }
  await using last = await csmsUnderTest({ database });
  const { blocks, commands } = last.csms;
  assert.ok(blocks.monitors.isCared('CS-1'));
  // A station that is removed takes what is wanted of it along.
  await commands.deleteStation('CS-1');
  assert.ok(!blocks.monitors.isCared('CS-1'));
  await commands.putStation('CS-1', {});
  const { monitors, desired } = await blocks.monitors.view('CS-1');
  assert.deepEqual([monitors, desired, await blocks.twin.variables('CS-1')], [[], [], []]);
  await file.close();
});
