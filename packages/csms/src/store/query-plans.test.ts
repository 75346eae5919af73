import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Blocks } from '../blocks.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import type { Queries } from '../views.ts';
import type { Statement } from './database.ts';
import { openSqlite } from './sqlite/index.ts';

/** Everything that an API can ask, in every combination of its filters. */
async function askEverything(queries: Queries): Promise<void> {
  for (const page of [{}, { before: 9 }]) await queries.frames('CS-1', { ...page, limit: 5 });
  for (const stationId of [{}, { stationId: 'CS-1' }]) {
    for (const active of [{}, { active: true }, { active: false }]) {
      for (const idToken of [{}, { idToken: 'DRIVER' }]) {
        for (const cursor of [{}, { cursor: '9' }]) {
          await queries.transactions({ ...stationId, ...active, ...idToken, ...cursor, limit: 5 });
        }
      }
    }
  }
  await queries.transaction(1);
  await queries.transactionEvents(1, { limit: 1 });
  await queries.transactionMeterValues(1, { limit: 1 });
  for (const evseId of [{}, { evseId: 1 }]) {
    for (const range of [{}, { from: at(0) }, { to: at(9) }, { from: at(0), to: at(9) }]) {
      await queries.meterValues('CS-1', { ...evseId, ...range, limit: 5 });
    }
  }
  const { nextCursor } = await queries.tokens({ limit: 1 });
  assert.ok(nextCursor !== undefined);
  await queries.tokens({ cursor: nextCursor, limit: 1 });
  await queries.token('DRIVER', 'ISO14443');
}

/** The same of the operations of stations. */
async function askOperations(blocks: Blocks): Promise<void> {
  const { notices, reports, reservations, securityEvents, smartCharging } = blocks;
  for (const action of [{}, { action: 'NotifyDERAlarm' }]) {
    await notices.list('CS-1', { ...action, limit: 5 });
    await reports.list('CS-1', { ...action, limit: 5 });
  }
  await reports.get('CS-1', 1);
  await reports.latest('CS-1', 'GetDisplayMessages');
  await smartCharging.limits('CS-1');
  for (const stationId of [{}, { stationId: 'CS-1' }]) {
    for (const type of [{}, { type: 'ResetOrReboot' }]) {
      await securityEvents.list({ ...stationId, ...type, limit: 5 });
    }
    for (const state of [{}, { state: 'Used' } as const]) {
      await reservations.list({ ...stationId, ...state, limit: 5 });
    }
  }
  for (const state of [{}, { state: 'Closed' } as const]) {
    await blocks.localLists.states('all', { limit: 5 });
    await blocks.firmwareImages.list({ limit: 5 });
    for (const stationId of [{}, { stationId: 'CS-1' }]) {
      for (const imageId of [{}, { imageId: 1 }]) {
        await blocks.firmwareUpdates.list({ ...stationId, ...imageId, limit: 5 });
      }
    }
    await blocks.firmwareUpdates.list({ state: 'Failed', limit: 5 });
    await blocks.stationLogs.list('CS-1', { limit: 5 });
    await blocks.files.behind('none', 'Upload');
    await blocks.maintenanceWindows.list({ ...state, limit: 5 });
  }
}

async function sendEverything(port: number): Promise<void> {
  await using two = await RawStation.connect(port, 'CS-1', 'ocpp2.1');
  await two.call('BootNotification', boot2);
  for (const seqNo of [0, 2, 1, 1]) {
    const eventType = seqNo === 0 ? 'Started' : 'Updated';
    await two.call('TransactionEvent', transactionEvent('T', seqNo, eventType));
  }
  await two.call('NotifyDisplayMessages', { requestId: 1 });
  await two.call('NotifyChargingLimit', { chargingLimit: { chargingLimitSource: 'SO' } });
  await two.call('ClearedChargingLimit', { chargingLimitSource: 'SO' });
  await two.call('ReservationStatusUpdate', {
    reservationId: 1,
    reservationUpdateStatus: 'Expired',
  });
  await two.call('FirmwareStatusNotification', { requestId: 5, status: 'Downloading' });
  await two.call('LogStatusNotification', { requestId: 5, status: 'Uploading' });
  await using one = await RawStation.connect(port, 'CS-2', 'ocpp1.6');
  await one.call('BootNotification', boot16);
  const start = { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: at(0) };
  await one.call('StartTransaction', start);
  await one.call('StartTransaction', start);
  for (const transactionId of [-1, -1, 77]) {
    await one.call('StopTransaction', { transactionId, meterStop: 1, timestamp: at(5) });
  }
}

describe('every statement of running traffic', () => {
  it('finds its rows by an index and sorts by one', async () => {
    const inner = await openSqlite({ file: ':memory:', worker: false });
    const database = new ControlledDatabase(inner);
    await using under = await csmsUnderTest({ database });
    const { commands, queries } = under.csms;
    // What a start reads, it reads whole on purpose.
    database.reads = [];
    database.writes = [];
    await commands.putToken({ idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' });
    await commands.putToken({ idToken: 'OTHER', type: 'Central', status: 'Blocked' });
    await sendEverything(under.port);
    await askEverything(queries);
    await under.csms.blocks.localLists.put('all', { stationIds: ['CS-1'] });
    await under.csms.blocks.localLists.sync('CS-1');
    await under.csms.blocks.localLists.remove('all');
    await askOperations(under.csms.blocks);
    await commands.remoteStart('CS-1', { idToken: 'DRIVER' });
    await commands.remoteStop(1);
    await commands.deleteToken('OTHER', 'Central');
    await commands.deleteStation('CS-2');
    const changes = database.writes.flat().filter(({ sql }) => !/^INSERT/.test(sql));
    const statements = new Map([...database.reads, ...changes].map((each) => [each.sql, each]));
    assert.ok(statements.size > 20, `only ${statements.size}`);
    for (const statement of statements.values()) {
      for (const step of await planOf(statement)) {
        // A list without a filter walks its primary key from one end and stops at its limit.
        const walksIndex = / LIMIT /.test(statement.sql) && /^SCAN \w+( USING INDEX|$)/.test(step);
        assert.ok(!/^SCAN/.test(step) || walksIndex, `${step}: ${statement.sql}`);
        assert.ok(!/TEMP B-TREE/.test(step), `${step}: ${statement.sql}`);
      }
    }

    async function planOf({ sql, params }: Statement): Promise<string[]> {
      const rows = await inner.read<{ detail: string }>({
        sql: `EXPLAIN QUERY PLAN ${sql}`,
        params,
      });
      return rows.map(({ detail }) => detail);
    }
  });
});

describe('SQL outside the SQLite adapter', () => {
  it('is of the kind that PostgreSQL understands too', () => {
    const root = join(import.meta.dirname, '..');
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.ts$/.test(file) && !/\.test\.ts$/.test(file) && !/^store[\\/]sqlite/.test(file),
    );
    const only =
      /\b(PRAGMA|WITHOUT ROWID|AUTOINCREMENT|INSERT OR|REPLACE INTO|ifnull|rowid|strftime|GLOB)\b/;
    for (const file of files) {
      const found = only.exec(readFileSync(join(root, file), 'utf8'));
      assert.equal(found, null, `${file}: ${found?.[0]}`);
    }
    assert.ok(files.length > 50);
  });
});
