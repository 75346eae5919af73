import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import { AuditLog } from './audit.ts';
import { FakeDatabase, fakeSecureRandom } from './testing/fake-csms.ts';

const key = {
  id: 'k',
  name: 'dispatch',
  role: 'operator',
  createdAt: '2026-01-01T00:00:00Z',
} as const;

function auditLog() {
  const clock = new VirtualClock(Date.UTC(2026, 0, 1));
  const database = new FakeDatabase();
  return { clock, audit: new AuditLog({ database, clock, secureRandom: fakeSecureRandom() }) };
}

test('an entry tells who, what and where, and later what came of it', async () => {
  const { audit } = auditLog();
  const begun = {
    at: '2026-01-01T00:00:00.000Z',
    keyId: 'k',
    keyName: 'dispatch',
    remoteAddress: '192.0.2.1',
    action: 'remoteStop',
    target: '/transactions/1/remote-stop',
  };
  const { action, target, remoteAddress } = begun;
  const id = await audit.begin({ key, remoteAddress, action, target });
  assert.deepEqual((await audit.page({ limit: 10 })).items, [{ id, ...begun }]);
  await audit.end(id, { status: 504, problem: 'timedOut' });
  const done = { id, ...begun, status: 504, problem: 'timedOut' };
  assert.deepEqual((await audit.page({ limit: 10 })).items, [done]);
});

test('pages go back in time and give every entry once, also those of one millisecond', async () => {
  const { audit, clock } = auditLog();
  for (let i = 0; i < 25; i += 1) {
    await audit.begin({ key, remoteAddress: 'x', action: 'a', target: `/${i}` });
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

test('a foreign cursor is refused', async () => {
  const { audit } = auditLog();
  await assert.rejects(audit.page({ limit: 1, cursor: '1; DROP TABLE audit' }), {
    code: 'invalidCursor',
  });
});
