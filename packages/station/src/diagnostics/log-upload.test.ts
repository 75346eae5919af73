import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { x509CertificateTools } from '../certificates/node/x509-certificate-tools.ts';
import { firmwareImage, memoryFirmwareBank } from '../firmware/image.ts';
import { httpFileTransfer } from '../node/http-file-transfer.ts';
import { PowerCut } from '../nvm/flash/flash.ts';
import { type Bench, startBench } from '../testing/bench.ts';
import { BrittleStorage } from '../testing/brittle-storage.ts';
import { startFileServer } from '../testing/file-server.ts';
import { OpensslAuthority } from '../testing/openssl-authority.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { started } from '../testing/sessions.ts';
import { VirtualBench } from '../testing/virtual-bench.ts';

const VERSIONS_WITH_GET_LOG: readonly Version[] = ['1.6', '2.0.1', '2.1'];
const LOCATION = 'http://files.example.com/logs/';

function getLog({ csms }: Bench, logType: string, more: object = {}, remoteLocation = LOCATION) {
  const { requestId = 21, retries = 0, ...log }: Record<string, unknown> = { ...more };
  return csms.call('GetLog', {
    logType,
    requestId,
    retries,
    retryInterval: 10,
    log: { remoteLocation, ...log },
  });
}

async function reports({ csms }: Bench, statuses: readonly string[], requestId = 21) {
  for (const status of statuses) {
    const { payload } = await csms.next('LogStatusNotification');
    assert.equal(payload.status, status);
    assert.equal(payload.requestId, requestId);
  }
}

function filenameOf(answer: unknown): string {
  assert.ok(typeof answer === 'object' && answer !== null);
  assert.ok('status' in answer && 'filename' in answer);
  assert.equal(answer.status, 'Accepted');
  return String(answer.filename);
}

for (const version of VERSIONS_WITH_GET_LOG) {
  test(`${version} TC_N_25_CS, TC_N_35_CS, TC_079_CS: logs arrive at a real server`, async () => {
    await using server = await startFileServer();
    await using bench = await startBench(version, { ports: { files: httpFileTransfer() } });
    await started(bench);
    const url = `${server.url}/logs/`;
    const diagnostics = filenameOf(await getLog(bench, 'DiagnosticsLog', {}, url));
    await reports(bench, ['Uploading', 'Uploaded']);
    assert.equal(server.requests[0]?.url, `/logs/${diagnostics}`);
    assert.match(String(server.requests[0]?.body), /registration state="Accepted"/);
    const security = filenameOf(await getLog(bench, 'SecurityLog', {}, url));
    await reports(bench, ['Uploading', 'Uploaded']);
    assert.equal(server.requests[1]?.url, `/logs/${security}`);
    assert.match(String(server.requests[1]?.body), /StartupOfTheDevice "PowerUp"/);
  });

  test(`${version} TC_N_26_CS: an upload fails in all attempts`, async () => {
    const files = new ScriptedFiles();
    await using bench = await startBench(version, { ports: { files } });
    await started(bench);
    await getLog(bench, 'DiagnosticsLog', { retries: 1 });
    await reports(bench, ['Uploading']);
    files.breakOff();
    await bench.answered();
    await bench.clock.advance(10_000);
    files.endUpload({ status: 'PermissionDenied', reasonCode: 'HTTP403' });
    await reports(bench, ['PermissionDenied']);
    assert.equal(files.uploads.length, 2);
  });

  test(`${version}: an upload that breaks is an attempt that failed`, async () => {
    const files = new ScriptedFiles();
    await using bench = await startBench(version, { ports: { files } });
    await started(bench);
    await getLog(bench, 'DiagnosticsLog');
    await reports(bench, ['Uploading']);
    files.reject();
    await reports(bench, ['UploadFailure']);
  });

  test(`${version} TC_N_34_CS: nothing was logged at that time`, async () => {
    await using bench = await startBench(version, { ports: { files: new ScriptedFiles() } });
    await started(bench);
    const answer = await getLog(bench, 'DiagnosticsLog', {
      latestTimestamp: '2020-01-01T00:00:00.000Z',
    });
    assert.ok(typeof answer === 'object' && answer !== null && 'status' in answer);
    assert.equal(answer.status, 'Rejected');
  });

  test(`${version} TC_N_36_CS: a newer request cancels the upload`, async () => {
    const files = new ScriptedFiles();
    await using bench = await startBench(version, { ports: { files } });
    await started(bench);
    await getLog(bench, 'DiagnosticsLog');
    await reports(bench, ['Uploading']);
    const answer = await getLog(bench, 'SecurityLog', { requestId: 22 });
    assert.ok(typeof answer === 'object' && answer !== null && 'status' in answer);
    assert.equal(answer.status, 'AcceptedCanceled');
    // 1.6 has no status for it.
    if (version !== '1.6') await reports(bench, ['AcceptedCanceled']);
    await reports(bench, ['Uploading'], 22);
    assert.equal(files.uploads[0]?.signal.aborted, true);
    files.endUpload({ status: 'Uploaded' });
    await reports(bench, ['Uploaded'], 22);
  });

  test(`${version} TC_F_15_CS, TC_F_16_CS: triggers`, async () => {
    await using bench = await startBench(version, { ports: { files: new ScriptedFiles() } });
    const { csms } = bench;
    await started(bench);
    const action = version === '1.6' ? 'ExtendedTriggerMessage' : 'TriggerMessage';
    const trigger = () => csms.call(action, { requestedMessage: 'LogStatusNotification' });
    assert.deepEqual(await trigger(), { status: 'Accepted' });
    assert.deepEqual((await csms.next('LogStatusNotification')).payload, { status: 'Idle' });
    await getLog(bench, 'DiagnosticsLog');
    await reports(bench, ['Uploading']);
    assert.deepEqual(await trigger(), { status: 'Accepted' });
    await reports(bench, ['Uploading']);
  });

  test(`${version}: an upload that a power cut interrupts has failed`, async () => {
    await using bench = await startBench(version, { ports: { files: new ScriptedFiles() } });
    await started(bench);
    await getLog(bench, 'DiagnosticsLog');
    await reports(bench, ['Uploading']);
    bench.station.powerCut();
    await bench.station.start();
    await reports(bench, ['UploadFailure']);
  });
}

