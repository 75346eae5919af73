import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at } from '../testing/messages.ts';

test('states count in the order in which they come, when a clock was set back; older ones than the connection do not', async () => {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  await clock.advance(3_600_000);
  const station = await links.boot('CS-1', '1.6');
  const says = (status: string, seconds: number) =>
    station.call('StatusNotification', {
      ...{ connectorId: 1, errorCode: 'NoError', status },
      timestamp: at(3_600 + seconds),
    });
  const believed = async () => {
    const view = await logic.csms.queries.station('CS-1');
    return view?.evses[0]?.connectors[0]?.reportedStatus;
  };
  await clock.advance(1_800_000);
  await says('Preparing', 1_800);
  // Half an hour back, less a minute.
  await says('Available', 70);
  assert.equal(await believed(), 'Available');
  // Something that happened before the connection began, and is told late.
  await says('Faulted', -90);
  assert.equal(await believed(), 'Available');
  // World seed 22: a clock that is behind by seconds from a boot to the answer to it.
  await says('Unavailable', -6);
  assert.equal(await believed(), 'Unavailable');
  await links.close();
  await logic.csms.close();
  await database.close();
});
