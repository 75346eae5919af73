import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { csmsUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { boot2 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import { forgetRows } from './aged-rows.ts';
import type { Statement } from './database.ts';
import { openSqlite } from './sqlite/index.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

describe('old rows', () => {
  it('go in small steps, with their parts; those that are not over and the last one stay', async () => {
    const inner = await openSqlite({ file: ':memory:', worker: false });
    const database = new ControlledDatabase(inner);
    const run = (sql: string) => inner.write([{ sql, params: [] }]);
    await run('CREATE TABLE things (id INTEGER PRIMARY KEY, at BIGINT, over_at BIGINT)');
    await run('CREATE TABLE parts (thing INTEGER, number INTEGER)');
    await run(`INSERT INTO things WITH RECURSIVE n (i) AS
      (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
      SELECT i, i, CASE WHEN i % 100 = 0 THEN NULL ELSE i + 5 END FROM n`);
    await run('INSERT INTO parts SELECT id, 1 FROM things');
    const aged = {
      table: 'things',
      place: 'id',
      at: 'at',
      over: 'over_at',
      parts: { table: 'parts', of: 'thing' },
    } as const;
    const left = async () => {
      const rows = await inner.read<{ id: number }>({
        sql: 'SELECT id FROM things ORDER BY id',
        params: [],
      });
      return rows.map(({ id }) => id);
    };
    await forgetRows(database, aged, 706, () => false);
    const expected = Array.from({ length: 1000 }, (_, n) => n + 1).filter(
      (id) => id > 700 || id % 100 === 0,
    );
    assert.deepEqual(await left(), expected);
    assert.equal(database.writes.length, 4, '705 rows, 200 at a time');
    await forgetRows(database, aged, 5_000, () => true);
    assert.deepEqual(await left(), expected, 'nothing more once it is closed');
    await forgetRows(database, aged, 5_000, () => false);
    const open = [100, 200, 300, 400, 500, 600, 700, 800, 900, 1000];
    assert.deepEqual(await left(), open);
    await run('UPDATE things SET over_at = 1');
    await forgetRows(database, aged, 5_000, () => false);
    assert.deepEqual(await left(), [1000]);
    const parts = await inner.read<{ thing: number }>({ sql: 'SELECT * FROM parts', params: [] });
    assert.deepEqual(
      parts.map(({ thing }) => thing),
      [1000],
    );
    await database.close();
  });
});

describe('retention of what is not in the books', () => {
  it('forgets commands, history, events and alerts that are over, and lets the rest be', async () => {
    await using under = await csmsUnderTest({});
    const { clock, csms } = under;
    const { twin, monitors, alerts, outbox, commandBook, aging, modelReports } = csms.blocks;
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const now = () => new Date(clock.epochMs()).toISOString();
    const component = { name: 'EVSE', evse: { id: 1 } };
    let told = 0;
    const happen = async () => {
      told += 1;
      const reportData = [
        { component, variable: { name: 'Power' }, variableAttribute: [{ value: `${told}` }] },
      ];
      const report = { requestId: told, generatedAt: now(), seqNo: 0, reportData };
      await station.call('NotifyReport', report);
      const event = (code: string, cleared: boolean) => ({
        eventId: told * 10 + (cleared ? 1 : 0),
        timestamp: now(),
        trigger: 'Alerting',
        actualValue: 'true',
        cleared,
        techCode: code,
        eventNotificationType: 'HardWiredNotification',
        component,
        variable: { name: code },
      });
      for (const data of [event('CX001', false), event('CX001', true), event('CX002', false)]) {
        const eventData = [data];
        await station.call('NotifyEvent', { generatedAt: now(), seqNo: 0, eventData });
      }
      await outbox.send('CS-9', 'ClearCache', {}, { by: 'test' }).catch(() => undefined);
    };
    await csms.commands.putStation('CS-9', {});
    await happen();
    clock.setEpochMs(clock.epochMs() + 400 * DAY_MS);
    await happen();
    const power = {
      component: 'EVSE',
      evseId: 1,
      variable: 'Power',
      attributeType: 'Actual',
    } as const;
    const counts = async () => ({
      history: (await twin.history('CS-1', power, { limit: 99 })).items.length,
      reports: (await modelReports.page('CS-1', { limit: 99 })).items.length,
      events: (await monitors.events({ limit: 99 })).items.length,
      over: (await alerts.page({ open: false, limit: 99 })).items.length,
      open: (await alerts.page({ open: true, limit: 99 })).items.length,
      commands: (await commandBook.list({ limit: 99 })).items.length,
    });
    const before = await counts();
    assert.deepEqual(before, { history: 2, reports: 2, events: 6, over: 2, open: 1, commands: 2 });
    await aging.put({});
    await clock.advance(2 * HOUR_MS);
    assert.deepEqual(await counts(), before, 'nothing is said: everything stays');
    const settings = {
      commandsKeptDays: 365,
      historyKeptDays: 365,
      eventsKeptDays: 365,
      alertsKeptDays: 365,
    };
    await aging.put(settings);
    await clock.advance(2 * HOUR_MS);
    assert.deepEqual(await counts(), {
      history: 1,
      reports: 1,
      events: 3,
      over: 1,
      open: 1,
      commands: 1,
    });
    await csms.close();
    const again = await logicUnderTest({ database: under.database, clock });
    assert.deepEqual(again.csms.blocks.aging.settings, settings);
    await again.csms.close();
  });

  it('reads nothing each hour while the oldest row is young, and forgets it in its hour', async () => {
    const inner = await openSqlite({ file: ':memory:', worker: false });
    const database = new ControlledDatabase(inner);
    const { clock, csms } = await logicUnderTest({ database });
    const told = (id: number): Statement => ({
      sql: `INSERT INTO variable_history (id, station_id, key, at, kind, value, detail)
        VALUES (?, 'CS-1', 'key', ?, 'reported', 'value', NULL)`,
      params: [id, clock.epochMs()],
    });
    await inner.write([told(1)]);
    await csms.blocks.aging.put({ historyKeptDays: 1 });
    await clock.advance(HOUR_MS + 1);
    await inner.write([told(2)]);
    database.reads = [];
    const ages = () =>
      database.reads.filter(({ sql }) => sql.includes('FROM variable_history')).length;
    await clock.advance(22 * HOUR_MS);
    assert.equal(ages(), 0);
    await clock.advance(2 * HOUR_MS);
    assert.ok(ages() > 0);
    const rows = await inner.read<{ id: number }>({
      sql: 'SELECT id FROM variable_history',
      params: [],
    });
    assert.deepEqual(
      rows.map(({ id }) => id),
      [2],
    );
    await csms.close();
  });
});
