import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';

async function booted(
  under: CsmsUnderTest,
  subprotocol: 'ocpp1.6' | 'ocpp2.0.1' | 'ocpp2.1',
): Promise<ForeignStation> {
  const station = await foreignStation(under.port, 'CS-1', subprotocol);
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  return station;
}

function requestIdIn(payload: unknown): number {
  assert.ok(typeof payload === 'object' && payload !== null && 'requestId' in payload);
  return Number(payload.requestId);
}

function message(id: number) {
  return {
    id,
    priority: 'NormalCycle',
    message: { format: 'UTF8', content: `Message ${id}` },
  } as const;
}

describe('answers that come in parts', () => {
  for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`become one report: TC_O_02_CSMS, TC_K_29_CSMS, TC_N_62_CSMS over ${subprotocol}`, async () => {
      await using under = await csmsUnderTest();
      const { reports, smartCharging } = under.csms.blocks;
      await using station = await booted(under, subprotocol);
      const asked: {
        [action: string]: unknown;
        GetDisplayMessages?: unknown;
        GetChargingProfiles?: unknown;
      } = {};
      for (const action of ['GetDisplayMessages', 'GetChargingProfiles', 'CustomerInformation']) {
        station.handle(action, (payload) => {
          asked[action] = payload;
          return { status: 'Accepted' };
        });
      }

      const { report } = await reports.ask('CS-1', 'GetDisplayMessages', {});
      assert.equal(report.status, 'Accepted');
      const requestId = requestIdIn(asked.GetDisplayMessages);
      assert.equal(requestId, report.requestId);
      const first = { requestId, tbc: true, messageInfo: [message(1)] };
      assert.deepEqual(await station.call('NotifyDisplayMessages', first), {});
      assert.equal(await reports.latest('CS-1', 'GetDisplayMessages'), undefined);
      await station.call('NotifyDisplayMessages', { requestId, messageInfo: [message(2)] });
      const messages = await reports.latest<{ messageInfo: object[] }>(
        'CS-1',
        'GetDisplayMessages',
      );
      assert.deepEqual(
        messages?.payloads.flatMap(({ messageInfo }) => messageInfo),
        [message(1), message(2)],
      );

      await reports.ask('CS-1', 'GetChargingProfiles', { chargingProfile: {} });
      const profile = {
        id: 5,
        stackLevel: 0,
        chargingProfilePurpose: 'TxDefaultProfile',
        chargingProfileKind: 'Absolute',
        chargingSchedule: [
          {
            id: 1,
            startSchedule: at(0),
            chargingRateUnit: 'A',
            chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }],
          },
        ],
      };
      await station.call('ReportChargingProfiles', {
        requestId: requestIdIn(asked.GetChargingProfiles),
        chargingLimitSource: 'CSO',
        evseId: 1,
        chargingProfile: [profile],
      });
      assert.deepEqual(await smartCharging.profiles('CS-1'), {
        reportedAt: at(0),
        items: [{ evseId: 1, source: 'CSO', profile }],
      });

      const question = { report: true, clear: false, customerIdentifier: 'C-7' };
      const information = await reports.ask('CS-1', 'CustomerInformation', question);
      const part = { requestId: information.report.requestId, generatedAt: at(0) };
      // Out of order: the parts have numbers.
      await station.call('NotifyCustomerInformation', { ...part, seqNo: 1, data: 'Lee' });
      await station.call('NotifyCustomerInformation', {
        ...part,
        seqNo: 0,
        data: 'Ann ',
        tbc: true,
      });
      const detail = await reports.get('CS-1', information.report.id);
      assert.deepEqual(
        detail?.payloads.map(
          (payload) => Object.entries(payload ?? {}).find(([key]) => key === 'data')?.[1],
        ),
        ['Ann ', 'Lee'],
      );
      assert.ok(detail?.completedAt);
      assert.equal((await reports.list('CS-1', { limit: 9 })).items.length, 3);
    });
  }

  it('a station that has nothing has said so: TC_O_03_CSMS', async () => {
    await using under = await csmsUnderTest();
    const { reports } = under.csms.blocks;
    await using station = await booted(under, 'ocpp2.1');
    station.handle('GetDisplayMessages', () => ({ status: 'Accepted' }));
    const { report } = await reports.ask('CS-1', 'GetDisplayMessages', {});
    const { requestId } = report;
    await station.call('NotifyDisplayMessages', { requestId, messageInfo: [message(1)] });
    assert.equal((await reports.latest('CS-1', 'GetDisplayMessages'))?.payloads.length, 1);

    station.handle('GetDisplayMessages', () => ({ status: 'Unknown' }));
    await reports.ask('CS-1', 'GetDisplayMessages', {});
    assert.deepEqual((await reports.latest('CS-1', 'GetDisplayMessages'))?.payloads, []);
  });

  it('are not complete by a part that came twice', async () => {
    await using under = await csmsUnderTest();
    const { reports } = under.csms.blocks;
    await using station = await booted(under, 'ocpp2.1');
    const tell = (seqNo: number, tbc: boolean) =>
      station.call('NotifyCustomerInformation', {
        requestId: 5,
        seqNo,
        tbc,
        generatedAt: at(0),
        data: `${seqNo}`,
      });
    const isComplete = async () => {
      const { items } = await reports.list('CS-1', { limit: 9 });
      return items.map(({ parts, completedAt }) => [parts, completedAt !== undefined]);
    };
    for (const [seqNo, tbc] of [
      [0, true],
      [0, true],
      [2, false],
    ] as const)
      await tell(seqNo, tbc);
    assert.deepEqual(await isComplete(), [[2, false]]);
    await tell(1, true);
    assert.deepEqual(await isComplete(), [[3, true]]);
  });

  it('are kept although nobody here asked', async () => {
    await using under = await csmsUnderTest();
    const { reports } = under.csms.blocks;
    await using station = await booted(under, 'ocpp2.1');
    for (const id of [1, 2]) {
      await station.call('NotifyDisplayMessages', { requestId: 77, messageInfo: [message(id)] });
    }
    const { items } = await reports.list('CS-1', { limit: 9 });
    assert.deepEqual(
      items.map(({ requestId, request, parts, completedAt }) => ({
        requestId,
        request,
        parts,
        completedAt,
      })),
      [
        { requestId: 77, request: undefined, parts: 1, completedAt: at(0) },
        { requestId: 77, request: undefined, parts: 1, completedAt: at(0) },
      ],
    );
  });
});

