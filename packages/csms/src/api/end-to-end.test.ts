import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RunningCsms, startCsms } from '../server.ts';
import { bearer } from './testing/api-under-test.ts';
import { EventStream } from './testing/event-stream.ts';
import { WireStation } from './testing/wire-station.ts';

/** A real CSMS on a free port, its store in memory, and a client that holds its first key. */
async function running() {
  const csms = await startCsms({ port: 0, databaseFile: ':memory:', logLevel: 'silent' });
  assert.ok(csms.adminKey);
  const headers = bearer(csms.adminKey);
  return {
    csms,
    headers,
    ask: (method: string, path: string, body?: unknown) => ask(csms, headers, method, path, body),
    [Symbol.asyncDispose]: () => csms.close(),
  };
}

/** The status of an answer and its body; a problem's type is shortened to its code. */
async function ask(
  csms: RunningCsms,
  headers: { readonly authorization: string },
  method: string,
  path: string,
  body?: unknown,
) {
  const response = await fetch(`${csms.url}/api/v1${path}`, {
    method,
    headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const answer = text === '' ? {} : JSON.parse(text);
  const code: string | undefined = answer.type?.replace('urn:northbound:problem:', '');
  return { status: response.status, code, answer };
}

const boot201 = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };

async function connected201(csms: RunningCsms, id: string): Promise<WireStation> {
  const station = await WireStation.connect(csms.url, id, 'ocpp2.0.1');
  await station.call('BootNotification', boot201);
  return station;
}

test('a station is registered, connects, shows, and is removed', async () => {
  await using api = await running();
  assert.equal((await api.ask('PUT', '/stations/CS-1', {})).status, 200);
  await using station = await connected201(api.csms, 'CS-1');
  const { answer } = await api.ask('GET', '/stations/CS-1');
  assert.deepEqual(
    [answer.connected, answer.version, answer.registration, answer.vendor, answer.admission],
    [true, '2.0.1', 'Accepted', 'V', 'Known'],
  );
  assert.equal((await api.ask('DELETE', '/stations/CS-1')).status, 204);
  await station.closed;
  assert.equal((await api.ask('GET', '/stations/CS-1')).code, 'unknownStation');
  await assert.rejects(WireStation.connect(api.csms.url, 'CS-1', 'ocpp2.0.1'));
});

test('a raw call reaches the station, and each way it can end is told apart', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/CS-1', {});
  const reset = () =>
    api.ask('POST', '/stations/CS-1/calls/Reset?timeoutS=1', { type: 'Immediate' });

  assert.deepEqual([(await reset()).status, (await reset()).code], [409, 'notConnected']);
  await using station = await connected201(api.csms, 'CS-1');
  station.answers.set('Reset', () => ({ status: 'Accepted' }));
  assert.deepEqual(await reset(), {
    status: 200,
    code: undefined,
    answer: { outcome: 'answered', payload: { status: 'Accepted' } },
  });
  assert.deepEqual(station.called.at(-1), ['Reset', { type: 'Immediate' }]);

  station.answers.set('Reset', () => 'NotSupported');
  const refused = await reset();
  assert.deepEqual([refused.status, refused.code], [502, 'refused']);
  assert.deepEqual(refused.answer.callError, {
    errorCode: 'NotSupported',
    errorDescription: 'as told',
    errorDetails: {},
  });

  station.answers.set('Reset', () => ({ status: 'Perhaps' }));
  const invalid = await reset();
  assert.deepEqual([invalid.status, invalid.code], [502, 'invalidAnswer']);
  assert.deepEqual(invalid.answer.answer, { status: 'Perhaps' });
  assert.equal(invalid.answer.callError, undefined);
  assert.equal(invalid.answer.violations[0].path, '$.status');

  station.answers.set('Reset', () => undefined);
  const late = await reset();
  assert.deepEqual([late.status, late.code], [504, 'timedOut']);

  station.answers.set('Reset', () => station.close());
  const lost = await reset();
  assert.deepEqual([lost.status, lost.code], [502, 'connectionLost']);
});

test('a call without fields needs no body', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/CS-1', {});
  await using station = await connected201(api.csms, 'CS-1');
  station.answers.set('ClearCache', () => ({ status: 'Accepted' }));
  for (const headers of [{}, { 'content-type': 'application/json' }]) {
    const answer = await fetch(`${api.csms.url}/api/v1/stations/CS-1/calls/ClearCache`, {
      method: 'POST',
      headers: { ...headers, authorization: `Bearer ${api.csms.adminKey}` },
    });
    assert.equal(answer.status, 200);
    assert.deepEqual(station.called.at(-1), ['ClearCache', {}]);
  }
});

