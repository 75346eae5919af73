import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiClient, NorthboundProcess } from './northbound-process.ts';

const VERSIONS = ['1.6', '2.0.1', '2.1'] as const;

test('a station at the keyboard charges in every version', { timeout: 60_000 }, async (context) => {
  const csms = new NorthboundProcess(['csms', '--port', '0', '--database', ':memory:']);
  context.after(() => csms.end('SIGKILL'));
  const [, endpoint = ''] = await csms.line(/(ws:\/\/[^/]+\/ocpp)/);
  const [, key = ''] = await csms.line(/Admin key.*: (\S+)/);
  const api = new ApiClient(endpoint.replace('ws:', 'http:').replace('/ocpp', ''), key);
  await api.send('PUT', '/tokens/ISO14443/04AB', { status: 'Accepted' });

  for (const version of VERSIONS) {
    const id = `KEY-${version}`;
    const password = 'a-password-of-the-test';
    await api.send('PUT', `/stations/${id}`, { password });
    const station = new NorthboundProcess([
      'station',
      endpoint,
      '--id',
      id,
      '--ocpp',
      version,
      '--password',
      password,
    ]);
    context.after(() => station.end('SIGKILL'));
    await station.line(/registration Accepted/);
    station.write('plug');
    await station.line(/EVSE 1 connector 1 Occupied/);
    station.write('swipe 04AB');
    await station.line(/EVSE 1 transaction .* Charging$/);
    station.write('status');
    await station.line(/EVSE 1: .*Charging, 11\.0 kW/);
    station.write('swipe 04AB');
    await station.line(/EVSE 1 transaction .* Ended/);
    station.write('unplug');
    await station.line(/EVSE 1 connector 1 Available/);
    station.write('quit');
    assert.equal(await station.ended, 0);
  }
  const { items } = await api.get<{ items: { stationId: string; version: string }[] }>(
    '/transactions',
  );
  assert.deepEqual(
    items.map(({ stationId }) => stationId).toSorted(),
    VERSIONS.map((version) => `KEY-${version}`),
  );
});

test('a CSMS that knows no station turns it away, and the station says so', {
  timeout: 30_000,
}, async (context) => {
  const csms = new NorthboundProcess([
    'csms',
    '--port',
    '0',
    '--database',
    ':memory:',
    '--no-console',
  ]);
  context.after(() => csms.end('SIGKILL'));
  const [, endpoint = ''] = await csms.line(/(ws:\/\/[^/]+\/ocpp)/);
  const station = new NorthboundProcess(['station', endpoint, '--id', 'NOBODY', '--json']);
  context.after(() => station.end('SIGKILL'));
  const [line] = await station.line(/"linkFailed".*/);
  assert.match(line, /404/);
  assert.equal(await station.end('SIGINT'), 0);
  const [, port = ''] = /:(\d+)\//.exec(endpoint) ?? [];
  const second = new NorthboundProcess(['csms', '--port', port, '--database', ':memory:']);
  await assert.rejects(second.line(/Stations connect/), /already in use/);
});
