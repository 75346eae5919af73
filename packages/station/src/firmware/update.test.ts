import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Version } from '@northbound/protocol';
import { x509CertificateTools } from '../certificates/node/x509-certificate-tools.ts';
import { type Bench, type BenchOptions, CARD, startBench } from '../testing/bench.ts';
import { accepted } from '../testing/independent-csms.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { started, startSession } from '../testing/sessions.ts';
import {
  type SigningCertificate,
  signatureOf,
  signingCertificate,
} from '../testing/signing-certificates.ts';
import { firmwareImage, memoryFirmwareBank } from './image.ts';
import { firmwareVerifier } from './verifier.ts';

const OWN = { vendor: 'Northbound', model: 'Bench' };
const IMAGE = firmwareImage({ ...OWN, version: '2.0.0' }, Buffer.from('new code'));
const ROOT = signingCertificate('Root');
const SIGNER = signingCertificate('Signer', { kind: 'rsa', issuer: ROOT, serialNumber: 7 });

const PAST = '2025-12-31T22:00:00.000Z';
/** The clock of the bench begins with the year 2026. */
const IN_20_S = '2026-01-01T00:00:20.000Z';
const IN_40_S = '2026-01-01T00:00:40.000Z';

interface FirmwareBench {
  readonly bench: Bench;
  readonly files: ScriptedFiles;
}

/** A station of security profile 1 that can update its firmware. */
async function firmwareBench(version: Version, more: BenchOptions = {}): Promise<FirmwareBench> {
  const files = new ScriptedFiles();
  const firmware = memoryFirmwareBank(OWN);
  const bench = await startBench(version, {
    ...more,
    config: {
      password: 'a password of some length',
      manufacturerRoots: [ROOT.pem],
      ...more.config,
    },
    ports: { files, firmware, ...more.ports },
  });
  return { bench, files };
}

const EXTENSION_16 = {
  update: 'SignedUpdateFirmware',
  status: 'SignedFirmwareStatusNotification',
  trigger: 'ExtendedTriggerMessage',
};
const MESSAGES: Readonly<Record<Version, typeof EXTENSION_16>> = {
  '1.6': EXTENSION_16,
  '2.0.1': {
    update: 'UpdateFirmware',
    status: 'FirmwareStatusNotification',
    trigger: 'TriggerMessage',
  },
  '2.1': {
    update: 'UpdateFirmware',
    status: 'FirmwareStatusNotification',
    trigger: 'TriggerMessage',
  },
};

interface Update {
  readonly requestId?: number;
  readonly retrieveDateTime?: string;
  readonly installDateTime?: string;
  readonly signer?: SigningCertificate;
  readonly signed?: Uint8Array;
  readonly retries?: number;
}

function update({ csms, station }: Bench, { signer = SIGNER, ...more }: Update = {}) {
  const version = station.state().version ?? '2.1';
  return csms.call(MESSAGES[version].update, {
    requestId: more.requestId ?? 11,
    retries: more.retries ?? 1,
    retryInterval: 10,
    firmware: {
      location: 'http://files.example.com/firmware.bin',
      retrieveDateTime: more.retrieveDateTime ?? PAST,
      ...(more.installDateTime !== undefined && { installDateTime: more.installDateTime }),
      signingCertificate: signer.pem,
      signature: signatureOf(signer, more.signed ?? IMAGE),
    },
  });
}

/** The station reports these states next, in this order, of this request. */
async function reports({ csms, station }: Bench, statuses: readonly string[], requestId = 11) {
  const action = MESSAGES[station.state().version ?? '2.1'].status;
  for (const status of statuses) {
    const { payload } = await csms.next(action);
    assert.deepEqual(payload, { status, requestId });
  }
}

