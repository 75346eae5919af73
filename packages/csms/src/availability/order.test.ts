import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at } from '../testing/messages.ts';

test('states count in the order in which they come, when a clock was set back or is wrong after a boot; late ones do not', async () => {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  await clock.advance(3_600_000);
  let station = await links.boot('CS-1', '1.6');
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
  // World seeds 22 and 200012: the clock is behind from a boot to the answer to it.
  await clock.advance(1_000);
  station = await links.boot('CS-1', '1.6');
  await says('Unavailable', -600);
  assert.equal(await believed(), 'Unavailable');
  await says('Preparing', 1_801);
  // Told late over the new connection.
  await says('Faulted', -500);
  assert.equal(await believed(), 'Preparing');
  await links.close();
  await logic.csms.close();
  await database.close();
});
