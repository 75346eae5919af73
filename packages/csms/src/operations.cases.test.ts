import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, it } from 'node:test';
import type { Version } from '@northbound/protocol';
import { fakeSecureRandom } from './api/testing/fake-csms.ts';
import { type DiskFileStore, diskFileStore } from './files/node/disk-file-store.ts';
import { findLink } from './files/sql.ts';
import type { UpdateState } from './firmware/views.ts';
import { type LogicUnderTest, logicUnderTest } from './testing/csms-under-test.ts';
import { type LinkedStation, LinkedStations } from './testing/linked-stations.ts';
import { at, transactionEvent } from './testing/messages.ts';
import { timestampOf } from './timestamps.ts';

const TWO = ['2.0.1', '2.1'] as const;

let logic: LogicUnderTest;
let links: LinkedStations;
let store: DiskFileStore;
let stations = 0;

before(async () => {
  store = diskFileStore();
  const files = { store, random: fakeSecureRandom(), baseUrl: () => 'http://csms.example.com' };
  logic = await logicUnderTest({ files });
  links = new LinkedStations(logic);
});
after(async () => {
  await links.close();
  await logic.csms.close();
  await logic.database.close();
  await store.close();
});

/** A station of its own for each case. */
async function booted(version: Version): Promise<{ id: string; station: LinkedStation }> {
  stations += 1;
  const id = `CS-${stations}`;
  return { id, station: await links.boot(id, version) };
}

function answering(station: LinkedStation, action: string, answer: object): void {
  station.answer = (called) => (called === action ? answer : 'NotSupported');
}

