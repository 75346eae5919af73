import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { openSqlite } from '../store/sqlite/index.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { at } from '../testing/messages.ts';

test('states count in the order in which they come, whatever the clock of the station says', async () => {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  await clock.advance(3_600_000);
  let station = await links.boot('CS-1', '1.6');
  const says = async (status: string, seconds: number) => {
    await station.call('StatusNotification', {
      ...{ connectorId: 1, errorCode: 'NoError', status },
      timestamp: at(3_600 + seconds),
    });
    const view = await logic.csms.queries.station('CS-1');
    assert.equal(view?.evses[0]?.connectors[0]?.reportedStatus, status);
  };
  await clock.advance(1_800_000);
  await says('Preparing', 1_800);
  // Half an hour back, less a minute.
  await says('Available', 70);
  // World seeds 201144 and 201619: to before the connection began.
  await says('Preparing', -90);
  // World seeds 22 and 200012: the clock is behind from a boot to the answer to it.
  await clock.advance(1_000);
  station = await links.boot('CS-1', '1.6');
  await says('Unavailable', -600);
  await says('Preparing', 1_801);
  await links.close();
  await logic.csms.close();
  await database.close();
});

test('what a monitor saw while the station was offline may come late, and changes no state then', async () => {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const logic = await logicUnderTest({ database, clock });
  const links = new LinkedStations(logic);
  await clock.advance(3_600_000);
  const station = await links.boot('CS-1', '2.1');
  const says = async (actualValue: string, seconds: number, eventNotificationType: string) => {
    const event = {
      ...{ eventId: 1, trigger: 'Delta', timestamp: at(3_600 + seconds), actualValue },
      eventNotificationType,
      component: { name: 'Connector', evse: { id: 1, connectorId: 1 } },
      variable: { name: 'AvailabilityState' },
    };
    await station.call('NotifyEvent', { generatedAt: at(3_600), seqNo: 0, eventData: [event] });
    const view = await logic.csms.queries.station('CS-1');
    return view?.evses[0]?.connectors[0]?.availabilityState;
  };
  assert.equal(await says('Available', 0, 'HardWiredNotification'), 'Available');
  assert.equal(await says('Faulted', -90, 'CustomMonitor'), 'Available');
  assert.equal(await says('Occupied', 0, 'CustomMonitor'), 'Occupied');
  assert.equal(await says('Available', -60, 'HardWiredNotification'), 'Available');
  await links.close();
  await logic.csms.close();
  await database.close();
});
