import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { bearer } from '../api/testing/api-under-test.ts';
import { WireStation } from '../api/testing/wire-station.ts';
import { ask } from '../testing/ask.ts';
import { runningCsms } from '../testing/running-csms.ts';

const boot = {
  reason: 'PowerUp',
  chargingStation: { model: 'M', vendorName: 'V', firmwareVersion: '1.0' },
};
const boot16 = { chargePointVendor: 'V', chargePointModel: 'M', firmwareVersion: '1.0' };
const bytes = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));
const digest = createHash('sha256').update(bytes);
const sha256 = digest.copy().digest('hex');

const csms = await runningCsms();
after(() => csms.close());

async function registered(version: string): Promise<{ id: number; uploadUrl: string }> {
  const { answer } = await ask(csms, 'POST', '/firmware-images', { version });
  return answer;
}

function send(url: string, body: Uint8Array, headers: Record<string, string> = {}, method = 'PUT') {
  return fetch(url, {
    method,
    body: Buffer.from(body),
    headers: { 'content-type': 'application/octet-stream', ...headers },
  });
}

describe('a file that is sent', () => {
  it('is there once, with its size and digest', async () => {
    const { id, uploadUrl } = await registered('1.1');
    assert.match(uploadUrl, /^http:\/\/127\.0\.0\.1:\d+\/files\/[\w-]{43}\/$/);
    assert.equal((await send(`${uploadUrl}image.bin`, bytes)).status, 201);
    const { answer } = await ask(csms, 'GET', `/firmware-images/${id}`);
    assert.deepEqual(
      [answer.file.state, answer.file.name, answer.file.sizeBytes, answer.file.sha256],
      ['Ready', 'image.bin', bytes.length, sha256],
    );
    assert.equal((await send(`${uploadUrl}image.bin`, bytes)).status, 404);
  });

  it('goes on where it broke off, also without a name and by POST', async () => {
    const { id, uploadUrl } = await registered('1.2');
    const rest = (from: number) => ({
      'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`,
    });
    const part = await send(uploadUrl, bytes.subarray(0, 2_000), {
      'content-range': `bytes 0-1999/${bytes.length}`,
    });
    assert.deepEqual([part.status, part.headers.get('upload-offset')], [202, '2000']);
    assert.equal((await ask(csms, 'GET', `/firmware-images/${id}`)).answer.file.state, 'Partial');
    const ahead = await send(uploadUrl, bytes.subarray(3_000), rest(3_000), 'POST');
    assert.deepEqual([ahead.status, ahead.headers.get('upload-offset')], [409, '2000']);
    const disposition = { 'content-disposition': 'attachment; filename="named.bin"' };
    const end = await send(
      uploadUrl,
      bytes.subarray(2_000),
      { ...rest(2_000), ...disposition },
      'POST',
    );
    assert.equal(end.status, 201);
    const { file } = (await ask(csms, 'GET', `/firmware-images/${id}`)).answer;
    assert.deepEqual([file.sha256, file.name], [sha256, 'named.bin']);
  });

  it('is not taken for whole while its sender does not know how much it will be', async () => {
    const { id, uploadUrl } = await registered('1.5');
    const part = (first: number, last: number, total: string) =>
      send(uploadUrl, bytes.subarray(first, last), {
        'content-range': `bytes ${first}-${last - 1}/${total}`,
      });
    const offsetAfter = async (answered: Promise<Response>) => {
      const { status, headers } = await answered;
      return [status, headers.get('upload-offset')];
    };
    const end = bytes.length;
    assert.deepEqual(await offsetAfter(part(0, 1_000, '*')), [202, '1000']);
    assert.deepEqual(await offsetAfter(part(1_000, 2_000, '*')), [202, '2000']);
    assert.equal((await part(2_000, end, String(end))).status, 201);
    const { file } = (await ask(csms, 'GET', `/firmware-images/${id}`)).answer;
    assert.deepEqual([file.state, file.sha256], ['Ready', sha256]);
  });

  it('is refused when it is not what its digest says', async () => {
    const { id, uploadUrl } = await registered('1.4');
    const right = `sha-256=:${digest.copy().digest('base64')}:`;
    const wrong = await send(uploadUrl, bytes.subarray(1), { 'content-digest': right });
    assert.equal(wrong.status, 400);
    assert.equal((await ask(csms, 'GET', `/firmware-images/${id}`)).answer.file.state, 'Expected');
    assert.equal((await send(uploadUrl, bytes, { 'content-digest': right })).status, 201);
  });
});

