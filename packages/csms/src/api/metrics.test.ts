import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { apiUnderTest, bearer } from './testing/api-under-test.ts';

test('metrics tell of stations, messages, requests, streams and the process', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.viewer);
  await api.app.inject({ url: '/api/v1/stations/CS-1', headers });
  await api.app.inject({ url: '/api/v1/stations/none', headers });
  await api.app.inject({ url: '/api/v1/stations/CS-2', headers });
  const scrape = async () => api.app.inject({ url: '/metrics', headers });
  const first = await scrape();
  assert.match(String(first.headers['content-type']), /^text\/plain/);
  const route = 'route="/api/v1/stations/:id"';
  for (const line of [
    'northbound_stations_connected{version="1.6"} 3',
    'northbound_stations_connected{version="2.1"} 2',
    'northbound_handshakes_refused_total{status="404"} 5',
    'northbound_ocpp_messages_total{version="1.6",action="Heartbeat",direction="in",outcome="answered"} 17',
    `northbound_http_requests_total{method="GET",${route},status="200"} 2`,
    `northbound_http_requests_total{method="GET",${route},status="404"} 1`,
    'northbound_event_streams 0',
  ])
    assert.ok(first.body.includes(`${line}\n`), line);
  assert.match(first.body, /^nodejs_eventloop_lag_seconds /m);
  assert.match(first.body, /^process_cpu_seconds_total /m);
  const second = await scrape();
  assert.ok(second.body.includes('outcome="answered"} 17\n'), 'counters are read, not added up');
  assert.ok(second.body.includes('route="/metrics",status="200"} 1\n'));
});

test('two CSMSs in one process count for themselves', async () => {
  await using one = await apiUnderTest();
  await using two = await apiUnderTest();
  await one.app.inject('/api/v1/health');
  const scraped = await two.app.inject('/metrics');
  assert.ok(!scraped.body.includes('route="/api/v1/health"'));
});

/** Series of ours, by name and labels. */
function seriesIn(body: string): string[] {
  return body.split('\n').filter((line) => line.startsWith('northbound_'));
}

test('numbers do not grow with the fleet, nor with what strangers ask for', async () => {
  await using api = await apiUnderTest();
  const headers = bearer(api.keys.viewer);
  const scrape = async () => seriesIn((await api.app.inject({ url: '/metrics', headers })).body);
  const ask = async (name: string) => {
    for (const path of [`stations/${name}`, `tokens/ISO14443/${name}`, `${name}/${name}`])
      await api.app.inject({ url: `/api/v1/${path}`, headers });
    await api.app.inject({ url: `/${name}`, method: 'DELETE' });
  };
  await ask('none-0');
  await scrape();
  const before = await scrape();
  for (let i = 1; i < 50; i += 1) await ask(`none-${i}`);
  const after = await scrape();
  assert.equal(after.length, before.length);
  assert.doesNotMatch(after.join('\n'), /none-/);
});

test('every number has a name with its unit, and a line in the documentation', async () => {
  await using api = await apiUnderTest();
  const { body } = await api.app.inject({ url: '/metrics', headers: bearer(api.keys.viewer) });
  const guide = new URL('../../../../docs/csms-operations.md', import.meta.url);
  const documentation = await readFile(guide, 'utf8');
  const types = Array.from(body.matchAll(/^# TYPE (northbound_\w+) (\w+)$/gm), ([, name, type]) => [
    name ?? '',
    type ?? '',
  ]);
  assert.ok(types.length >= 9);
  for (const [name = '', type = ''] of types) {
    assert.equal(name.endsWith('_total'), type === 'counter', name);
    assert.equal(name.endsWith('_seconds'), type === 'histogram', name);
    assert.match(documentation, new RegExp(`^\\| \`${name}\` \\| ${type} \\|`, 'm'), name);
  }
  for (const [, name] of documentation.matchAll(/`(northbound_\w+)`/g))
    assert.ok(
      types.some(([known]) => known === name),
      `${name} is documented and not there`,
    );
});