describe('limits from outside', () => {
  for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`hold until they are cleared: TC_K_48_CSMS over ${subprotocol}`, async () => {
      await using under = await csmsUnderTest();
      const { smartCharging, notices } = under.csms.blocks;
      await using station = await booted(under, subprotocol);
      const limit = { chargingLimitSource: 'SO', isGridCritical: true };
      await station.call('NotifyChargingLimit', { chargingLimit: limit, evseId: 2 });
      await station.call('NotifyChargingLimit', { chargingLimit: { chargingLimitSource: 'EMS' } });
      assert.deepEqual(await smartCharging.limits('CS-1'), [
        { evseId: 0, source: 'EMS', schedules: [], since: at(0) },
        { evseId: 2, source: 'SO', isGridCritical: true, schedules: [], since: at(0) },
      ]);
      await station.call('ClearedChargingLimit', { chargingLimitSource: 'SO', evseId: 2 });
      assert.deepEqual(
        (await smartCharging.limits('CS-1')).map(({ source }) => source),
        ['EMS'],
      );
      const told = await notices.list('CS-1', { action: 'ClearedChargingLimit', limit: 9 });
      assert.equal(told.items.length, 1);
    });
  }
});

describe('what is generated on the spot', () => {
  it('stands beside the limit of the same source, until that source has none: K27.FR.05', async () => {
    await using under = await csmsUnderTest();
    const { smartCharging } = under.csms.blocks;
    await using station = await booted(under, 'ocpp2.1');
    const limit = { chargingLimitSource: 'EMS', isGridCritical: true };
    await station.call('NotifyChargingLimit', { chargingLimit: limit });
    for (const isLocalGeneration of [true, true]) {
      const chargingLimit = { chargingLimitSource: 'EMS', isLocalGeneration };
      await station.call('NotifyChargingLimit', { chargingLimit });
    }
    assert.deepEqual(await smartCharging.limits('CS-1'), [
      { evseId: 0, source: 'EMS', isGridCritical: true, schedules: [], since: at(0) },
      { evseId: 0, source: 'EMS', isLocalGeneration: true, schedules: [], since: at(0) },
    ]);
    await station.call('ClearedChargingLimit', { chargingLimitSource: 'EMS' });
    assert.deepEqual(await smartCharging.limits('CS-1'), []);
  });
});