describe('a file that is fetched', () => {
  it('comes whole or in ranges, for as long as its link is good', async () => {
    const { id, uploadUrl } = await registered('2.0');
    const early = await ask(csms, 'POST', `/firmware-images/${id}/request`, { validForS: 60 });
    assert.equal(early.status, 409);
    await send(uploadUrl, bytes);
    const { answer } = await ask(csms, 'POST', `/firmware-images/${id}/request`, { validForS: 60 });
    const { location } = answer.firmware;
    const whole = await fetch(location);
    assert.deepEqual(Buffer.from(await whole.arrayBuffer()), bytes);
    assert.equal(whole.headers.get('etag'), `"${sha256}"`);
    const size = await fetch(location, { method: 'HEAD' });
    assert.deepEqual([size.status, size.headers.get('content-length')], [200, '5000']);
    const range = await fetch(location, { headers: { range: 'bytes=4990-' } });
    assert.deepEqual(
      [range.status, range.headers.get('content-range')],
      [206, 'bytes 4990-4999/5000'],
    );
    assert.deepEqual(Buffer.from(await range.arrayBuffer()), bytes.subarray(4_990));
    const tail = await fetch(location, { headers: { range: 'bytes=-5' } });
    assert.deepEqual(Buffer.from(await tail.arrayBuffer()), bytes.subarray(-5));
    const beyond = await fetch(location, { headers: { range: 'bytes=6000-' } });
    assert.deepEqual([beyond.status, beyond.headers.get('content-range')], [416, 'bytes */5000']);
    assert.equal((await fetch(location.replace(/files\/./, 'files/_'))).status, 404);
    // A link for fetching takes nothing, and one for sending gives nothing.
    assert.equal((await send(location, bytes)).status, 404);
    assert.equal((await fetch(`${uploadUrl}x`)).status, 404);
    assert.equal((await ask(csms, 'DELETE', `/firmware-images/${id}`)).status, 204);
    assert.equal((await fetch(location)).status, 404);
  });
});

describe('a log', () => {
  for (const subprotocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']) {
    it(`arrives with one request: TC_N_25_CSMS, TC_079_CSMS over ${subprotocol}`, async () => {
      const id = `LOG-${subprotocol}`;
      await using station = await WireStation.connect(csms.url, id, subprotocol);
      await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot);
      const asked = Promise.withResolvers<{ requestId: number; log: { remoteLocation: string } }>();
      station.answers.set('GetLog', (payload) => {
        assert.ok(isLogRequest(payload));
        asked.resolve(payload);
        return { status: 'Accepted', filename: 'night.log' };
      });
      const { answer } = await ask(csms, 'POST', `/stations/${id}/logs`, {
        logType: 'DiagnosticsLog',
      });
      assert.equal(answer.status, 'Accepted');
      const { requestId, log } = await asked.promise;
      await station.call('LogStatusNotification', { requestId, status: 'Uploading' });
      assert.equal((await send(`${log.remoteLocation}night.log`, bytes)).status, 201);
      await station.call('LogStatusNotification', { requestId, status: 'Uploaded' });
      const { items } = (await ask(csms, 'GET', `/stations/${id}/logs`)).answer;
      const [listed] = items;
      assert.deepEqual(
        [listed.id, listed.status, listed.file.name, listed.file.state, listed.file.sha256],
        [requestId, 'Uploaded', 'night.log', 'Ready', sha256],
      );
      const content = await fetch(`${csms.url}/api/v1/stations/${id}/logs/${requestId}/content`, {
        headers: bearer(csms.adminKey ?? ''),
      });
      assert.deepEqual(Buffer.from(await content.arrayBuffer()), bytes);
    });
  }

  it('may have a name in any script, and headers that are none', async () => {
    await using station = await WireStation.connect(csms.url, 'LOG-ODD', 'ocpp2.1');
    await station.call('BootNotification', boot);
    let location = '';
    station.answers.set('GetLog', (payload) => {
      assert.ok(isLogRequest(payload));
      location = payload.log.remoteLocation;
      return { status: 'Accepted', filename: 'x' };
    });
    const { answer } = await ask(csms, 'POST', '/stations/LOG-ODD/logs', {
      logType: 'SecurityLog',
    });
    const name = 'журнал "1"/..%2f.log';
    const odd = { 'content-range': 'bytes many', 'content-digest': 'md5=:x:' };
    // Two senders at once: the second finds that the file is there.
    const sent = await Promise.all([
      send(`${location}${encodeURIComponent(name)}`, bytes, odd),
      send(`${location}again`, bytes),
    ]);
    assert.deepEqual(sent.map(({ status }) => status).sort(), [201, 404]);
    const [listed] = (await ask(csms, 'GET', '/stations/LOG-ODD/logs')).answer.items;
    assert.equal(listed.file.sha256, sha256);
    const content = await fetch(`${csms.url}/api/v1/stations/LOG-ODD/logs/${answer.id}/content`, {
      headers: bearer(csms.adminKey ?? ''),
    });
    assert.equal(content.status, 200);
    const disposition = content.headers.get('content-disposition') ?? '';
    assert.match(disposition, /^attachment; filename="[\w.() -]+"; filename\*=UTF-8''/);
  });

  it('of a 1.6 station without the security extension comes as diagnostics: TC_045_1_CSMS', async () => {
    await using station = await WireStation.connect(csms.url, 'DIAG', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    station.answers.set('GetLog', () => 'NotImplemented');
    let location = '';
    station.answers.set('GetDiagnostics', (payload) => {
      assert.ok(typeof payload === 'object' && payload !== null && 'location' in payload);
      location = String(payload.location);
      return { fileName: 'diag.zip' };
    });
    const { answer } = await ask(csms, 'POST', '/stations/DIAG/logs', {
      logType: 'DiagnosticsLog',
    });
    assert.equal(answer.status, 'Accepted');
    await send(`${location}diag.zip`, bytes);
    await station.call('DiagnosticsStatusNotification', { status: 'Uploaded' });
    const [listed] = (await ask(csms, 'GET', '/stations/DIAG/logs')).answer.items;
    assert.deepEqual([listed.status, listed.file.name], ['Uploaded', 'diag.zip']);
  });
});