const ACCEPTED = { status: 'Accepted' };

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  const name = version === '1.6' ? 'TC_080_CS' : 'TC_L_01_CS';

  test(`${version} ${name}: a signed update is installed and runs after the reboot`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    const { csms, clock } = bench;
    await started(bench);
    assert.deepEqual(await update(bench), ACCEPTED);
    await reports(bench, ['Downloading']);
    files.deliver(IMAGE);
    await reports(bench, ['Downloaded', 'SignatureVerified', 'Installing', 'InstallRebooting']);
    await clock.advance(1_000);
    const { payload: boot } = await csms.next('BootNotification');
    if (version === '1.6') assert.equal(boot.firmwareVersion, '2.0.0');
    else {
      assert.equal(boot.reason, 'FirmwareUpdate');
      const { chargingStation } = boot;
      assert.ok(typeof chargingStation === 'object' && chargingStation !== null);
      assert.ok('firmwareVersion' in chargingStation);
      assert.equal(chargingStation.firmwareVersion, '2.0.0');
    }
    await reports(bench, ['Installed']);
    const updated = csms.all('SecurityEventNotification').map(({ payload }) => payload.type);
    if (!updated.includes('FirmwareUpdated')) {
      await csms.next('SecurityEventNotification', ({ type }) => type === 'FirmwareUpdated');
    }
  });

  test(`${version} ${version === '1.6' ? 'TC_081_CS' : 'TC_L_06_CS'}: a bad signature ends the update`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    await started(bench);
    assert.deepEqual(await update(bench, { signed: Buffer.from('something else') }), ACCEPTED);
    await reports(bench, ['Downloading']);
    files.deliver(IMAGE);
    await reports(bench, ['Downloaded', 'InvalidSignature']);
    await bench.csms.next(
      'SecurityEventNotification',
      ({ type }) => type === 'InvalidFirmwareSignature',
    );
    // A new one may begin.
    assert.deepEqual(await update(bench, { requestId: 12 }), ACCEPTED);
    await reports(bench, ['Downloading'], 12);
  });

  test(`${version} TC_L_05_CS: certificates that are not to be trusted`, async () => {
    const revokedSerialNumbers = ['07'];
    const { bench } = await firmwareBench(version, {
      ports: { verifier: firmwareVerifier({ revokedSerialNumbers }) },
    });
    await using _ = bench;
    await started(bench);
    const stranger = signingCertificate('Stranger');
    assert.deepEqual(await update(bench, { signer: stranger }), { status: 'InvalidCertificate' });
    await bench.csms.next(
      'SecurityEventNotification',
      ({ type }) => type === 'InvalidFirmwareSigningCertificate',
    );
    assert.deepEqual(await update(bench), { status: 'RevokedCertificate' });
  });

  test(`${version} TC_L_02_CS, TC_L_03_CS: retrieval and installation at their time, over a power cut`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    const { clock, station } = bench;
    bench.csms.answers.set('BootNotification', () =>
      accepted({ currentTime: new Date(clock.epochMs()).toISOString() }),
    );
    await started(bench);
    await update(bench, { retrieveDateTime: IN_20_S, installDateTime: IN_40_S });
    await reports(bench, ['DownloadScheduled']);
    await bench.answered();
    station.powerCut();
    await station.start();
    await started(bench);
    await bench.answered();
    await clock.advance(20_000);
    await reports(bench, ['Downloading']);
    await bench.answered();
    station.powerCut();
    await station.start();
    await started(bench);
    assert.equal(files.downloads.length, 2, 'what was fetched was in RAM');
    files.deliver(IMAGE);
    await reports(bench, ['Downloaded', 'SignatureVerified', 'InstallScheduled']);
    await bench.answered();
    station.powerCut();
    await station.start();
    await started(bench);
    await bench.answered();
    await clock.advance(20_000);
    await reports(bench, ['Installing', 'InstallRebooting']);
    // The power is gone before the reboot: the new firmware boots all the same.
    station.powerCut();
    await station.start();
    await bench.csms.next('BootNotification');
    await reports(bench, ['Installed']);
  });

  test(`${version} TC_L_07_CS: the download fails in all attempts`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    await started(bench);
    await update(bench, { retries: 1 });
    await reports(bench, ['Downloading']);
    files.breakOff();
    await bench.answered();
    await bench.clock.advance(10_000);
    files.breakOff();
    await reports(bench, ['DownloadFailed']);
    assert.equal(files.downloads.length, 2);
  });

  test(`${version} L01.FR.14: a download that breaks off pauses and goes on where it was`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    await started(bench);
    await update(bench);
    await reports(bench, ['Downloading']);
    files.breakOff(IMAGE.subarray(0, 10));
    await reports(bench, ['DownloadPaused']);
    await bench.answered();
    await bench.clock.advance(10_000);
    await reports(bench, ['Downloading']);
    assert.deepEqual(files.downloads[1]?.part, IMAGE.subarray(0, 10));
    files.deliver(IMAGE);
    await reports(bench, ['Downloaded', 'SignatureVerified']);
  });

  test(`${version} TC_L_10_CS: a newer request cancels the older one`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    await started(bench);
    await update(bench);
    await reports(bench, ['Downloading']);
    assert.deepEqual(await update(bench, { requestId: 12 }), { status: 'AcceptedCanceled' });
    await reports(bench, ['Downloading'], 12);
    assert.equal(files.downloads[0]?.signal.aborted, true);
  });

  test(`${version} TC_L_08_CS: firmware that is damaged, or another station's`, async () => {
    for (const [image, status] of [
      [Buffer.from('no firmware at all'), 'InstallVerificationFailed'],
      [firmwareImage({ ...OWN, model: 'Other', version: '9' }, IMAGE), 'InstallationFailed'],
    ] as const) {
      const { bench, files } = await firmwareBench(version);
      await using _ = bench;
      await started(bench);
      await update(bench, { signed: image });
      await reports(bench, ['Downloading']);
      files.deliver(image);
      await reports(bench, ['Downloaded', 'SignatureVerified', 'Installing', status]);
      assert.equal(bench.station.state().evses[0]?.connectors[0]?.availabilityState, 'Available');
    }
  });

  test(`${version} TC_F_18_CS, TC_F_19_CS: triggers`, async () => {
    const { bench } = await firmwareBench(version);
    await using _ = bench;
    const { csms } = bench;
    await started(bench);
    const { trigger, status } = MESSAGES[version];
    const ask = () => csms.call(trigger, { requestedMessage: 'FirmwareStatusNotification' });
    assert.deepEqual(await ask(), ACCEPTED);
    assert.deepEqual((await csms.next(status)).payload, { status: 'Idle' });
    await update(bench);
    await reports(bench, ['Downloading']);
    assert.deepEqual(await ask(), ACCEPTED);
    await reports(bench, ['Downloading']);
  });
}

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_L_18_CS: without a signature only in security profile 0`, async () => {
    const unsigned = {
      requestId: 5,
      firmware: { location: 'http://files.example.com/f', retrieveDateTime: PAST },
    };
    const secured = await firmwareBench(version);
    await using _ = secured.bench;
    await started(secured.bench);
    assert.deepEqual(await secured.bench.csms.call('UpdateFirmware', unsigned), {
      status: 'Rejected',
      statusInfo: { reasonCode: 'MissingParam' },
    });
    const files = new ScriptedFiles();
    await using bench = await startBench(version, {
      ports: { files, firmware: memoryFirmwareBank(OWN) },
    });
    await started(bench);
    assert.deepEqual(await bench.csms.call('UpdateFirmware', unsigned), ACCEPTED);
    await reports(bench, ['Downloading'], 5);
    files.deliver(IMAGE);
    await reports(bench, ['Downloaded', 'Installing', 'InstallRebooting'], 5);
  });

  for (const allowed of [false, true]) {
    const name = allowed ? 'TC_L_14_CS' : 'TC_L_15_CS';
    test(`${version} ${name}: installation waits for transactions, new sessions allowed: ${allowed}`, async () => {
      const { bench, files } = await firmwareBench(version, {
        evses: 2,
        variables: {
          'ChargingStation.AllowNewSessionsPendingFirmwareUpdate': String(allowed),
        },
      });
      await using _ = bench;
      const { csms, station, clock } = bench;
      await bench.heard(
        ({ type, ...rest }) =>
          type === 'registration' && 'state' in rest && rest.state === 'Accepted',
      );
      station.plugIn(1);
      station.swipe(CARD, 1);
      await bench.authorized();
      while (!bench.hardware.evse(1).closed) await clock.settle();
      await update(bench);
      await reports(bench, ['Downloading']);
      files.deliver(IMAGE);
      await reports(bench, ['Downloaded', 'SignatureVerified', 'InstallScheduled']);
      const connector = (evse: number) =>
        station.state().evses[evse - 1]?.connectors[0]?.availabilityState;
      assert.equal(connector(1), 'Occupied');
      assert.equal(connector(2), allowed ? 'Available' : 'Unavailable');
      station.swipe(CARD, 1);
      await csms.next('TransactionEvent', ({ eventType }) => eventType === 'Ended');
      await reports(bench, ['Installing']);
      assert.equal(connector(2), 'Unavailable');
      // TC_L_11_CS: what is being installed cannot be cancelled.
      assert.deepEqual(await update(bench, { requestId: 12 }), {
        status: 'Rejected',
        statusInfo: { reasonCode: 'FwUpdateInProgress' },
      });
      // B11.FR.06: nor can it be interrupted.
      assert.deepEqual(await csms.call('Reset', { type: 'Immediate' }), {
        status: 'Rejected',
        statusInfo: { reasonCode: 'FwUpdateInProgress' },
      });
      await reports(bench, ['InstallRebooting']);
      await clock.advance(1_000);
      await csms.next('BootNotification', ({ reason }) => reason === 'FirmwareUpdate');
      assert.equal(connector(2), 'Available');
    });
  }
}

test('1.6 TC_044_1_CS: plain update in security profile 0', async () => {
  const files = new ScriptedFiles();
  await using bench = await startBench('1.6', {
    ports: { files, firmware: memoryFirmwareBank(OWN) },
  });
  const { csms, clock } = bench;
  await started(bench);
  const location = 'http://files.example.com/f';
  const ask = (retrieveDate: string) =>
    csms.call('UpdateFirmware', { location, retrieveDate, retries: 0 });
  const trigger = () =>
    csms.call('TriggerMessage', { requestedMessage: 'FirmwareStatusNotification' });
  const next = async () => (await csms.next('FirmwareStatusNotification')).payload.status;
  assert.deepEqual(await ask(IN_20_S), {});
  await trigger();
  assert.equal(await next(), 'Idle', 'plain 1.6 has no word for a schedule');
  assert.deepEqual(await ask(PAST), {});
  assert.equal(await next(), 'Downloading');
  await trigger();
  assert.equal(await next(), 'Downloading');
  files.deliver(IMAGE);
  for (const status of ['Downloaded', 'Installing']) assert.equal(await next(), status);
  // What the reboot leaves unanswered would be told again.
  await bench.answered();
  await clock.advance(1_000);
  const { payload } = await csms.next('BootNotification');
  assert.equal(payload.firmwareVersion, '2.0.0');
  assert.equal(await next(), 'Installed');
  assert.deepEqual(csms.all('SecurityEventNotification'), [], 'a plain CSMS does not know them');
});

test('1.6 TC_044_2_CS, TC_044_3_CS: plain update that fails', async () => {
  const files = new ScriptedFiles();
  await using bench = await startBench('1.6', {
    ports: { files, firmware: memoryFirmwareBank(OWN) },
  });
  const { csms } = bench;
  await started(bench);
  const request = { location: 'http://files.example.com/f', retrieveDate: PAST, retries: 0 };
  const next = async () => (await csms.next('FirmwareStatusNotification')).payload.status;
  await csms.call('UpdateFirmware', request);
  assert.equal(await next(), 'Downloading');
  files.breakOff();
  assert.equal(await next(), 'DownloadFailed');
  await csms.call('UpdateFirmware', request);
  assert.equal(await next(), 'Downloading');
  files.deliver(Buffer.from('no firmware'));
  for (const status of ['Downloaded', 'Installing', 'InstallationFailed']) {
    assert.equal(await next(), status);
  }
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version}: a bank that rejects has failed to install, and the station goes on`, async () => {
    const firmware = {
      ...memoryFirmwareBank(OWN),
      install: () => Promise.reject(new Error('EIO')),
    };
    const { bench, files } = await firmwareBench(version, { ports: { firmware } });
    await using _ = bench;
    await started(bench);
    await update(bench);
    await reports(bench, ['Downloading']);
    files.deliver(IMAGE);
    const whole = ['Downloaded', 'SignatureVerified', 'Installing', 'InstallationFailed'];
    await reports(bench, whole);
    assert.equal(bench.station.state().evses[0]?.connectors[0]?.availabilityState, 'Available');
  });
}

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version}: a file transfer that rejects is an attempt that failed`, async () => {
    const { bench, files } = await firmwareBench(version);
    await using _ = bench;
    await started(bench);
    await update(bench, { retries: 0 });
    await reports(bench, ['Downloading']);
    files.reject();
    await reports(bench, ['DownloadFailed']);
  });
}

test('1.6 whitepaper L01.FR.20: UpdateFirmware is not supported when updates must be signed', async () => {
  const { bench } = await firmwareBench('1.6');
  await using _ = bench;
  await started(bench);
  const request = { location: 'http://files.example.com/f', retrieveDate: PAST };
  await assert.rejects(bench.csms.call('UpdateFirmware', request), {
    rpcErrorCode: 'NotSupported',
  });
});

test('without files or a place for firmware nothing is updated', async () => {
  await using bench = await startBench('2.1');
  await startSession(bench);
  await assert.rejects(update(bench), { rpcErrorCode: 'NotSupported' });
  const trigger = { requestedMessage: 'FirmwareStatusNotification' };
  assert.deepEqual(await bench.csms.call('TriggerMessage', trigger), { status: 'NotImplemented' });
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version} TC_M_02_CS, TC_075_1_CS: an installed ManufacturerRootCertificate decides whose firmware is taken`, async () => {
    const other = signingCertificate('Other maker');
    const signer = signingCertificate('Other signer', { issuer: other, serialNumber: 9 });
    const { bench } = await firmwareBench(version, {
      ports: {
        files: new ScriptedFiles(),
        firmware: memoryFirmwareBank(OWN),
        certificates: x509CertificateTools(),
      },
    });
    await using _ = bench;
    await started(bench);
    assert.match(JSON.stringify(await update(bench, { signer })), /InvalidCertificate/);
    const installed = await bench.csms.call('InstallCertificate', {
      certificateType: 'ManufacturerRootCertificate',
      certificate: other.pem,
    });
    assert.deepEqual(installed, { status: 'Accepted' });
    assert.match(JSON.stringify(await update(bench, { signer })), /"Accepted"/);
  });
}
