import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { EventStream } from './api/testing/event-stream.ts';
import { WireStation } from './api/testing/wire-station.ts';
import { startCsms } from './server.ts';

const boot = { reason: 'PowerUp', chargingStation: { model: 'M', vendorName: 'V' } };

test('a stop lets a command under way have its answer, ends event streams, and takes nothing new', async () => {
  const csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    logLevel: 'silent',
    admission: 'open',
    readsDeviceModels: false,
  });
  const headers = { authorization: `Bearer ${csms.adminKey}`, 'content-type': 'application/json' };
  const stream = await EventStream.open(`${csms.url}/api/v1/events`, headers);
  await stream.next();
  const station = await WireStation.connect(csms.url, 'CS-1', 'ocpp2.0.1');
  await station.call('BootNotification', boot);
  const asked = Promise.withResolvers<void>();
  const answer = Promise.withResolvers<object>();
  station.answers.set('Reset', () => {
    asked.resolve();
    return answer.promise;
  });
  const command = fetch(`${csms.url}/api/v1/stations/CS-1/calls/Reset`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ type: 'OnIdle' }),
  });
  await asked.promise;
  const stopped = csms.close();
  // The stream has ended, so the stop has begun.
  while ((await stream.next()) !== undefined);
  await assert.rejects(WireStation.connect(csms.url, 'CS-2', 'ocpp2.0.1'));
  // A connection that was open already may still say that it is over.
  const late = await fetch(`${csms.url}/api/v1/health`).catch(() => undefined);
  assert.ok(late === undefined || late.status === 503, `${late?.status}`);
  answer.resolve({ status: 'Scheduled' });
  const response = await command;
  assert.deepEqual(
    [response.status, await response.json()],
    [200, { outcome: 'answered', payload: { status: 'Scheduled' } }],
  );
  await stopped;
  await station.closed;
});

test('who watched before a restart is told that it missed something, and goes on', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'northbound-restart-'));
  const databaseFile = join(directory, 'data.db');
  const start = (port: number) =>
    startCsms({ port, databaseFile, logLevel: 'silent', admission: 'open', console: false });
  const first = await start(0);
  const headers = { authorization: `Bearer ${first.adminKey}` };
  const url = `${first.url}/api/v1/events?types=station`;
  const before = await EventStream.open(url, headers);
  const greeting = await before.next();
  assert.equal(greeting?.retry, '2000', 'when to come back');
  await first.commands.putStation('CS-1', {});
  const seen = await before.next();
  await first.close();
  while ((await before.next()) !== undefined);

  const second = await start(first.port);
  const after = await EventStream.open(url, { ...headers, 'last-event-id': seen?.id ?? '' });
  assert.equal((await after.next())?.event, 'gap');
  const again = await after.next();
  assert.ok(Number(again?.id) > Number(seen?.id));
  await second.commands.putStation('CS-2', {});
  const next = await after.next();
  assert.equal(JSON.parse(next?.data ?? '{}').stationId, 'CS-2');
  after.close();
  await second.close();
  await rm(directory, { recursive: true });
});
