import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { DatabaseError } from '../store/errors.ts';
import { IdempotentAnswers } from './idempotency.ts';
import { type ApiUnderTest, apiUnderTest, bearer } from './testing/api-under-test.ts';
import { FakeDatabase } from './testing/fake-csms.ts';

const url = '/api/v1/stations/CS-1/calls/Reset';

function send(
  { app, keys }: ApiUnderTest,
  key: string,
  payload: object = { type: 'Immediate' },
  { holder = keys.operator, path = url } = {},
) {
  const headers = { ...bearer(holder), 'idempotency-key': key };
  return app.inject({ method: 'POST', url: path, headers, payload });
}

test('a repetition gets the same answer, and nothing happens again', async () => {
  await using api = await apiUnderTest();
  const first = await send(api, 'k1');
  api.commands.outcome = { outcome: 'answered', payload: { status: 'Rejected' } };
  const again = await send(api, 'k1');
  assert.deepEqual([again.statusCode, again.body], [first.statusCode, first.body]);
  assert.equal(again.headers['content-type'], first.headers['content-type']);
  assert.equal(again.headers['idempotent-replayed'], 'true');
  assert.equal(first.headers['idempotent-replayed'], undefined);
  assert.equal(api.commands.asked.length, 1);
  assert.notEqual((await send(api, 'k2')).body, first.body);
  const audit = await api.app.inject({ url: '/api/v1/audit', headers: bearer(api.keys.admin) });
  assert.equal(audit.json().items.length, 2, 'a repetition is no further entry');
});

test('problems of stations are answers too; what was not tried may be tried again', async () => {
  await using api = await apiUnderTest();
  api.commands.outcome = { outcome: 'timedOut', timeoutS: 30 };
  const late = await send(api, 'k1');
  assert.equal(late.statusCode, 504);
  api.commands.outcome = { outcome: 'answered', payload: {} };
  assert.equal((await send(api, 'k1')).body, late.body);
  api.commands.failure = new DatabaseError('full', '');
  assert.equal((await send(api, 'k2')).statusCode, 503);
  api.commands.failure = undefined;
  assert.equal((await send(api, 'k2')).statusCode, 200);
  assert.equal((await send(api, 'k3', [])).statusCode, 200);
});

test('the same key with another request is a mistake', async () => {
  await using api = await apiUnderTest();
  await send(api, 'k1');
  const other = '/api/v1/stations/CS-1/calls/ClearCache';
  for (const answer of [
    await send(api, 'k1', { type: 'OnIdle' }),
    await send(api, 'k1', { type: 'Immediate' }, { path: other }),
  ])
    assert.deepEqual(
      [answer.statusCode, answer.json().type],
      [422, 'urn:northbound:problem:idempotencyKeyReused'],
    );
  assert.equal(api.commands.asked.length, 1);
});

test('each caller has keys of its own', async () => {
  await using api = await apiUnderTest();
  await send(api, 'k1');
  await send(api, 'k1', { type: 'Immediate' }, { holder: api.keys.admin });
  assert.equal(api.commands.asked.length, 2);
});

test('a repetition while the first is under way waits its turn elsewhere', async () => {
  await using api = await apiUnderTest();
  const started = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  api.commands.call = async () => {
    started.resolve();
    await answered.promise;
    return { outcome: 'answered', payload: {} };
  };
  const first = send(api, 'k1');
  await started.promise;
  const second = await send(api, 'k1');
  assert.deepEqual(
    [second.statusCode, second.json().type, second.headers['retry-after']],
    [409, 'urn:northbound:problem:requestUnderWay', '1'],
  );
  answered.resolve();
  assert.equal((await first).statusCode, 200);
  assert.equal((await send(api, 'k1')).headers['idempotent-replayed'], 'true');
});

test('keys that are none are refused', async () => {
  await using api = await apiUnderTest();
  for (const key of ['', 'x'.repeat(256), 'with space'])
    assert.equal((await send(api, key)).statusCode, 400, key);
});