test('what cannot be sent is not sent', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/CS-1', {});
  await using station = await connected201(api.csms, 'CS-1');
  const call = (path: string, body?: unknown) => api.ask('POST', `/stations/${path}`, body);
  const wrong = await call('CS-1/calls/Reset', { type: 'Hard', delay: 1 });
  assert.deepEqual([wrong.status, wrong.code], [422, 'invalidPayload']);
  const paths = wrong.answer.violations.map(({ path }: { path: string }) => path);
  assert.deepEqual(paths.toSorted(), ['$.delay', '$.type']);
  assert.equal((await call('CS-1/calls/Reset', [])).code, 'invalidPayload');
  assert.equal((await call('CS-1/calls/Reset')).code, 'invalidPayload');
  assert.equal((await call('CS-1/calls/RemoteStartTransaction', {})).code, 'unknownAction');
  assert.equal((await call('CS-1/calls/Heartbeat', {})).code, 'wrongDirection');
  assert.equal((await call('CS-2/calls/Reset', { type: 'Immediate' })).code, 'unknownStation');
  assert.equal((await call('CS-2/remote-start', { idToken: 'A' })).code, 'unknownStation');
  assert.equal((await api.ask('POST', '/transactions/99/remote-stop')).code, 'unknownTransaction');
  assert.deepEqual(station.called, []);
});

test('a session from the first event to its end, watched live and read afterwards', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/CS-1', {});
  await api.ask('PUT', '/tokens/ISO14443/A1', { status: 'Accepted' });
  await using station = await connected201(api.csms, 'CS-1');
  const events = await EventStream.open(
    `${api.csms.url}/api/v1/events?stationId=CS-1&types=transaction,frame`,
    api.headers,
  );
  await events.next();

  const send = (eventType: string, seqNo: number, wh: number, more: object = {}) =>
    station.call('TransactionEvent', {
      eventType,
      seqNo,
      timestamp: `2026-03-14T15:0${seqNo}:00Z`,
      triggerReason: 'MeterValuePeriodic',
      transactionInfo: { transactionId: 'tx-1', chargingState: 'Charging' },
      evse: { id: 1, connectorId: 1 },
      meterValue: [{ timestamp: `2026-03-14T15:0${seqNo}:00Z`, sampledValue: [{ value: wh }] }],
      ...more,
    });
  const started = await send('Started', 0, 1000, { idToken: { idToken: 'A1', type: 'ISO14443' } });
  assert.deepEqual(started, { idTokenInfo: { status: 'Accepted' } });
  await send('Updated', 1, 1500);

  const seen = new Set<string | undefined>();
  let live: { id: number } | undefined;
  while (!(seen.has('frame') && live !== undefined)) {
    const block = await events.next();
    seen.add(block?.event);
    if (block?.event === 'transaction') live = JSON.parse(block.data ?? '').transaction;
  }
  events.close();

  const { answer: active } = await api.ask('GET', '/transactions?active=true&stationId=CS-1');
  const [transaction] = active.items;
  assert.equal(transaction.id, live.id);
  assert.equal(transaction.energyWh, 500);
  const { answer: view } = await api.ask('GET', '/stations/CS-1');
  assert.equal(view.evses[0].activeTransaction.transactionId, 'tx-1');

  station.answers.set('RequestStopTransaction', () => ({ status: 'Accepted' }));
  const stop = await api.ask('POST', `/transactions/${transaction.id}/remote-stop`);
  assert.deepEqual(stop.answer.payload, { status: 'Accepted' });
  assert.deepEqual(station.called, [['RequestStopTransaction', { transactionId: 'tx-1' }]]);
  await send('Ended', 2, 1750, {
    triggerReason: 'RemoteStop',
    transactionInfo: { transactionId: 'tx-1', stoppedReason: 'Remote' },
  });

  const path = `/transactions/${transaction.id}`;
  const { answer: ended } = await api.ask('GET', path);
  assert.deepEqual(
    [ended.energyWh, ended.stoppedReason, ended.eventCount, ended.missingSeqNos],
    [750, 'Remote', 3, []],
  );
  const { answer: ledger } = await api.ask('GET', `${path}/events`);
  assert.deepEqual(
    ledger.items.map(({ eventType }: { eventType: string }) => eventType),
    ['Started', 'Updated', 'Ended'],
  );
  const { answer: measured } = await api.ask('GET', `${path}/meter-values`);
  assert.deepEqual(
    measured.items.map(({ value }: { value: number }) => value),
    [1000, 1500, 1750],
  );
});

