import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Bench, startBench } from '../testing/bench.ts';
import { listOf, nameOf } from '../testing/monitoring.ts';
import { started } from '../testing/sessions.ts';

/** `Component.Variable` of all pages. */
async function report({ csms }: Bench, criteria: Record<string, unknown>): Promise<string[]> {
  assert.deepEqual(await csms.call('GetReport', { requestId: 5, ...criteria }), {
    status: 'Accepted',
  });
  const names: string[] = [];
  for (let seqNo = 0; ; seqNo++) {
    const { payload } = await csms.next('NotifyReport');
    assert.equal(payload.requestId, 5);
    assert.equal(payload.seqNo, seqNo);
    const data = listOf(payload, 'reportData');
    names.push(
      ...data.map(({ component, variable }) => `${nameOf(component)}.${nameOf(variable)}`),
    );
    if (payload.tbc === false) return names;
    assert.equal(data.length, 50);
  }
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_B_54_CS B08: variables by component, EVSE and instance`, async () => {
    await using made = await startBench(version, { evses: 2 });
    await started(made);
    const component = { name: 'EVSE' };
    const powers = [{ component, variable: { name: 'power' } }];
    assert.deepEqual(await report(made, { componentVariable: powers }), [
      'EVSE.Power',
      'EVSE.Power',
    ]);
    const one = [{ component: { ...component, evse: { id: 2 } }, variable: { name: 'Power' } }];
    assert.deepEqual(await report(made, { componentVariable: one }), ['EVSE.Power']);
    const items = { component: { name: 'DeviceDataCtrlr' }, variable: { name: 'ItemsPerMessage' } };
    assert.equal((await report(made, { componentVariable: [items] })).length, 3);
  });

  test(`${version} TC_B_53_CS B08: components by criteria`, async () => {
    await using made = await startBench(version);
    await started(made);
    const { csms, station } = made;
    const problem = { requestId: 1, componentCriteria: ['Problem'] };
    assert.deepEqual(await csms.call('GetReport', problem), { status: 'EmptyResultSet' });
    station.fault(1, 'CX017');
    const failing = await report(made, { componentCriteria: ['Problem'] });
    assert.deepEqual([...new Set(failing)], ['PowerContactor.Problem']);
    const enabled = await report(made, { componentCriteria: ['Enabled', 'Problem'] });
    assert.ok(enabled.length > 50);
    const both = {
      componentCriteria: ['Problem'],
      componentVariable: [{ component: { name: 'EVSE' } }],
    };
    assert.deepEqual(await csms.call('GetReport', { requestId: 2, ...both }), {
      status: 'EmptyResultSet',
    });
  });
}
