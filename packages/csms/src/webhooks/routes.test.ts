import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCsms } from '../server.ts';

test('a change says whether a webhook is on: disabled when it says so, else active', async () => {
  const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  try {
    const ask = async (method: string, path: string, body?: object) => {
      const response = await fetch(`${csms.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${csms.adminKey}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return Object(await response.json());
    };
    const wish = { url: 'https://receiver.example/', types: ['station'] };
    const { webhook } = await ask('POST', '/webhooks', wish);
    for (const [change, state] of [
      [{ ...wish, state: 'disabled' }, 'disabled'],
      [{ ...wish, state: 'active' }, 'active'],
      [{ ...wish, state: 'disabled' }, 'disabled'],
      [wish, 'active'],
    ] as const) {
      assert.equal((await ask('PUT', `/webhooks/${webhook.id}`, change)).state, state);
      assert.equal((await ask('GET', `/webhooks/${webhook.id}`)).state, state);
    }
  } finally {
    await csms.close();
  }
});