function isLogRequest(
  payload: unknown,
): payload is { requestId: number; log: { remoteLocation: string } } {
  return typeof payload === 'object' && payload !== null && 'log' in payload;
}

describe('an update of firmware', () => {
  for (const subprotocol of ['ocpp1.6', 'ocpp2.0.1', 'ocpp2.1']) {
    it(`is followed to the boot that proves it: TC_L_01_CSMS, TC_080_CSMS over ${subprotocol}`, async () => {
      const is16 = subprotocol === 'ocpp1.6';
      const id = `FW-${subprotocol}`;
      await using station = await WireStation.connect(csms.url, id, subprotocol);
      await station.call('BootNotification', is16 ? boot16 : boot);
      const made = await ask(csms, 'POST', '/firmware-images', {
        version: '9.0',
        signature: 'c2ln',
        signingCertificate: '-----BEGIN CERTIFICATE-----',
      });
      await send(made.answer.uploadUrl, bytes);
      const command = is16 ? 'SignedUpdateFirmware' : 'UpdateFirmware';
      let sent:
        | { requestId: number; firmware: { location: string; signature: string } }
        | undefined;
      station.answers.set(command, (payload) => {
        assert.ok(isUpdateRequest(payload));
        sent = payload;
        return { status: 'Accepted' };
      });
      const started = await ask(csms, 'POST', `/stations/${id}/firmware-updates`, {
        imageId: made.answer.id,
      });
      assert.equal(started.answer.state, 'Requested');
      assert.ok(sent !== undefined);
      const { requestId, firmware } = sent;
      assert.equal(firmware.signature, 'c2ln');
      const fetched = await fetch(firmware.location);
      assert.deepEqual(Buffer.from(await fetched.arrayBuffer()), bytes);
      const stateAfter = async () => {
        const { items } = (await ask(csms, 'GET', `/firmware-updates?stationId=${id}`)).answer;
        return [items[0].state, items[0].status, items[0].versionBefore, items[0].versionAfter];
      };
      const report = is16 ? 'SignedFirmwareStatusNotification' : 'FirmwareStatusNotification';
      await station.call(report, { requestId, status: 'Downloading' });
      assert.deepEqual(await stateAfter(), ['Running', 'Downloading', '1.0', undefined]);
      await station.call(report, { requestId, status: 'Installed' });
      assert.deepEqual(await stateAfter(), ['Installed', 'Installed', '1.0', undefined]);
      await station.call(
        'BootNotification',
        is16
          ? { ...boot16, firmwareVersion: '9.0' }
          : { ...boot, chargingStation: { ...boot.chargingStation, firmwareVersion: '9.0' } },
      );
      assert.deepEqual(await settled(stateAfter), ['Confirmed', 'Installed', '1.0', '9.0']);
    });
  }

  it('has failed when the station says so, or boots with another version', async () => {
    await using station = await WireStation.connect(csms.url, 'FW-BAD', 'ocpp2.1');
    await station.call('BootNotification', boot);
    station.answers.set('UpdateFirmware', () => ({ status: 'Accepted' }));
    const image = await ask(csms, 'POST', '/firmware-images', {
      version: '7.0',
      url: 'https://files.example.com/7.bin',
    });
    const start = async () =>
      (await ask(csms, 'POST', '/stations/FW-BAD/firmware-updates', { imageId: image.answer.id }))
        .answer.id;
    const latest = async () => {
      const { items } = (await ask(csms, 'GET', '/firmware-updates?stationId=FW-BAD')).answer;
      return [items[0].state, items[0].detail];
    };
    const first = await start();
    await station.call('FirmwareStatusNotification', {
      requestId: first,
      status: 'InstallationFailed',
      statusInfo: { reasonCode: 'OutOfStorage' },
    });
    assert.deepEqual(await latest(), ['Failed', 'OutOfStorage']);
    const second = await start();
    await station.call('FirmwareStatusNotification', { requestId: second, status: 'Installed' });
    await station.call('BootNotification', boot);
    assert.deepEqual(await settled(latest), [
      'Failed',
      'The station says it is installed, and booted with 1.0.',
    ]);
    station.answers.set('UpdateFirmware', () => ({ status: 'InvalidCertificate' }));
    await start();
    assert.deepEqual(await latest(), ['Refused', 'InvalidCertificate']);
  });

  it('gives way to a later one', async () => {
    await using station = await WireStation.connect(csms.url, 'FW-TWO', 'ocpp2.0.1');
    await station.call('BootNotification', boot);
    station.answers.set('UpdateFirmware', () => ({ status: 'AcceptedCanceled' }));
    const image = { version: '6.0', url: 'https://files.example.com/6.bin' };
    const { answer } = await ask(csms, 'POST', '/firmware-images', image);
    for (let i = 0; i < 2; i++) {
      await ask(csms, 'POST', '/stations/FW-TWO/firmware-updates', { imageId: answer.id });
    }
    const { items } = (await ask(csms, 'GET', '/firmware-updates?stationId=FW-TWO')).answer;
    assert.deepEqual(
      items.map(({ state }: { state: string }) => state),
      ['Requested', 'Superseded'],
    );
  });

  it('goes through a fleet as a campaign, which counts what was proven', async () => {
    const image = await registered('3.0');
    await send(image.uploadUrl, bytes);
    const { answer } = await ask(csms, 'POST', `/firmware-images/${image.id}/request`, {
      validForS: 3_600,
    });
    const fetched: string[] = [];
    const open = async (id: string, subprotocol: string) => {
      const station = await WireStation.connect(csms.url, id, subprotocol);
      const is16 = subprotocol === 'ocpp1.6';
      await station.call('BootNotification', is16 ? boot16 : boot);
      station.answers.set('UpdateFirmware', (payload) => {
        fetched.push(JSON.stringify(payload));
        return is16 ? {} : { status: 'Accepted' };
      });
      return station;
    };
    await using good = await open('C-GOOD', 'ocpp1.6');
    await using bad = await open('C-BAD', 'ocpp2.1');
    const { answer: campaign } = await ask(csms, 'POST', '/campaigns', {
      name: 'to 3.0',
      stations: { stationIds: ['C-GOOD', 'C-BAD'] },
      steps: [{ command: 'UpdateFirmware', request: answer, until: 'firmwareInstalled' }],
    });
    const counts = async () => (await ask(csms, 'GET', `/campaigns/${campaign.id}`)).answer.counts;
    while ((await counts()).awaiting < 2);
    assert.ok(fetched.every((payload) => payload.includes(answer.firmware.location)));
    await good.call('FirmwareStatusNotification', { status: 'Installed' });
    await good.call('BootNotification', { ...boot16, firmwareVersion: '3.0' });
    const { items } = (await ask(csms, 'GET', '/firmware-updates?stationId=C-BAD')).answer;
    await bad.call('FirmwareStatusNotification', {
      requestId: items[0].id,
      status: 'DownloadFailed',
    });
    while ((await counts()).awaiting > 0);
    const { succeeded, failed } = await counts();
    assert.deepEqual([succeeded, failed], [1, 1]);
    const updates = (await ask(csms, 'GET', `/firmware-updates?imageId=${image.id}`)).answer.items;
    assert.deepEqual(
      updates
        .map(({ stationId, state }: { stationId: string; state: string }) => [stationId, state])
        .sort(),
      [
        ['C-BAD', 'Failed'],
        ['C-GOOD', 'Confirmed'],
      ],
    );
  });
});

function isUpdateRequest(
  payload: unknown,
): payload is { requestId: number; firmware: { location: string; signature: string } } {
  return typeof payload === 'object' && payload !== null && 'firmware' in payload;
}

/** What a boot proves is noted after its answer. */
async function settled<T extends readonly unknown[]>(look: () => Promise<T>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found[0] !== 'Installed') return found;
  }
}
