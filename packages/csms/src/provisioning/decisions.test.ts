import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';

test('a rule accepts a station that is read and set, unless an operator keeps it Pending', async () => {
  for (const [isKept, expected] of [
    [false, ['Accepted', 'rule']],
    [true, ['Pending', 'anna']],
  ] as const) {
    const logic = await logicUnderTest({ registration: 'configure' });
    const { registering } = logic.csms.blocks;
    await logic.csms.commands.putStation('CS-1', {});
    if (isKept) await registering.decide('CS-1', 'Pending', 'anna', 'To be looked at.');
    const station = await new LinkedStations(logic).connect('CS-1', '1.6');
    station.answer = (action) =>
      action === 'GetConfiguration' ? { configurationKey: [] } : { status: 'Accepted' };
    await station.boot();
    await logic.clock.advance(60_000);
    const { next, decidedBy, waitsFor } = await registering.view('CS-1');
    assert.deepEqual([next, decidedBy], expected);
    assert.deepEqual(waitsFor, []);
  }
});
