import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { AuditLog } from './audit.ts';
import { FakeDatabase, fakeSecureRandom } from './testing/fake-csms.ts';

const caller = { kind: 'key', id: 'k', name: 'dispatch', role: 'operator' } as const;

function auditLog() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const database = new FakeDatabase();
  return { clock, audit: new AuditLog({ database, clock, secureRandom: fakeSecureRandom() }) };
}

test('an entry tells who, what and where, and later what came of it', async () => {
  const { audit } = auditLog();
  const begun = {
    at: '2026-01-01T00:00:00.000Z',
    callerKind: 'key',
    callerId: 'k',
    callerName: 'dispatch',
    remoteAddress: '192.0.2.1',
    action: 'remoteStop',
    target: '/transactions/1/remote-stop',
  };
  const { action, target, remoteAddress } = begun;
  const id = await audit.begin({ caller, remoteAddress, action, target });
  assert.deepEqual((await audit.page({ limit: 10 })).items, [{ id, ...begun }]);
  await audit.end(id, { status: 504, problem: 'timedOut' });
  const done = { id, ...begun, status: 504, problem: 'timedOut' };
  assert.deepEqual((await audit.page({ limit: 10 })).items, [done]);
});

test('pages go back in time and give every entry once, also those of one millisecond', async () => {
  const { audit, clock } = auditLog();
  for (let i = 0; i < 25; i += 1) {
    await audit.begin({ caller, remoteAddress: 'x', action: 'a', target: `/${i}` });
    if (i % 4 === 0) await clock.advance(1);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await audit.page({ limit: 4, ...(cursor !== undefined && { cursor }) });
    const times = page.items.map(({ at }) => at);
    assert.deepEqual(times, times.toSorted().reverse());
    seen.push(...page.items.map(({ target }) => target));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  assert.equal(seen.length, 25);
  assert.equal(new Set(seen).size, 25);
});

test('the log is asked for who, what, where and when', async () => {
  const { audit, clock } = auditLog();
  const ada = { kind: 'user', id: 'u', name: 'ada', role: 'admin' } as const;
  const remoteAddress = 'x';
  await audit.begin({ caller, remoteAddress, action: 'putToken', target: '/tokens/1' });
  await clock.advance(1000);
  await audit.begin({ caller: ada, remoteAddress, action: 'putToken', target: '/tokens/2' });
  await clock.advance(1000);
  await audit.begin({ caller: ada, remoteAddress, action: 'putStation', target: '/stations/1' });
  const found = async (filter: object) =>
    (await audit.page({ limit: 10, ...filter })).items.map(({ target }) => target);
  assert.deepEqual(await found({ callerId: 'u' }), ['/stations/1', '/tokens/2']);
  assert.deepEqual(await found({ action: 'putToken' }), ['/tokens/2', '/tokens/1']);
  assert.deepEqual(await found({ target: '/tokens/1' }), ['/tokens/1']);
  const [from, to] = ['2026-01-01T00:00:01Z', '2026-01-01T00:00:02Z'];
  assert.deepEqual(await found({ from, to }), ['/tokens/2']);
  assert.deepEqual(await found({ from, callerId: 'k' }), []);
});

test('a foreign cursor is refused', async () => {
  const { audit } = auditLog();
  await assert.rejects(audit.page({ limit: 1, cursor: '1; DROP TABLE audit' }), {
    code: 'invalidCursor',
  });
});
