import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VirtualClock } from '@northbound/rpc/testing';
import type { Outbound, OutboundResult } from '../outbound/outbound.ts';
import { AuthorizationWebhook } from './webhook.ts';

test('an answer to a question from before everything was forgotten is given, and not remembered', async () => {
  const answers: ((result: OutboundResult) => void)[] = [];
  const outbound: Outbound = { post: () => new Promise((resolve) => answers.push(resolve)) };
  const webhook = new AuthorizationWebhook(outbound, new VirtualClock(), assert.fail);
  const settings = {
    url: 'https://drivers.example.com/',
    asks: 'all',
    timeoutMs: 1_000,
    fallback: 'table',
    rememberS: 3_600,
    allowPrivate: false,
  } as const;
  const ask = () => webhook.ask(settings, { stationId: 'CS-1', idToken: 'A', type: 'Central' });
  const answer = (status: string) =>
    answers.shift()?.({ outcome: 'answered', status: 200, body: JSON.stringify({ status }) });
  const before = ask();
  webhook.forget();
  answer('Accepted');
  assert.deepEqual(await before, { status: 'Accepted' });
  const after = ask();
  answer('Blocked');
  assert.deepEqual(await after, { status: 'Blocked' });
  assert.deepEqual(await ask(), { status: 'Blocked' });
});
