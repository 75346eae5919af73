import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import type { Database } from '../store/database.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from '../testing/linked-stations.ts';
import { at } from '../testing/messages.ts';

/** Keeps what it is asked, and agrees to everything. */
function asked(station: LinkedStation, action: string): unknown[] {
  return station.called.filter(([called]) => called === action).map(([, payload]) => payload);
}

/** A store in which reading takes time: what is due while the CSMS starts happens between two reads. */
function takingTime(inner: Database, clock: VirtualClock): Database {
  return {
    write: (statements) => inner.write(statements),
    close: () => inner.close(),
    async read(statement) {
      await clock.advance(1);
      return inner.read(statement);
    },
  };
}

test('windows, wishes, reservations and groups of tokens outlive the CSMS', async () => {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  const before = await logicUnderTest({ database, clock });
  const links = new LinkedStations(before);
  const first = await links.boot('CS-1', '2.1');
  const { blocks } = before.csms;
  await blocks.maintenanceWindows.plan({
    stationIds: ['CS-1'],
    evseId: 2,
    startsAt: at(100),
    endsAt: at(200),
  });
  const out = { evseId: 1, operationalStatus: 'Inoperative' } as const;
  assert.equal((await blocks.availability.put('CS-1', out, 'test')).answer, 'Accepted');
  const reservation = await blocks.reservations.reserve(
    'CS-1',
    { idToken: 'A', idTokenType: 'Central', expiresAt: at(120) },
    'test',
  );
  assert.equal(reservation.state, 'Active');
  await blocks.tokens.putGroup({ groupIdToken: 'G', status: 'Blocked', masterPass: false });
  await blocks.tokens.putSettings({ cacheLifetimeS: 60 });
  assert.equal(asked(first, 'ChangeAvailability').length, 1);
  await links.close();
  await before.csms.close();

  // It is down while the window begins.
  await clock.advance(110_000);
  const after = await logicUnderTest({ database: takingTime(database, clock), clock });
  const newLinks = new LinkedStations(after);
  const second = await newLinks.boot('CS-1', '2.1');
  await clock.advance(1_000);
  const { availability, reservations, tokens } = after.csms.blocks;
  assert.deepEqual(asked(second, 'ChangeAvailability').sort(), [
    { evse: { id: 1 }, operationalStatus: 'Inoperative' },
    { evse: { id: 2 }, operationalStatus: 'Inoperative' },
  ]);
  assert.deepEqual(
    availability.list('CS-1').map(({ evseId, desired, window }) => [evseId, desired, window]),
    [
      [1, 'Inoperative', undefined],
      [2, 'Inoperative', 1],
    ],
  );
  await clock.advance(100_000);
  assert.deepEqual(asked(second, 'ChangeAvailability').at(-1), {
    evse: { id: 2 },
    operationalStatus: 'Operative',
  });
  assert.equal((await reservations.get(reservation.id)).state, 'Expired');
  assert.deepEqual(tokens.groups.all(), [
    { groupIdToken: 'G', status: 'Blocked', masterPass: false },
  ]);
  assert.deepEqual(tokens.settings, { cacheLifetimeS: 60 });
  await newLinks.close();
  await after.csms.close();
  await database.close();
});

test('a station that was taken out when the CSMS died comes back when the window is over', async () => {
  const disk = await openSqlite({ file: ':memory:', worker: false });
  const database = new ControlledDatabase(disk);
  const before = await logicUnderTest({ database });
  const first = await new LinkedStations(before).boot('CS-1', '2.1');
  first.answer = () => undefined;
  const times = { startsAt: at(100), endsAt: at(200) };
  await before.csms.blocks.maintenanceWindows.plan({ stationIds: ['CS-1'], ...times });
  await before.clock.advance(100_000);
  assert.deepEqual(asked(first, 'ChangeAvailability'), [{ operationalStatus: 'Inoperative' }]);
  // Its answer finds nobody any more.
  database.become('stalled');

  const after = await logicUnderTest({
    database: disk,
    clock: new VirtualClock(Date.parse(at(300))),
  });
  await after.clock.advance(1);
  const links = new LinkedStations(after);
  const second = await links.boot('CS-1', '2.1');
  await after.clock.advance(1_000);
  assert.deepEqual(asked(second, 'ChangeAvailability'), [{ operationalStatus: 'Operative' }]);
  await links.close();
  await after.csms.close();
  await disk.close();
});

test('a window that is cancelled in the moment of its begin does not open; where the store refuses that, it stays planned', async () => {
  const inner = await openSqlite({ file: ':memory:', worker: false });
  const database = new ControlledDatabase(inner);
  const under = await logicUnderTest({ database });
  const stations = new LinkedStations(under);
  const station = await stations.boot('CS-1', '2.1');
  const { maintenanceWindows } = under.csms.blocks;
  const plan = () =>
    maintenanceWindows.plan({ stationIds: ['CS-1'], startsAt: at(10), endsAt: at(3_600) });
  const [window, other] = [await plan(), await plan()];
  const held = database.hold();
  const cancelled = maintenanceWindows.cancel(window.id);
  await held.arrived;
  database.become('full');
  await assert.rejects(maintenanceWindows.cancel(other.id), { name: 'DatabaseError' });
  database.become('normal');
  await maintenanceWindows.cancel(other.id);
  await under.clock.advance(20_000);
  held.release();
  assert.equal((await cancelled).state, 'Cancelled');
  await under.clock.advance(20_000);
  assert.deepEqual(station.called, []);
  const { items } = await maintenanceWindows.list({ limit: 9 });
  assert.deepEqual(
    items.map(({ state }) => state),
    ['Cancelled', 'Cancelled'],
  );
  await stations.close();
  await database.close();
});