test('remote start speaks the language of the station', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/OLD', {});
  await api.ask('PUT', '/stations/NEW', {});
  await using old = await WireStation.connect(api.csms.url, 'OLD', 'ocpp1.6');
  await old.call('BootNotification', { chargePointModel: 'M', chargePointVendor: 'V' });
  await using young = await WireStation.connect(api.csms.url, 'NEW', 'ocpp2.1');
  await young.call('BootNotification', boot201);
  for (const station of [old, young]) {
    station.answers.set('RemoteStartTransaction', () => ({ status: 'Accepted' }));
    station.answers.set('RequestStartTransaction', () => ({ status: 'Rejected' }));
  }
  const start = { evseId: 1, idToken: 'A1', idTokenType: 'ISO14443' };
  const first = await api.ask('POST', '/stations/OLD/remote-start', start);
  assert.deepEqual(first.answer.payload, { status: 'Accepted' });
  assert.deepEqual(old.called, [['RemoteStartTransaction', { connectorId: 1, idTag: 'A1' }]]);
  const second = await api.ask('POST', '/stations/NEW/remote-start', start);
  assert.deepEqual([second.status, second.answer.payload], [200, { status: 'Rejected' }]);
  assert.equal(young.called[0]?.[0], 'RequestStartTransaction');
});

test('pages of every list give everything once', async () => {
  await using api = await running();
  for (let i = 1; i <= 5; i += 1) {
    await api.ask('PUT', `/stations/CS-${i}`, {});
    await api.ask('PUT', `/tokens/ISO14443/T${i}`, { status: 'Accepted' });
  }
  await using station = await connected201(api.csms, 'CS-1');
  for (let i = 0; i < 4; i += 1) {
    await station.call('Heartbeat', {});
    await station.call('TransactionEvent', {
      eventType: 'Started',
      seqNo: 0,
      timestamp: '2026-03-14T15:00:00Z',
      triggerReason: 'CablePluggedIn',
      transactionInfo: { transactionId: `tx-${i}` },
    });
  }
  const lists = [
    ['/stations?limit=2', 'cursor', 'id', 5],
    ['/tokens?limit=2', 'cursor', 'idToken', 5],
    ['/transactions?limit=3', 'cursor', 'id', 4],
    ['/stations/CS-1/frames?limit=4', 'before', 'id', 19],
    ['/audit?limit=3', 'cursor', 'id', 10],
  ] as const;
  for (const [path, parameter, key, expected] of lists) {
    const seen: unknown[] = [];
    let next = '';
    do {
      const { status, answer } = await api.ask('GET', `${path}${next}`);
      assert.equal(status, 200, path);
      for (const item of answer.items) seen.push(item[key]);
      next = answer.nextCursor ? `&${parameter}=${encodeURIComponent(answer.nextCursor)}` : '';
    } while (next !== '');
    assert.deepEqual([seen.length, new Set(seen).size], [expected, expected], path);
  }
  for (const path of ['/tokens?cursor=x', '/transactions?cursor=x', '/audit?cursor=x'])
    assert.equal((await api.ask('GET', path)).code, 'invalidCursor', path);
});

test('a token lets in until it is removed', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/CS-1', {});
  await using station = await connected201(api.csms, 'CS-1');
  const authorize = () =>
    station.call('Authorize', { idToken: { idToken: 'a1', type: 'ISO14443' } });
  const token = { idToken: 'A1', type: 'ISO14443', status: 'Accepted', note: 'van' };
  const put = await api.ask('PUT', '/tokens/ISO14443/A1', { status: 'Accepted', note: 'van' });
  assert.deepEqual(put.answer, token);
  assert.deepEqual((await api.ask('GET', '/tokens/ISO14443/A1')).answer, token);
  assert.deepEqual(await authorize(), { idTokenInfo: { status: 'Accepted' } });
  assert.equal((await api.ask('DELETE', '/tokens/ISO14443/A1')).status, 204);
  assert.equal((await api.ask('DELETE', '/tokens/ISO14443/A1')).code, 'unknownToken');
  assert.notDeepEqual(await authorize(), { idTokenInfo: { status: 'Accepted' } });
});

test('metrics count connections and messages', async () => {
  await using api = await running();
  await api.ask('PUT', '/stations/CS-1', {});
  await using station = await connected201(api.csms, 'CS-1');
  await station.call('Heartbeat', {});
  const metrics = await (await fetch(`${api.csms.url}/metrics`)).text();
  assert.match(metrics, /northbound_stations_connected\{version="2\.0\.1"\} 1\n/);
  assert.match(
    metrics,
    /northbound_ocpp_messages_total\{[^}]*action="Heartbeat",direction="in"[^}]*\} 1\n/,
  );
});

test('the CSMS closes though somebody still watches', async () => {
  const { csms, headers } = await running();
  const stream = await EventStream.open(`${csms.url}/api/v1/events`, headers);
  await stream.next();
  await csms.close();
  assert.equal(await stream.next(), undefined);
});