test('2.1 TC_N_100_CS: without a data collector there is no log of it', async () => {
  await using bench = await startBench('2.1', { ports: { files: new ScriptedFiles() } });
  await started(bench);
  assert.deepEqual(await getLog(bench, 'DataCollectorLog'), {
    status: 'Rejected',
    statusInfo: { reasonCode: 'NotFound' },
  });
});

test('2.1 TC_N_101_CS: a redirect is a failure, at once', async () => {
  await using server = await startFileServer((_request, response) => {
    response.writeHead(307, { location: '/elsewhere' }).end();
  });
  await using bench = await startBench('2.1', { ports: { files: httpFileTransfer() } });
  await started(bench);
  await getLog(bench, 'DiagnosticsLog', { retries: 5 }, `${server.url}/`);
  await reports(bench, ['Uploading']);
  const { payload } = await bench.csms.next('LogStatusNotification');
  assert.deepEqual(payload, {
    status: 'UploadFailure',
    requestId: 21,
    statusInfo: { reasonCode: 'RedirectNotAllowed' },
  });
  assert.equal(server.requests.length, 1);
});

test('2.1 N01.FR.15, L01: the CSMS vouches for the servers of its files, from when its root is installed', async () => {
  using operator = new OpensslAuthority('Operator root');
  const tls = operator.issue('/CN=files');
  const made = { vendor: 'Northbound', model: 'Bench' };
  const image = firmwareImage({ ...made, version: '2.0.0' }, Buffer.from('new code'));
  await using server = await startFileServer((_request, response) => response.end(image), tls);
  await using bench = await startBench('2.1', {
    ports: {
      files: httpFileTransfer(),
      certificates: x509CertificateTools(),
      firmware: memoryFirmwareBank(made),
    },
  });
  await started(bench);
  await getLog(bench, 'DiagnosticsLog', {}, `${server.url}/logs/`);
  await reports(bench, ['Uploading', 'UploadFailure']);
  assert.deepEqual(server.requests, []);
  const root = { certificateType: 'CSMSRootCertificate', certificate: operator.root };
  assert.deepEqual(await bench.csms.call('InstallCertificate', root), { status: 'Accepted' });
  await getLog(bench, 'DiagnosticsLog', { requestId: 22 }, `${server.url}/logs/`);
  await reports(bench, ['Uploading', 'Uploaded'], 22);
  const firmware = { location: `${server.url}/image`, retrieveDateTime: '2025-12-31T22:00:00Z' };
  await bench.csms.call('UpdateFirmware', { requestId: 23, firmware });
  await bench.csms.next('FirmwareStatusNotification', ({ status }) => status === 'Downloaded');
});

