import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask } from '../testing/ask.ts';
import { runningCsms } from '../testing/running-csms.ts';

test('who is no admin sees where the webhook is, and not what lets in there', async () => {
  await using csms = await runningCsms();
  const url = 'https://me:hunter2@drivers.example.com/authorize?token=abc';
  const webhook = {
    url,
    asks: 'all',
    timeoutMs: 2_000,
    fallback: 'table',
    rememberS: 30,
    allowPrivate: false,
  };
  assert.equal((await ask(csms, 'PUT', '/authorization/settings', { webhook })).status, 200);
  const { answer } = await ask(csms, 'POST', '/keys', { name: 'wall', role: 'viewer' });
  const urlFor = async (key?: string) =>
    (await ask(csms, 'GET', '/authorization/settings', undefined, key)).answer.webhook.url;
  assert.equal(await urlFor(), url);
  assert.equal(await urlFor(answer.key), 'https://drivers.example.com/authorize');
});
