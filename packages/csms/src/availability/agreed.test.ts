import assert from 'node:assert/strict';
import { test } from 'node:test';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';

test('a station that will go out after its transaction is not asked again when it comes back: G03.FR.05', async () => {
  for (const [status, times] of [
    ['Scheduled', 0],
    ['Rejected', 1],
  ] as const) {
    const logic = await logicUnderTest();
    const links = new LinkedStations(logic);
    const station = await links.boot('CS-1', '2.1');
    station.answer = () => ({ status });
    const out = { evseId: 1, operationalStatus: 'Inoperative' } as const;
    const wanted = await logic.csms.blocks.availability.put('CS-1', out, 'anna');
    assert.equal(wanted.answer, status);
    station.drop();
    const back = await links.connect('CS-1', '2.1');
    await logic.clock.advance(10_000);
    assert.equal(back.called.length, times, status);
  }
});

test('what was wanted of a station that is removed before it answers is not wanted of the next of its name', async () => {
  const logic = await logicUnderTest();
  const links = new LinkedStations(logic);
  const station = await links.boot('CS-1', '2.1');
  station.answer = () => undefined;
  const { availability } = logic.csms.blocks;
  const out = { evseId: 0, operationalStatus: 'Inoperative' } as const;
  const putting = availability.put('CS-1', out, 'anna');
  await logic.clock.settle();
  await logic.csms.commands.deleteStation('CS-1');
  await logic.clock.advance(60_000);
  await putting;
  await logic.csms.commands.putStation('CS-1', {});
  const next = await links.boot('CS-1', '2.1');
  await logic.clock.advance(10_000);
  assert.deepEqual([next.called, availability.list('CS-1')], [[], []]);
});