test('without files a log cannot be uploaded', async () => {
  await using bench = await startBench('2.1');
  await started(bench);
  await assert.rejects(getLog(bench, 'SecurityLog'), { rpcErrorCode: 'NotSupported' });
});

test('1.6 TC_045_1_CS, TC_045_2_CS: GetDiagnostics', async () => {
  const files = new ScriptedFiles();
  await using bench = await startBench('1.6', { ports: { files } });
  const { csms } = bench;
  await started(bench);
  const next = async () => (await csms.next('DiagnosticsStatusNotification')).payload.status;
  const ask = (more: object = {}) =>
    csms.call('GetDiagnostics', { location: LOCATION, retries: 0, ...more });
  const trigger = () =>
    csms.call('TriggerMessage', { requestedMessage: 'DiagnosticsStatusNotification' });
  await trigger();
  assert.equal(await next(), 'Idle');
  const answer = await ask();
  assert.ok(typeof answer === 'object' && answer !== null && 'fileName' in answer);
  assert.equal(await next(), 'Uploading');
  await trigger();
  assert.equal(await next(), 'Uploading');
  assert.equal(files.uploads[0]?.name, answer.fileName);
  files.endUpload({ status: 'Uploaded' });
  assert.equal(await next(), 'Uploaded');
  await ask();
  assert.equal(await next(), 'Uploading');
  files.endUpload({ status: 'BadMessage' });
  assert.equal(await next(), 'UploadFailed');
  assert.deepEqual(await ask({ stopTime: '2020-01-01T00:00:00.000Z' }), {});
});

test('N01.FR.10: the CSMS hears that an upload has failed, though the power goes again at the boot', async () => {
  const storage = new BrittleStorage();
  const bench = new VirtualBench('2.1', { ports: { storage, files: new ScriptedFiles() } });
  await bench.begin();
  const log = { remoteLocation: LOCATION };
  await bench.ask('GetLog', { logType: 'DiagnosticsLog', requestId: 21, log });
  await bench.pass(1_000);
  bench.station.powerCut();
  storage.breaks = true;
  await assert.rejects(bench.station.start(), PowerCut);
  bench.station.powerCut();
  await bench.station.start();
  await bench.pass(5_000);
  const statuses = bench.got('LogStatusNotification').map(({ status }) => status);
  assert.deepEqual(statuses, ['Uploading', 'UploadFailure']);
  await bench.end();
});

test('N01.FR.05: of the security log only what happened in the time that is asked for', async () => {
  const files = new ScriptedFiles();
  const bench = new VirtualBench('2.1', { ports: { files } });
  await bench.begin();
  const ask = (window: object) =>
    bench.ask('GetLog', {
      logType: 'SecurityLog',
      requestId: 21,
      log: { remoteLocation: LOCATION, ...window },
    });
  const bootMs = bench.clock.epochMs();
  const before = new Date(bootMs - 60_000).toISOString();
  const after = new Date(bootMs + 60_000).toISOString();
  const nothing = { status: 'Rejected', statusInfo: { reasonCode: 'NotFound' } };
  assert.deepEqual(await ask({ latestTimestamp: before }), nothing);
  assert.deepEqual(await ask({ oldestTimestamp: after }), nothing);
  const answer = await ask({ oldestTimestamp: before, latestTimestamp: after });
  assert.equal(Object(answer).status, 'Accepted');
  await bench.end();
});
