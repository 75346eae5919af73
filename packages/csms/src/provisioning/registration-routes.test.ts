import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCsms } from '../server.ts';

test('who decides about a station is written down by name', async () => {
  const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  try {
    const ask = async (key: string, method: string, path: string, body: object) => {
      const response = await fetch(`${csms.url}/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      assert.ok(response.ok, `${method} ${path}: ${response.status}`);
      return Object(await response.json());
    };
    const adminKey = csms.adminKey ?? '';
    await ask(adminKey, 'PUT', '/stations/CS-1', {});
    const { key } = await ask(adminKey, 'POST', '/keys', { name: 'night shift', role: 'operator' });
    const decision = { registration: 'Rejected', reason: 'Not paid for.' };
    const decided = await ask(key, 'PUT', '/stations/CS-1/registration', decision);
    assert.deepEqual([decided.next, decided.decidedBy], ['Rejected', 'night shift']);
  } finally {
    await csms.close();
  }
});