/** The payload of the last CALL of an action that a station got. */
function lastOf(station: LinkedStation, action: string): Readonly<Record<string, unknown>> {
  const payload = station.called.findLast(([called]) => called === action)?.[1];
  assert.ok(typeof payload === 'object' && payload !== null, action);
  return { ...payload };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** The payload that a CALL of a station is answered with. */
async function answerTo(
  station: LinkedStation,
  action: string,
  payload: object,
): Promise<Readonly<Record<string, unknown>>> {
  const [type, , answer] = await station.call(action, payload);
  assert.equal(type, 3, action);
  assert.ok(typeof answer === 'object' && answer !== null);
  return { ...answer };
}

describe('firmware', () => {
  const url = 'https://files.example.com/9.bin';
  const installed = ['Downloading', 'Downloaded', 'SignatureVerified', 'Installing', 'Installed'];
  const cases: readonly (readonly [id: string, statuses: readonly string[], state: UpdateState])[] =
    [
      [
        'TC_L_02_CSMS',
        [...installed.slice(0, 3), 'InstallScheduled', 'Installing', 'Installed'],
        'Installed',
      ],
      ['TC_L_03_CSMS', ['DownloadScheduled', ...installed], 'Installed'],
      ['TC_L_06_CSMS', ['Downloading', 'Downloaded', 'InvalidSignature'], 'Failed'],
      ['TC_L_07_CSMS', ['Downloading', 'DownloadFailed'], 'Failed'],
      ['TC_L_08_CSMS', [...installed.slice(0, 4), 'InstallVerificationFailed'], 'Failed'],
      ['TC_L_09_CSMS', [...installed.slice(0, 4), 'InstallationFailed'], 'Failed'],
      ['TC_L_13_CSMS', ['DownloadScheduled'], 'Running'],
    ];
  const signed = { signature: 'c2ln', signingCertificate: 'PEM' };

  async function started(version: Version, answer: object, image: object = signed) {
    const { firmwareImages, firmwareUpdates } = logic.csms.blocks;
    const { id, station } = await booted(version);
    const action =
      version === '1.6' && 'signature' in image ? 'SignedUpdateFirmware' : 'UpdateFirmware';
    answering(station, action, answer);
    const { id: imageId } = await firmwareImages.register({ version: '9', url, ...image });
    const start = () => firmwareUpdates.start(id, { imageId }, 'test');
    const states = async () =>
      (await firmwareUpdates.list({ stationId: id, limit: 9 })).items.map(({ state }) => state);
    return { id, station, update: await start(), start, states };
  }

  for (const version of TWO) {
    for (const [id, statuses, state] of cases) {
      it(`is followed through its statuses over ${version}: ${id}`, async () => {
        const { station, update, states } = await started(version, { status: 'Accepted' });
        for (const status of statuses) {
          const report = { requestId: update.id, status };
          await answerTo(station, 'FirmwareStatusNotification', report);
        }
        assert.deepEqual(await states(), [state]);
      });
    }
    for (const [id, status] of [
      ['TC_L_04_CSMS', 'RevokedCertificate'],
      ['TC_L_05_CSMS', 'InvalidCertificate'],
      ['TC_L_11_CSMS', 'Rejected'],
    ] as const) {
      it(`is refused with ${status} over ${version}: ${id}`, async () => {
        const { update } = await started(version, { status });
        assert.deepEqual([update.state, update.detail], ['Refused', status]);
      });
    }
    it(`takes the place of what is under way over ${version}: TC_L_10_CSMS`, async () => {
      const { station, start, states } = await started(version, { status: 'Accepted' });
      answering(station, 'UpdateFirmware', { status: 'AcceptedCanceled' });
      await start();
      assert.deepEqual(await states(), ['Requested', 'Superseded']);
    });
    it(`that is published is told of over ${version}: TC_L_19_CSMS, TC_L_20_CSMS, TC_L_24_CSMS`, async () => {
      const { id, station } = await booted(version);
      for (const status of ['InvalidChecksum', 'PublishFailed', 'DownloadFailed']) {
        const report = { status, requestId: 3 };
        assert.deepEqual(await answerTo(station, 'PublishFirmwareStatusNotification', report), {});
      }
      assert.equal((await logic.csms.blocks.notices.list(id, { limit: 9 })).items.length, 3);
    });
  }

  it('of 1.6 is followed without numbers: TC_044_1_CSMS, TC_044_2_CSMS, TC_044_3_CSMS', async () => {
    for (const [status, state] of [
      ['Installed', 'Installed'],
      ['DownloadFailed', 'Failed'],
      ['InstallationFailed', 'Failed'],
    ] as const) {
      const { station, states } = await started('1.6', {}, {});
      assert.equal(lastOf(station, 'UpdateFirmware').location, url);
      await answerTo(station, 'FirmwareStatusNotification', { status: 'Downloading' });
      await answerTo(station, 'FirmwareStatusNotification', { status });
      assert.deepEqual(await states(), [state]);
    }
  });

  for (const version of ['1.6', '2.0.1'] as const) {
    it(`goes on after another one that was refused, up to the boot that proves it, over ${version}`, async () => {
      const { station, update, start, states } = await started(
        version,
        version === '1.6' ? {} : { status: 'Accepted' },
        {},
      );
      station.answer = () => (version === '1.6' ? 'InternalError' : { status: 'Rejected' });
      await start();
      assert.deepEqual(await states(), ['Refused', 'Requested']);
      const report = { status: 'Installed' };
      await answerTo(
        station,
        'FirmwareStatusNotification',
        version === '1.6' ? report : { ...report, requestId: update.id },
      );
      assert.deepEqual(await states(), ['Refused', 'Installed']);
      const model = { vendorName: 'V', model: 'M', firmwareVersion: '9' };
      await station.call(
        'BootNotification',
        version === '1.6'
          ? { chargePointVendor: 'V', chargePointModel: 'M', firmwareVersion: '9' }
          : { reason: 'FirmwareUpdate', chargingStation: model },
      );
      // Answered after what the boot has begun.
      await answerTo(station, 'FirmwareStatusNotification', { status: 'Idle' });
      assert.deepEqual(await states(), ['Refused', 'Confirmed']);
    });
  }

  it('to which a station says no late is refused; a late yes takes the place of the other', async () => {
    const { station, start, states } = await started('2.0.1', { status: 'Accepted' });
    const late = async (status: string) => {
      station.answer = () => undefined;
      const starting = start();
      await logic.clock.advance(31_000);
      assert.equal((await starting).state, 'Requested');
      station.answerLate({ status });
      await logic.clock.advance(0);
    };
    await late('Rejected');
    assert.deepEqual(await states(), ['Refused', 'Requested']);
    await late('AcceptedCanceled');
    assert.deepEqual(await states(), ['Requested', 'Refused', 'Superseded']);
  });

  it('that is planned has a link for a week after that', async () => {
    const { files, firmwareImages, firmwareUpdates } = logic.csms.blocks;
    const secretOf = (url = '') => url.split('/files/')[1]?.split('/')[0] ?? '';
    const { id: imageId, uploadUrl } = await firmwareImages.register({ version: '9' });
    const chunks = Readable.from([Buffer.from('firmware')]);
    await files.take(secretOf(uploadUrl), { chunks, offsetBytes: 0 });
    const { id, station } = await booted('2.0.1');
    const day = 86_400;
    const planned = { imageId, retrieveAt: at(30 * day), installAt: at(31 * day) };
    await firmwareUpdates.start(id, planned, 'test');
    const { firmware } = lastOf(station, 'UpdateFirmware');
    const link = await findLink(logic.database, sha256(secretOf(Object(firmware).location)));
    assert.equal(link?.validUntilMs, Date.parse(at(38 * day)));
  });

  it('that cannot be said to the station is refused, and not waited for', async () => {
    const { firmwareUpdates } = logic.csms.blocks;
    const { id, update } = await started('1.6', {}, {});
    const { imageId = 0 } = update;
    const later = { imageId, installAt: at(3600) };
    await assert.rejects(firmwareUpdates.start(id, later, 'test'), {
      code: 'notSupportedByVersion',
    });
    await assert.rejects(firmwareUpdates.start('nobody', later, 'test'), {
      code: 'unknownStation',
    });
    const { items } = await firmwareUpdates.list({ limit: 2 });
    assert.deepEqual(
      items.map(({ stationId, state }) => [stationId, state]),
      [
        [id, 'Refused'],
        [id, 'Requested'],
      ],
    );
  });

  it('of 1.6 with a signature: TC_081_CSMS', async () => {
    const { station, update, states } = await started('1.6', { status: 'Accepted' });
    const report = { requestId: update.id, status: 'InvalidSignature' };
    await answerTo(station, 'SignedFirmwareStatusNotification', report);
    assert.deepEqual(await states(), ['Failed']);
  });
});

describe('a log', () => {
  for (const version of TWO) {
    it(`is refused, or gives way to a second over ${version}: TC_N_34_CSMS, TC_N_35_CSMS, TC_N_36_CSMS`, async () => {
      const { stationLogs } = logic.csms.blocks;
      const { id, station } = await booted(version);
      answering(station, 'GetLog', { status: 'Rejected' });
      const refused = await stationLogs.request(id, { logType: 'DiagnosticsLog' }, 'test');
      assert.equal(refused.status, 'Rejected');
      answering(station, 'GetLog', { status: 'Accepted', filename: 'a' });
      const first = await stationLogs.request(id, { logType: 'SecurityLog' }, 'test');
      assert.equal(lastOf(station, 'GetLog').logType, 'SecurityLog');
      answering(station, 'GetLog', { status: 'AcceptedCanceled', filename: 'b' });
      const second = await stationLogs.request(id, { logType: 'SecurityLog' }, 'test');
      const told = { requestId: first.id, status: 'AcceptedCanceled' };
      await answerTo(station, 'LogStatusNotification', told);
      const statuses = [first, second].map(
        async ({ id: log }) => (await stationLogs.get(id, log)).status,
      );
      assert.deepEqual(await Promise.all(statuses), ['AcceptedCanceled', 'AcceptedCanceled']);
    });
  }

  it('of 1.6 cannot be sent: TC_045_2_CSMS', async () => {
    const { stationLogs } = logic.csms.blocks;
    const { id, station } = await booted('1.6');
    answering(station, 'GetDiagnostics', { fileName: 'diag.zip' });
    const log = await stationLogs.request(id, { logType: 'DiagnosticsLog' }, 'test');
    assert.equal(log.status, 'Accepted');
    await answerTo(station, 'DiagnosticsStatusNotification', { status: 'UploadFailed' });
    assert.equal((await stationLogs.get(id, log.id)).status, 'UploadFailed');
  });
});

describe('what a station holds of a customer', () => {
  const customer = { customerIdentifier: 'C-7' };
  const certificate = {
    customerCertificate: {
      hashAlgorithm: 'SHA256',
      issuerNameHash: 'a',
      issuerKeyHash: 'b',
      serialNumber: 'c',
    },
  };
  const token = { idToken: { idToken: 'DRIVER', type: 'ISO14443' } };
  const cases = [
    ['TC_N_27_CSMS', { ...token, report: true, clear: false }, 'Accepted', 'Ann Lee'],
    ['TC_N_28_CSMS', { ...token, report: true, clear: false }, 'Accepted', ''],
    ['TC_N_29_CSMS', { ...token, report: true, clear: false }, 'Rejected', undefined],
    ['TC_N_30_CSMS', { ...token, report: true, clear: true }, 'Accepted', 'Ann Lee'],
    ['TC_N_31_CSMS', { ...customer, report: true, clear: true }, 'Accepted', ''],
    ['TC_N_32_CSMS', { ...token, report: false, clear: true }, 'Accepted', undefined],
    ['TC_N_63_CSMS', { ...certificate, report: true, clear: true }, 'Accepted', 'Ann Lee'],
  ] as const;
  for (const version of TWO) {
    for (const [id, question, status, data] of cases) {
      it(`is asked for over ${version}: ${id}`, async () => {
        const { reports } = logic.csms.blocks;
        const { id: stationId, station } = await booted(version);
        answering(station, 'CustomerInformation', { status });
        const { report } = await reports.ask(stationId, 'CustomerInformation', question);
        assert.equal(report.status, status);
        const { requestId } = report;
        assert.deepEqual(lastOf(station, 'CustomerInformation'), { ...question, requestId });
        if (data !== undefined) {
          const part = { requestId, seqNo: 0, generatedAt: at(0), data };
          await answerTo(station, 'NotifyCustomerInformation', part);
        }
        const detail = await reports.get(stationId, report.id);
        assert.equal(detail?.parts, data === undefined ? 0 : 1);
        assert.equal(detail?.completedAt !== undefined, data !== undefined);
      });
    }
  }
});

describe('messages on a display', () => {
  const cases = [
    ['TC_O_03_CSMS', {}, 'Unknown'],
    ['TC_O_07_CSMS', { id: [1] }, 'Accepted'],
    ['TC_O_08_CSMS', { priority: 'NormalCycle' }, 'Accepted'],
    ['TC_O_09_CSMS', { state: 'Charging' }, 'Accepted'],
    ['TC_O_11_CSMS', { id: [99], state: 'Faulted' }, 'Unknown'],
  ] as const;
  for (const version of TWO) {
    for (const [id, question, status] of cases) {
      it(`are asked for over ${version}: ${id}`, async () => {
        const { reports } = logic.csms.blocks;
        const { id: stationId, station } = await booted(version);
        answering(station, 'GetDisplayMessages', { status });
        const { report } = await reports.ask(stationId, 'GetDisplayMessages', question);
        assert.equal(report.status, status);
        const { requestId } = report;
        assert.deepEqual(lastOf(station, 'GetDisplayMessages'), { ...question, requestId });
        if (status === 'Unknown') return;
        const shown = { format: 'UTF8', content: 'Hello' };
        const messageInfo = [{ id: 1, priority: 'NormalCycle', message: shown }];
        await answerTo(station, 'NotifyDisplayMessages', { requestId, messageInfo });
        assert.equal((await reports.get(stationId, report.id))?.payloads.length, 1);
        // A part of what there is says nothing of the whole.
        assert.equal(await reports.latest(stationId, 'GetDisplayMessages'), undefined);
      });
    }
  }
});

describe('a reservation', () => {
  const wish = { idToken: 'DRIVER', idTokenType: 'ISO14443', expiresAt: at(86_400) };
  for (const version of TWO) {
    it(`is for any EVSE, a kind of connector, or a group over ${version}: TC_H_08_CSMS, TC_H_14_CSMS, TC_H_15_CSMS, TC_H_19_CSMS`, async () => {
      const { reservations } = logic.csms.blocks;
      const { id, station } = await booted(version);
      answering(station, 'ReserveNow', { status: 'Accepted' });
      const any = await reservations.reserve(id, wish, 'test');
      const idToken = { idToken: 'DRIVER', type: 'ISO14443' };
      const asked = { id: any.id, expiryDateTime: at(86_400), idToken };
      assert.deepEqual(lastOf(station, 'ReserveNow'), asked);
      await reservations.reserve(id, { ...wish, connectorType: 'cCCS2' }, 'test');
      assert.equal(lastOf(station, 'ReserveNow').connectorType, 'cCCS2');
      await reservations.reserve(id, { ...wish, evseId: 1, groupIdToken: 'G' }, 'test');
      const groupIdToken = { idToken: 'G', type: 'Central' };
      assert.deepEqual(lastOf(station, 'ReserveNow').groupIdToken, groupIdToken);
      const { items } = await reservations.list({ stationId: id, state: 'Active', limit: 9 });
      assert.equal(items.length, 3);
    });
    it(`ends unused, or is refused over ${version}: TC_H_07_CSMS, TC_H_22_CSMS`, async () => {
      const { reservations } = logic.csms.blocks;
      const { id, station } = await booted(version);
      answering(station, 'ReserveNow', { status: 'Accepted' });
      const held = await reservations.reserve(id, { ...wish, evseId: 1 }, 'test');
      const over = { reservationId: held.id, reservationUpdateStatus: 'Expired' };
      await answerTo(station, 'ReservationStatusUpdate', over);
      assert.equal((await reservations.get(held.id)).state, 'Expired');
      answering(station, 'ReserveNow', { status: 'Rejected' });
      const refused = await reservations.reserve(id, { ...wish, evseId: 1 }, 'test');
      assert.deepEqual([refused.state, refused.status], ['Refused', 'Rejected']);
    });
  }

  it('of 1.6 is refused, used, or over: TC_046_CSMS, TC_047_CSMS, TC_048_1_CSMS, TC_048_2_CSMS, TC_048_3_CSMS, TC_048_4_CSMS', async () => {
    const { reservations } = logic.csms.blocks;
    const { id, station } = await booted('1.6');
    for (const status of ['Faulted', 'Occupied', 'Unavailable', 'Rejected']) {
      answering(station, 'ReserveNow', { status });
      const refused = await reservations.reserve(id, { ...wish, evseId: 1 }, 'test');
      assert.deepEqual([refused.state, refused.status], ['Refused', status]);
    }
    answering(station, 'ReserveNow', { status: 'Accepted' });
    const expiresAt = timestampOf(logic.clock.epochMs() + 60_000);
    const soon = { ...wish, evseId: 1, expiresAt };
    const [used, unused] = [
      await reservations.reserve(id, soon, 'test'),
      await reservations.reserve(id, { ...soon, evseId: 2 }, 'test'),
    ];
    await answerTo(station, 'StartTransaction', {
      connectorId: 1,
      idTag: 'DRIVER',
      meterStart: 0,
      timestamp: at(1),
      reservationId: used.id,
    });
    await logic.clock.advance(120_000);
    const states = [used, unused].map(async (each) => (await reservations.get(each.id)).state);
    assert.deepEqual(await Promise.all(states), ['Used', 'Expired']);
  });
});

describe('limits from outside', () => {
  for (const version of TWO) {
    it(`are released, and reported as profiles over ${version}: TC_K_50_CSMS, TC_K_51_CSMS, TC_K_52_CSMS`, async () => {
      const { smartCharging, reports } = logic.csms.blocks;
      const { id, station } = await booted(version);
      await answerTo(station, 'TransactionEvent', transactionEvent('T', 0, 'Started'));
      const chargingLimit = { chargingLimitSource: 'EMS' };
      await answerTo(station, 'NotifyChargingLimit', { chargingLimit, evseId: 1 });
      assert.equal((await smartCharging.limits(id)).length, 1);
      answering(station, 'GetChargingProfiles', { status: 'Accepted' });
      const { report } = await reports.ask(id, 'GetChargingProfiles', { chargingProfile: {} });
      await answerTo(station, 'ReportChargingProfiles', {
        requestId: report.requestId,
        chargingLimitSource: 'EMS',
        evseId: 1,
        chargingProfile: [
          {
            id: -1,
            stackLevel: 0,
            chargingProfilePurpose: 'ChargingStationExternalConstraints',
            chargingProfileKind: 'Absolute',
            chargingSchedule: [
              {
                id: 1,
                startSchedule: at(0),
                chargingRateUnit: 'W',
                chargingSchedulePeriod: [{ startPeriod: 0, limit: 5000 }],
              },
            ],
          },
        ],
      });
      const { items } = await smartCharging.profiles(id);
      assert.deepEqual(
        items.map(({ evseId, source }) => [evseId, source]),
        [[1, 'EMS']],
      );
      await answerTo(station, 'ClearedChargingLimit', { chargingLimitSource: 'EMS', evseId: 1 });
      assert.deepEqual(await smartCharging.limits(id), []);
    });
  }
});

describe('tokens', () => {
  const ways = [
    ['UNKNOWN', 'TC_C_02_CSMS', 'TC_023_1_CSMS', 'Unknown', 'Invalid'],
    ['BLOCKED', 'TC_C_06_CSMS', 'TC_023_3_CSMS', 'Blocked', 'Blocked'],
    ['EXPIRED', 'TC_C_07_CSMS', 'TC_023_2_CSMS', 'Expired', 'Expired'],
  ] as const;
  for (const [idToken, case2, case16, status, status16] of ways) {
    it(`that are no good are refused before and in a transaction: ${case2}, ${case16}`, async () => {
      const { tokens } = logic.csms.blocks;
      const type = 'ISO14443';
      if (status !== 'Unknown') await tokens.put({ idToken, type, status });
      for (const version of TWO) {
        const { station } = await booted(version);
        const asked = await answerTo(station, 'Authorize', { idToken: { idToken, type } });
        assert.deepEqual(asked, { idTokenInfo: { status } });
        const event = transactionEvent('T', 0, 'Started', { idToken: { idToken, type } });
        const started = await answerTo(station, 'TransactionEvent', event);
        assert.deepEqual(started.idTokenInfo, { status });
      }
      const { station } = await booted('1.6');
      const asked = await answerTo(station, 'Authorize', { idTag: idToken });
      assert.deepEqual(asked, { idTagInfo: { status: status16 } });
    });
  }
});

describe('security events of 1.6', () => {
  it('are kept: TC_077_CSMS, TC_078_CSMS', async () => {
    const { id, station } = await booted('1.6');
    for (const type of ['InvalidChargePointCertificate', 'InvalidCentralSystemCertificate']) {
      const event = { type, timestamp: at(3) };
      assert.deepEqual(await answerTo(station, 'SecurityEventNotification', event), {});
    }
    const { items } = await logic.csms.blocks.securityEvents.list({ stationId: id, limit: 9 });
    assert.deepEqual(
      items.map(({ type, critical }) => [type, critical]),
      [
        ['InvalidCentralSystemCertificate', true],
        ['InvalidChargePointCertificate', true],
      ],
    );
  });
});
