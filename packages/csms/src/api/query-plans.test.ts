import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import type { Statement } from '../store/database.ts';
import { migrate } from '../store/migrations.ts';
import { csmsMigrations } from '../store/schema.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import {
  insertDelivery,
  removeEvents,
  removeWebhook,
  selectDeliveries,
  selectEvents,
} from '../webhooks/sql.ts';
import { AuditLog } from './audit.ts';
import { IdempotentAnswers } from './idempotency.ts';
import { ApiKeys } from './keys.ts';
import { apiMigrations } from './migrations.ts';
import { Sessions } from './people/sessions.ts';
import { Users } from './people/users.ts';
import { fakePasswords, fakeSecureRandom } from './testing/fake-csms.ts';

/** Short lists that are read whole on purpose: keys, people and the one count of admins. */
const wholeTables = /^SELECT \* FROM (api_keys|users) ORDER BY|COUNT\(\*\) FROM (api_keys|users)/;

const caller = { kind: 'user', id: 'u', name: 'ada', role: 'admin' } as const;

test('what the API and webhooks ask finds its rows by an index and sorts by one', async () => {
  const inner = await openSqlite({ file: ':memory:', worker: false });
  const clock = new VirtualClock();
  await migrate(inner, [...csmsMigrations, ...apiMigrations], clock);
  const database = new ControlledDatabase(inner);
  const options = {
    database,
    clock,
    secureRandom: fakeSecureRandom(),
    passwords: fakePasswords,
  };
  const keys = new ApiKeys(options);
  const { key } = await keys.create({ name: 'k', role: 'admin' });
  await keys.verify(key);
  const users = new Users(options);
  const { user, invitation } = await users.add('ada', 'admin');
  await users.invited(invitation);
  await users.setPassword(user.id, 'p');
  const proof = await users.verify('ada', 'p');
  const sessions = new Sessions(options);
  const session = proof && (await sessions.open(proof));
  assert.ok(session !== undefined);
  await sessions.find(session.token);
  await sessions.closeAll(user.id);
  const audit = new AuditLog(options);
  for (const target of ['/a', '/b'])
    await audit.end(await audit.begin({ caller, remoteAddress: 'x', action: 'a', target }), {
      status: 200,
    });
  const { nextCursor: cursor } = await audit.page({ limit: 1 });
  assert.ok(cursor !== undefined);
  const times = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  for (const filter of [{}, { callerId: 'u' }, { action: 'a' }, { target: '/a' }, times])
    for (const page of [{}, { cursor }]) await audit.page({ ...filter, ...page, limit: 1 });
  const answers = new IdempotentAnswers(options);
  await answers.begin('id', 'f');
  await answers.end('id', undefined);
  await users.setRole(user.id, 'viewer');
  await users.remove(user.id);
  await selectEvents(database, 1, 5);
  for (const page of [{}, { cursor: Buffer.from('[9]').toString('base64url') }])
    await selectDeliveries(database, 1, { ...page, limit: 5 });
  const delivery = { id: 1, atMs: 0, durationMs: 0, firstEventId: '', events: 1, attempt: 1 };
  await database.write([
    insertDelivery(1, { ...delivery, status: 200, failure: undefined }),
    removeEvents([1, 5]),
    ...removeWebhook(1),
  ]);

  const changes = database.writes.flat().filter(({ sql }) => !/^INSERT/.test(sql));
  const statements = new Map([...database.reads, ...changes].map((each) => [each.sql, each]));
  assert.ok(statements.size > 25, `only ${statements.size}`);
  for (const statement of statements.values()) {
    if (wholeTables.test(statement.sql)) continue;
    for (const step of await planOf(statement)) {
      const walksIndex = / LIMIT /.test(statement.sql) && /^SCAN \w+ USING/.test(step);
      assert.ok(!/^SCAN/.test(step) || walksIndex, `${step}: ${statement.sql}`);
      assert.ok(!/TEMP B-TREE/.test(step), `${step}: ${statement.sql}`);
    }
  }
  await inner.close();

  async function planOf({ sql, params }: Statement): Promise<string[]> {
    const rows = await inner.read<{ detail: string }>({
      sql: `EXPLAIN QUERY PLAN ${sql}`,
      params,
    });
    return rows.map(({ detail }) => detail);
  }
});
