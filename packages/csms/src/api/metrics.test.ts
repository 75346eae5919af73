import assert from 'node:assert/strict';
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
