import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, it } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { apiMigrations } from '../api/migrations.ts';
import { startCsms } from '../server.ts';
import { logicUnderTest } from '../testing/csms-under-test.ts';
import { openSqlite } from './sqlite/index.ts';

/*
 * Data files that older versions wrote, as SQL: two stations, a transaction of 2.1 from its start to its end, one with a
 * gap that is under way, one of 1.6, two tokens, two keys.
 */
const OLDER = {
  'the first schema': {
    file: 'first-schema.sql',
    adminKey: 'nb_a8fb8e674171_rA_GWjrRYoK_-ZEd_3dXzy2QUQCukvw8BtrOrIu9ilA',
    /** There were no records yet. */
    records: 0,
  },
  'the schema before meter values were partitioned': {
    file: 'before-partitions.sql',
    adminKey: 'nb_8538eb566a4b_TtYQ56YBjFk7EFUWHUCyB7SK1xqV8-gVKClbdqJFjqg',
    records: 2,
  },
} as const;

/** A while after they were written. */
const NOW_MS = Date.UTC(2026, 10, 22, 20);
const DAY_MS = 86_400_000;

function textOf(file: string): string {
  return readFileSync(join(import.meta.dirname, 'fixtures', file), 'utf8');
}

async function opened(file: string) {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const lines = textOf(file).trimEnd().split('\n');
  await database.write(lines.map((sql) => ({ sql, params: [] })));
  const clock = new VirtualClock(NOW_MS);
  return { ...(await logicUnderTest({ database, clock, migrations: apiMigrations })), database };
}

for (const [name, { file, adminKey, records }] of Object.entries(OLDER)) {
  describe(`a data file of ${name}`, () => {
    it('keeps its transactions, their events and their meter values', async () => {
      const { csms } = await opened(file);
      const { items } = await csms.queries.transactions({ limit: 10 });
      assert.deepEqual(
        items.map(({ stationId, transactionId, energyWh, eventCount, missingSeqNos, endedAt }) => [
          stationId,
          transactionId,
          energyWh,
          eventCount,
          missingSeqNos,
          endedAt === undefined,
        ]),
        [
          ['CS-2', '3', 1200, 2, [], false],
          ['CS-1', 'GAP', 200, 2, [[1, 1]], true],
          ['CS-1', 'WHOLE', 300, 4, [], false],
        ],
      );
      const values = await csms.queries.transactionMeterValues(1, { limit: 99 });
      assert.equal(values.items.length, 12);
      const { items: tokens } = await csms.queries.tokens({ limit: 10 });
      assert.deepEqual(
        tokens.map(({ idToken, status }) => [idToken, status]),
        [
          ['DRIVER', 'Accepted'],
          ['TAG', 'Blocked'],
        ],
      );
      await csms.close();
    });

    it('has a record of each transaction that is over, the same bytes as ever, also when values are forgotten', async () => {
      const { csms, clock, database } = await opened(file);
      const { cdrs, transactions } = csms.blocks;
      const cdrRows = () =>
        database.read({ sql: 'SELECT * FROM cdrs ORDER BY number', params: [] });
      const before = await cdrRows();
      assert.equal(before.length, records);
      await clock.advance(60_000);
      const sealed = await cdrRows();
      assert.equal(sealed.length, 2);
      if (records > 0) assert.deepEqual(sealed, before);
      const { settings } = transactions;
      await settings.put({
        ...settings.current,
        silentAfterS: 365 * 86_400,
        meterValuesKeptDays: 1,
      });
      clock.setEpochMs(clock.epochMs() + 3 * DAY_MS);
      await clock.advance(7_200_000);
      const { items } = await csms.queries.transactionMeterValues(1, { limit: 99 });
      assert.deepEqual(
        items.map(({ value, measurand }) => [value, measurand]),
        [1000, 1100, 1200, 1300].map((value) => [value, 'Energy.Active.Import.Register']),
      );
      const running = await csms.queries.transactionMeterValues(2, { limit: 99 });
      assert.equal(running.items.length, 6, 'what is not sealed keeps all');
      assert.deepEqual(await cdrRows(), sealed);
      for (const number of [1, 2]) {
        assert.deepEqual(await cdrs.verify(number), {
          number,
          contentMatches: true,
          hashMatches: true,
        });
      }
      await csms.close();
    });

    it('knows its keys', async () => {
      const folder = mkdtempSync(join(tmpdir(), 'northbound-older-'));
      try {
        const databaseFile = join(folder, 'northbound.db');
        const old = new DatabaseSync(databaseFile);
        old.exec(textOf(file));
        old.close();
        await using csms = await startCsms({
          port: 0,
          databaseFile,
          logLevel: 'silent',
          console: false,
        });
        assert.equal(csms.adminKey, undefined, 'it is no first start');
        const response = await fetch(`${csms.url}/api/v1/keys`, {
          headers: { authorization: `Bearer ${adminKey}`, connection: 'close' },
        });
        const { items }: { items: { name: string; role: string }[] } = JSON.parse(
          await response.text(),
        );
        assert.ok(items.some(({ name, role }) => name === 'dispatcher' && role === 'operator'));
      } finally {
        rmSync(folder, { recursive: true });
      }
    });
  });
}

it('a data file in which the twin holds secrets of stations forgets them, and nothing else', async () => {
  const database = await openSqlite({ file: ':memory:', worker: false });
  const lines = textOf('before-partitions.sql').trimEnd().split('\n');
  const told = [
    ['NetworkConfiguration', 'VpnKey'],
    ['', 'AuthorizationKey'],
    ['NetworkConfiguration', 'VpnServer'],
    ['SecurityCtrlr', 'Identity'],
  ] as const;
  const value = 'told by the station';
  const inserts = told.flatMap(([component, variable], index) => {
    const key = JSON.stringify([component, '', 0, 0, variable, '', 'Actual']).toLowerCase();
    return [
      {
        sql: `INSERT INTO twin_variables (station_id, key, component, variable, attribute_type,
          value, drift) VALUES ('CS-9', ?, ?, ?, 'Actual', ?, 0)`,
        params: [key, component, variable, value],
      },
      {
        sql: `INSERT INTO variable_history (id, station_id, key, at, kind, value)
          VALUES (?, 'CS-9', ?, 1, 'reported', ?)`,
        params: [9_000 + index, key, value],
      },
    ];
  });
  await database.write([...lines.map((sql) => ({ sql, params: [] })), ...inserts]);
  const { csms } = await logicUnderTest({ database, migrations: apiMigrations });
  for (const table of ['twin_variables', 'variable_history']) {
    const kept = await database.read<{ readonly key: string }>({
      sql: `SELECT key FROM ${table} WHERE station_id = 'CS-9' AND value IS NOT NULL ORDER BY key`,
      params: [],
    });
    assert.deepEqual(
      kept.map(({ key }) => JSON.parse(key)[4]),
      ['vpnserver', 'identity'],
      table,
    );
  }
  await csms.close();
});