describe('what this CSMS has no other system for', () => {
  it('is refused as the standard says, and kept', async () => {
    await using under = await csmsUnderTest();
    await using station = await booted(under, 'ocpp2.1');
    const csr = 'LS0t';
    const hash = {
      hashAlgorithm: 'SHA256',
      issuerNameHash: 'a',
      issuerKeyHash: 'b',
      serialNumber: 'c',
    };
    const statusOf = async (action: string, payload: object) => {
      const answer = await station.call(action, payload);
      assert.ok(typeof answer === 'object' && answer !== null && 'status' in answer);
      return answer.status;
    };
    assert.equal(await statusOf('SignCertificate', { csr }), 'Rejected');
    assert.equal(
      await statusOf('Get15118EVCertificate', {
        iso15118SchemaVersion: 'urn:iso:15118:2:2013:MsgDef',
        action: 'Install',
        exiRequest: 'AA==',
      }),
      'Failed',
    );
    assert.equal(
      await statusOf('GetCertificateStatus', {
        ocspRequestData: { ...hash, responderURL: 'http://ocsp.example.com' },
      }),
      'Failed',
    );
    assert.equal(
      await statusOf('VatNumberValidation', { vatNumber: 'DE1', evseId: 1 }),
      'Rejected',
    );
    assert.equal(await statusOf('PullDynamicScheduleUpdate', { chargingProfileId: 1 }), 'Rejected');
    assert.deepEqual(
      await station.call('GetCertificateChainStatus', {
        certificateStatusRequests: [
          { certificateHashData: hash, source: 'OCSP', urls: ['http://ocsp.example.com'] },
        ],
      }),
      {
        certificateStatus: [
          { certificateHashData: hash, source: 'OCSP', status: 'Failed', nextUpdate: at(3600) },
        ],
      },
    );
    const { items } = await under.csms.blocks.notices.list('CS-1', { limit: 20 });
    assert.deepEqual(
      items.map(({ action }) => action),
      [
        'GetCertificateChainStatus',
        'PullDynamicScheduleUpdate',
        'VatNumberValidation',
        'GetCertificateStatus',
        'Get15118EVCertificate',
        'SignCertificate',
      ],
    );
  });

  it('also in 1.6', async () => {
    await using under = await csmsUnderTest();
    await using station = await booted(under, 'ocpp1.6');
    assert.deepEqual(await station.call('SignCertificate', { csr: 'LS0t' }), {
      status: 'Rejected',
    });
    const event = { type: 'TamperDetectionActivated', timestamp: at(5), techInfo: 'lid' };
    await station.call('SecurityEventNotification', event);
    assert.deepEqual((await under.csms.blocks.securityEvents.list({ limit: 9 })).items, [
      {
        id: 1,
        stationId: 'CS-1',
        type: 'TamperDetectionActivated',
        critical: true,
        at: at(5),
        receivedAt: at(0),
        techInfo: 'lid',
      },
    ]);
  });
});