test('a secret is not kept: a repetition hears that it was made', async () => {
  await using api = await apiUnderTest();
  const make = () =>
    send(
      api,
      'k1',
      { name: 'n', role: 'viewer' },
      { holder: api.keys.admin, path: '/api/v1/keys' },
    );
  const made = await make();
  const secret = made.json().key;
  const again = await make();
  assert.deepEqual(
    [again.statusCode, again.json().type],
    [409, 'urn:northbound:problem:answerNotKept'],
  );
  const rows = await api.database.read({ sql: 'SELECT * FROM idempotent_answers', params: [] });
  assert.equal(rows.length, 1);
  assert.ok(!JSON.stringify(rows).includes(secret.slice(16)));
});

test('answers outlive a restart, and a request that a crash cut off is not carried out again', async () => {
  const database = new FakeDatabase();
  const clock = new VirtualClock();
  const before = new IdempotentAnswers({ database, clock });
  const answer = { status: 200, contentType: 'application/json', body: '{}' };
  assert.equal(await before.begin('done', 'f'), undefined);
  await before.end('done', answer);
  assert.equal(await before.begin('cut off', 'f'), undefined);

  const after = new IdempotentAnswers({ database, clock });
  assert.deepEqual(await after.begin('done', 'f'), answer);
  await assert.rejects(after.begin('cut off', 'f'), { code: 'answerNotKept' });
  await assert.rejects(after.begin('done', 'g'), { code: 'idempotencyKeyReused' });
});

test('answers are kept for a day, and only so many', async () => {
  const database = new FakeDatabase();
  const clock = new VirtualClock();
  const answers = new IdempotentAnswers({ database, clock });
  await answers.begin('old', 'f');
  await answers.end('old', { status: 204, contentType: undefined, body: '' });
  const insert = {
    sql: `INSERT INTO idempotent_answers (id, fingerprint, at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20500)
    SELECT 'n' || i, 'f', ? + i FROM n`,
    params: [clock.epochMs()],
  };
  await database.write([insert]);
  await clock.advance(60_000);
  await answers.begin('next', 'f');
  const count = async () =>
    (
      await database.read<{ n: number }>({
        sql: 'SELECT COUNT(*) AS n FROM idempotent_answers',
        params: [],
      })
    )[0]?.n;
  assert.equal(await count(), 20_001);
  await clock.advance(24 * 3_600_000);
  assert.equal(await answers.begin('old', 'another'), undefined);
  assert.equal(await count(), 1);
});

test('answers are kept only up to so many bytes, the newest', async () => {
  const database = new FakeDatabase();
  const clock = new VirtualClock();
  const answers = new IdempotentAnswers({ database, clock });
  const body = JSON.stringify('ü'.repeat(120_000));
  const sum = async () => {
    const sql = 'SELECT SUM(LENGTH(CAST(body AS BLOB))) AS n FROM idempotent_answers';
    return (await database.read<{ n: number }>({ sql, params: [] }))[0]?.n ?? 0;
  };
  const answer = { status: 200, contentType: 'application/json', body };
  const mebibyte = 1024 * 1024;
  for (let i = 0; i < 320; i += 1) {
    await clock.advance(1);
    await answers.begin(`k${i}`, 'f');
    await answers.end(`k${i}`, answer);
    if (i % 80 === 79) assert.ok((await sum()) < 73 * mebibyte, 'within a minute, too');
  }
  await clock.advance(60_000);
  const restarted = new IdempotentAnswers({ database, clock });
  await restarted.begin('next', 'f');
  assert.ok((await sum()) <= 64 * mebibyte);
  assert.ok((await sum()) > 63 * mebibyte);
  assert.deepEqual(await restarted.begin('k319', 'f'), answer);
  assert.equal(await restarted.begin('k0', 'f'), undefined, 'the oldest is forgotten');
});
