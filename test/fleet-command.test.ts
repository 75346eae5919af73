import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NorthboundProcess } from './northbound-process.ts';

test('a fleet connects over its ramp and says each second how it is', {
  timeout: 60_000,
}, async (context) => {
  const csms = new NorthboundProcess([
    'csms',
    ...['--port', '0', '--database', ':memory:', '--admission', 'open', '--no-console'],
  ]);
  context.after(() => csms.end('SIGKILL'));
  const [, endpoint = ''] = await csms.line(/(ws:\/\/[^/]+\/ocpp)/);
  const fleet = new NorthboundProcess(['fleet', endpoint, '--count', '20', '--ramp', '1s']);
  context.after(() => fleet.end('SIGKILL'));
  await fleet.line(/20\/20 on {2}20 connected {2}20 accepted .* 0 errors {2}0 refused$/);
  assert.equal(await fleet.end('SIGINT'), 0);
  assert.match(fleet.output, /messages sent, \d+ received, 0 errors/);
});

test('a fleet says once why it is not let in, and why its drivers may not charge', {
  timeout: 60_000,
}, async (context) => {
  for (const [admission, reason] of [
    ['known', /^SHY-\d+: no connection: HTTP status 404: the CSMS does not know this identity/],
    ['open', /^SHY-\d+: a token is refused: Unknown$/],
  ] as const) {
    const csms = new NorthboundProcess([
      'csms',
      ...['--port', '0', '--database', ':memory:', '--admission', admission, '--no-console'],
    ]);
    context.after(() => csms.end('SIGKILL'));
    const [, endpoint = ''] = await csms.line(/(ws:\/\/[^/]+\/ocpp)/);
    const fleet = new NorthboundProcess([
      'fleet',
      endpoint,
      ...['--count', '40', '--ramp', '0', '--prefix', 'SHY-'],
    ]);
    context.after(() => fleet.end('SIGKILL'));
    await fleet.line(reason);
    assert.equal(await fleet.end('SIGINT'), 0);
    const told = fleet.output.split('\n').filter((line) => reason.test(line));
    assert.equal(told.length, 1);
  }
});
