import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCsms } from '../server.ts';

async function setUp() {
  const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  return {
    async ask(method: string, path: string, body?: object) {
      const response = await fetch(`${csms.url}/api/v1${path}`, {
        method,
        headers: {
          authorization: `Bearer ${csms.adminKey}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      return Object(await response.json());
    },
    [Symbol.asyncDispose]: () => csms.close(),
  };
}

const wish = { url: 'https://receiver.example/', types: ['station'] };

test('a change says whether a webhook is on: disabled when it says so, else active', async () => {
  await using api = await setUp();
  const { webhook } = await api.ask('POST', '/webhooks', wish);
  for (const [change, state] of [
    [{ ...wish, state: 'disabled' }, 'disabled'],
    [{ ...wish, state: 'active' }, 'active'],
    [{ ...wish, state: 'disabled' }, 'disabled'],
    [wish, 'active'],
  ] as const) {
    assert.equal((await api.ask('PUT', `/webhooks/${webhook.id}`, change)).state, state);
    assert.equal((await api.ask('GET', `/webhooks/${webhook.id}`)).state, state);
  }
});

test('the audit tells of a webhook without who may come in there', async () => {
  await using api = await setUp();
  await api.ask('POST', '/webhooks', { ...wish, url: 'https://me:hunter2@receiver.example/' });
  const { items } = await api.ask('GET', '/audit?action=createWebhook');
  assert.equal(items.length, 1);
  assert.match(JSON.stringify(items), /receiver\.example/);
  assert.ok(!JSON.stringify(items).includes('hunter2'));
});
