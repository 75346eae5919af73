import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import { httpFileTransfer } from '../node/http-file-transfer.ts';
import { httpFirmwarePublisher } from '../node/http-firmware-publisher.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { startFileServer } from '../testing/file-server.ts';
import { started } from '../testing/sessions.ts';

const FILE = Buffer.from('firmware for everybody here');
const CHECKSUM = createHash('md5').update(FILE).digest('hex');

async function reports({ csms }: Bench, statuses: readonly string[]) {
  for (const status of statuses) {
    const { payload } = await csms.next('PublishFirmwareStatusNotification');
    assert.equal(payload.status, status);
    assert.equal(payload.requestId, 41);
  }
}

function publish({ csms }: Bench, location: string, checksum = CHECKSUM) {
  return csms.call('PublishFirmware', { location, checksum, requestId: 41, retries: 0 });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} L03, L04: a Local Controller publishes a file and takes it back`, async () => {
    await using server = await startFileServer((_request, response) => response.end(FILE));
    const publisher = httpFirmwarePublisher({ host: '127.0.0.1', port: 0 });
    const files = httpFileTransfer();
    await using bench = await startBench(version, { ports: { files, publisher } });
    const { csms } = bench;
    await started(bench);
    const unpublish = () => csms.call('UnpublishFirmware', { checksum: CHECKSUM });
    const trigger = { requestedMessage: 'PublishFirmwareStatusNotification' };
    assert.deepEqual(await unpublish(), { status: 'NoFirmware' });
    // Digits of either case are the same checksum.
    const answer = await publish(bench, server.url, CHECKSUM.toUpperCase());
    assert.deepEqual(answer, { status: 'Accepted' });
    await reports(bench, ['Downloading', 'Downloaded', 'ChecksumVerified']);
    const { payload } = await csms.next('PublishFirmwareStatusNotification');
    assert.equal(payload.status, 'Published');
    assert.ok(Array.isArray(payload.location));
    const published = await files.download(
      String(payload.location[0]),
      new Uint8Array(),
      new AbortController().signal,
      [],
    );
    assert.deepEqual(Buffer.from(published.bytes), FILE);
    assert.deepEqual(await csms.call('TriggerMessage', trigger), { status: 'Accepted' });
    const idle = await csms.next('PublishFirmwareStatusNotification');
    assert.deepEqual(idle.payload, { status: 'Idle' });
    assert.deepEqual(await unpublish(), { status: 'Unpublished' });
    assert.deepEqual(await unpublish(), { status: 'NoFirmware' });
    await publisher.close();
  });

  test(`${version} L03.FR.06 to .08: what goes wrong`, async () => {
    await using server = await startFileServer(({ url }, response) => {
      response.writeHead(url === '/none' ? 404 : 200).end(FILE);
    });
    const publisher = {
      publish: () => Promise.reject(new Error('no room')),
      unpublish: () => 'DownloadOngoing' as const,
    };
    const ports = { files: httpFileTransfer(), publisher };
    await using bench = await startBench(version, { ports });
    await started(bench);
    await publish(bench, `${server.url}/none`);
    await reports(bench, ['Downloading', 'DownloadFailed']);
    await publish(bench, server.url, '0'.repeat(32));
    await reports(bench, ['Downloading', 'Downloaded', 'InvalidChecksum']);
    await publish(bench, server.url);
    await reports(bench, ['Downloading', 'Downloaded', 'ChecksumVerified', 'PublishFailed']);
    const answer = await bench.csms.call('UnpublishFirmware', { checksum: CHECKSUM });
    assert.deepEqual(answer, { status: 'DownloadOngoing' });
  });

  test(`${version}: a station that is no Local Controller publishes nothing`, async () => {
    await using bench = await startBench(version);
    await started(bench);
    await assert.rejects(publish(bench, 'http://127.0.0.1/f'), { rpcErrorCode: 'NotSupported' });
  });
}
