import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CsmsEvent, type RunningCsms, startCsms } from '@northbound/csms';
import { firmwareImage } from '@northbound/station';
import { ApiClient, NorthboundProcess } from './northbound-process.ts';

/** Resolves when something has happened in the CSMS. */
function happened(csms: RunningCsms, matches: (event: CsmsEvent) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = csms.bus.subscribe({}, (event) => {
      if (!matches(event)) return;
      stop();
      resolve();
    });
  });
}

test('a station of ours sends its log and installs firmware from the file server', {
  timeout: 60_000,
}, async (context) => {
  const csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    admission: 'open',
    logLevel: 'silent',
    console: false,
  });
  context.after(() => csms.close());
  const api = new ApiClient(csms.url, csms.adminKey ?? '');
  for (const version of ['1.6', '2.1']) {
    const id = `FILES-${version}`;
    const station = new NorthboundProcess([
      'station',
      `${csms.url.replace('http', 'ws')}/ocpp`,
      '--id',
      id,
      '--ocpp',
      version,
    ]);
    context.after(() => station.end('SIGKILL'));
    await station.line(/registration Accepted/);

    const uploaded = happened(
      csms,
      (event) =>
        event.type === 'notice' &&
        event.stationId === id &&
        JSON.stringify(event.notice.payload).includes('"Uploaded"'),
    );
    await api.send('POST', `/stations/${id}/logs`, { logType: 'DiagnosticsLog' });
    await uploaded;
    const logs = await api.get<{
      items: { status: string; file: { state: string; sizeBytes: number } }[];
    }>(`/stations/${id}/logs`);
    const [log] = logs.items;
    assert.deepEqual([log?.status, log?.file.state], ['Uploaded', 'Ready']);
    assert.ok(log !== undefined && log.file.sizeBytes > 0);

    const { vendor, model } = await api.get<{ vendor: string; model: string }>(`/stations/${id}`);
    const image = firmwareImage({ vendor, model, version: '99.1' }, Buffer.alloc(200_000, 7));
    const made = await api.send('POST', '/firmware-images', { version: '99.1' });
    const { id: imageId, uploadUrl } = newImage(await made.json());
    const sent = await fetch(uploadUrl, { method: 'PUT', body: Buffer.from(image) });
    assert.equal(sent.status, 201);
    const confirmed = happened(
      csms,
      (event) =>
        event.type === 'firmwareUpdate' &&
        event.stationId === id &&
        event.update.state === 'Confirmed',
    );
    await api.send('POST', `/stations/${id}/firmware-updates`, { imageId });
    await confirmed;
    const booted = await api.get<{ firmwareVersion: string }>(`/stations/${id}`);
    assert.equal(booted.firmwareVersion, '99.1');
    station.write('quit');
    assert.equal(await station.ended, 0);
  }
});

function newImage(answer: unknown): { readonly id: number; readonly uploadUrl: string } {
  assert.ok(typeof answer === 'object' && answer !== null);
  assert.ok('id' in answer && 'uploadUrl' in answer);
  return { id: Number(answer.id), uploadUrl: String(answer.uploadUrl) };
}
