import assert from 'node:assert/strict';
import { describe, it, test } from 'node:test';
import { WireStation } from '../api/testing/wire-station.ts';
import { ask } from '../testing/ask.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { boot2, transactionEvent } from '../testing/messages.ts';
import { runningCsms } from '../testing/running-csms.ts';

test('what a removed station did can be read, and a mistyped one is not there', async () => {
  await using csms = await runningCsms();
  assert.equal((await ask(csms, 'PUT', '/stations/CS-1', {})).status, 200);
  {
    await using station = await WireStation.connect(csms.url, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
  }
  const statusOf = async (path: string) => (await ask(csms, 'GET', path)).status;
  assert.equal((await ask(csms, 'DELETE', '/stations/CS-1')).status, 204);
  assert.equal(await statusOf('/stations/CS-1'), 404);
  const { status, answer } = await ask(csms, 'GET', '/stations/CS-1/frames');
  assert.equal(status, 200);
  assert.ok(JSON.stringify(answer).includes('BootNotification'));
  assert.equal(await statusOf('/stations/CS-1/settlements'), 200);
  for (const id of ['CS-l', 'cs-1', 'CS-1%20'])
    assert.equal(await statusOf(`/stations/${id}/frames`), 404, id);
  assert.equal(await statusOf('/local-lists/none/stations'), 404);
});

describe('a station that is removed', () => {
  async function bench() {
    const logic = await logicUnderTest({ admission: 'known' });
    const { csms, database, clock } = logic;
    await csms.commands.putStation('CS-1', {});
    const links = new LinkedStations(logic);
    /** What is stored of stations. */
    const stored = async () => {
      await clock.advance(1_000);
      const tables = ['stations', 'connectors', 'twin_variables'];
      const rows = await Promise.all(
        tables.map((table) => database.read({ sql: `SELECT * FROM ${table}`, params: [] })),
      );
      return rows.map(({ length }) => length);
    };
    return { ...logic, links, stored, remove: () => csms.commands.deleteStation('CS-1') };
  }

  it('does not come back by a boot that overtakes its removal', async () => {
    const { links, remove, stored } = await bench();
    const station = await links.boot('CS-1', '2.1');
    const removing = remove();
    void station.boot();
    assert.equal(await removing, true);
    assert.deepEqual(await stored(), [0, 0, 0]);
    assert.equal(station.isOpen, false);
  });

  it('is removed once, behind what it said before', async () => {
    const { links, remove, stored } = await bench();
    const station = await links.boot('CS-1', '2.1');
    const status = { evseId: 1, connectorId: 1, connectorStatus: 'Available' };
    void station.call('StatusNotification', { ...status, timestamp: '2026-01-01T00:00:00.000Z' });
    assert.deepEqual(await Promise.all([remove(), remove()]), [true, false]);
    assert.deepEqual(await stored(), [0, 0, 0]);
  });

  it('during its handshake is let go', async () => {
    const { links, remove, stored } = await bench();
    const station = await links.connect('CS-1', '2.1', remove);
    assert.deepEqual(await stored(), [0, 0, 0]);
    assert.equal(station.isOpen, false);
  });
});
