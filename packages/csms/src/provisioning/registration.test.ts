import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type CsmsUnderTest, csmsUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';

const notAccepted = 'The boot of this station has not been accepted yet.';

/** One CALL of the CSMS, as the station sees it. */
async function called(station: RawStation, action: string): Promise<readonly [string, unknown]> {
  const [type, messageId, name, payload] = await station.next();
  assert.deepEqual([type, name], [2, action]);
  return [String(messageId), payload];
}

describe('a station that is Pending', () => {
  let under: CsmsUnderTest;
  before(async () => {
    under = await csmsUnderTest({ registration: 'configure' });
    await under.csms.blocks.templates.create({
      name: 'all',
      filter: {},
      priority: 0,
      values: [{ component: 'TxCtrlr', variable: 'EVConnectionTimeOut', value: '45' }],
    });
  });
  after(() => under[Symbol.asyncDispose]());

  for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`TC_B_02_CSMS, TC_B_31_CSMS in ${protocol}: is read, set, and accepted by rule`, async () => {
      const id = `NEW-${protocol}`;
      await using station = await RawStation.connect(under.port, id, protocol);
      const [, , pending] = await station.call('BootNotification', boot2);
      assert.deepEqual(pending, { status: 'Pending', currentTime: at(clockS()), interval: 60 });
      const first = await under.csms.blocks.registering.view(id);
      assert.deepEqual(first.waitsFor, ['Its device model has not been read yet.']);

      await under.clock.advance(5_000);
      const [reportId, asked] = await called(station, 'GetBaseReport');
      const { requestId } = asked as { readonly requestId: number };
      station.send([3, reportId, { status: 'Accepted' }]);
      const page = {
        requestId,
        seqNo: 0,
        generatedAt: at(0),
        reportData: [
          {
            component: { name: 'TxCtrlr' },
            variable: { name: 'EVConnectionTimeOut' },
            variableAttribute: [{ value: '30' }],
          },
        ],
      };
      assert.deepEqual((await station.call('NotifyReport', page))[2], {});

      const [setId, set] = await called(station, 'SetVariables');
      assert.deepEqual(set, {
        setVariableData: [
          {
            component: { name: 'TxCtrlr' },
            variable: { name: 'EVConnectionTimeOut' },
            attributeValue: '45',
          },
        ],
      });
      const result = {
        component: { name: 'TxCtrlr' },
        variable: { name: 'EVConnectionTimeOut' },
        attributeStatus: 'Accepted',
      };
      station.send([3, setId, { setVariableResult: [result] }]);
      const [triggerId, trigger] = await called(station, 'TriggerMessage');
      assert.deepEqual(trigger, { requestedMessage: 'BootNotification' });
      station.send([3, triggerId, { status: 'Accepted' }]);
      const [, , accepted] = await station.call('BootNotification', boot2);
      assert.equal((accepted as { readonly status: string }).status, 'Accepted');
      const done = await under.csms.blocks.registering.view(id);
      assert.deepEqual(
        [done.registration, done.decidedBy, done.waitsFor],
        ['Accepted', 'rule', []],
      );
    });
  }

  it('TC_002_CSMS of 1.6: is read and set by its configuration keys', async () => {
    await using station = await RawStation.connect(under.port, 'NEW-16', 'ocpp1.6');
    const [, , pending] = await station.call('BootNotification', boot16);
    assert.equal((pending as { readonly status: string }).status, 'Pending');
    await under.clock.advance(5_000);
    const [getId] = await called(station, 'GetConfiguration');
    const key = { key: 'ConnectionTimeOut', readonly: false, value: '30' };
    station.send([3, getId, { configurationKey: [key] }]);
    const [changeId, change] = await called(station, 'ChangeConfiguration');
    assert.deepEqual(change, { key: 'ConnectionTimeOut', value: '45' });
    station.send([3, changeId, { status: 'Accepted' }]);
    const [triggerId] = await called(station, 'TriggerMessage');
    station.send([3, triggerId, { status: 'NotImplemented' }]);
    const [, , accepted] = await station.call('BootNotification', boot16);
    assert.equal((accepted as { readonly status: string }).status, 'Accepted');
  });

  it('TC_B_30_CSMS: may send what it was told to send, and nothing else', async () => {
    await using station = await RawStation.connect(under.port, 'GATE', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const refused = await station.call('Heartbeat', {});
    assert.deepEqual(refused.slice(2, 4), ['SecurityError', notAccepted]);
    const { commands } = under.csms;
    const trigger = commands.call('GATE', 'TriggerMessage', { requestedMessage: 'Heartbeat' });
    const [triggerId] = await called(station, 'TriggerMessage');
    station.send([3, triggerId, { status: 'Accepted' }]);
    await trigger;
    assert.deepEqual((await station.call('Heartbeat', {}))[0], 3);
    const status = {
      timestamp: at(0),
      connectorStatus: 'Available',
      evseId: 1,
      connectorId: 1,
    };
    assert.equal((await station.call('StatusNotification', status))[2], 'SecurityError');
  });

  it('is not asked to start or stop transactions (B02.FR.05)', async () => {
    await using station = await RawStation.connect(under.port, 'NO-START', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const start = { remoteStartId: 1, idToken: { idToken: 'A', type: 'Central' } };
    const outcome = await under.csms.commands.call('NO-START', 'RequestStartTransaction', start);
    assert.equal(outcome.outcome, 'notAccepted');
    assert.deepEqual(station.received, []);
  });

  it('whose values are refused stays Pending until an operator accepts it', async () => {
    await using station = await RawStation.connect(under.port, 'STUBBORN', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    await under.clock.advance(5_000);
    const [getId] = await called(station, 'GetConfiguration');
    station.send([3, getId, {}]);
    const [changeId] = await called(station, 'ChangeConfiguration');
    station.send([3, changeId, { status: 'Rejected' }]);
    // It boots again after its interval.
    const [, , again] = await station.call('BootNotification', boot16);
    assert.equal((again as { readonly status: string }).status, 'Pending');
    const { registering } = under.csms.blocks;
    const view = await registering.view('STUBBORN');
    assert.match(view.waitsFor.join(), /EVConnectionTimeOut: The station refuses/);
    const { items } = await registering.held({ limit: 100 });
    assert.ok(items.some(({ stationId }) => stationId === 'STUBBORN'));
    const decided = registering.decide('STUBBORN', 'Accepted', 'Ada', 'It may keep 30 s.');
    const [triggerId] = await called(station, 'TriggerMessage');
    station.send([3, triggerId, { status: 'Accepted' }]);
    assert.equal((await decided).next, 'Accepted');
    const [, , accepted] = await station.call('BootNotification', boot16);
    assert.equal((accepted as { readonly status: string }).status, 'Accepted');
  });

  it('that does not finish its report stays Pending', async () => {
    await using station = await RawStation.connect(under.port, 'NEVER', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await under.clock.advance(5_000);
    const [reportId] = await called(station, 'GetBaseReport');
    station.send([3, reportId, { status: 'Accepted' }]);
    await station.call('BootNotification', boot2);
    await under.clock.advance(301_000);
    const view = await under.csms.blocks.registering.view('NEVER');
    assert.equal(view.next, 'Pending');
    assert.match(view.waitsFor.join(), /pages missing/);
  });

  const clockS = () => (under.clock.epochMs() - Date.UTC(2026, 0, 1)) / 1000;
});

describe('a station that an operator must accept', () => {
  it('is read and set, and waits all the same', async () => {
    await using under = await csmsUnderTest({ registration: 'approve' });
    const { registering } = under.csms.blocks;
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    await under.clock.advance(5_000);
    const [id] = await called(station, 'GetConfiguration');
    station.send([3, id, {}]);
    const [, , again] = await station.call('BootNotification', boot16);
    assert.equal((again as { readonly status: string }).status, 'Pending');
    const { waitsFor } = await registering.view('CS-1');
    assert.deepEqual(waitsFor, ['An operator must accept it.']);
  });
});

describe('a station that is rejected', () => {
  it('B03.FR.03, FR.07: is not asked anything, and may only boot again', async () => {
    await using under = await csmsUnderTest();
    const { registering } = under.csms.blocks;
    await under.csms.commands.putStation('STOLEN', {});
    await registering.decide('STOLEN', 'Rejected', 'Ada', 'Stolen.');
    await using station = await RawStation.connect(under.port, 'STOLEN', 'ocpp2.1');
    const [, , answer] = await station.call('BootNotification', boot2);
    assert.deepEqual(answer, { status: 'Rejected', currentTime: at(0), interval: 60 });
    assert.equal((await station.call('Heartbeat', {}))[2], 'SecurityError');
    const outcome = await under.csms.commands.call('STOLEN', 'GetBaseReport', {
      requestId: 1,
      reportBase: 'FullInventory',
    });
    assert.equal(outcome.outcome, 'notAccepted');
    await registering.decide('STOLEN', 'Accepted', 'Ada', 'Found again.');
    assert.deepEqual(station.received, []);
    const [, , accepted] = await station.call('BootNotification', boot2);
    assert.equal((accepted as { readonly status: string }).status, 'Accepted');
    await assert.rejects(registering.decide('NOBODY', 'Accepted', 'Ada', undefined), {
      code: 'unknownStation',
    });
  });

  it('is asked to boot when it was accepted before, and hears it then', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    const decided = under.csms.blocks.registering.decide('CS-1', 'Rejected', 'Ada', undefined);
    const [triggerId] = await called(station, 'TriggerMessage');
    station.send([3, triggerId, { status: 'Accepted' }]);
    await decided;
    const [, , answer] = await station.call('BootNotification', boot16);
    assert.equal((answer as { readonly status: string }).status, 'Rejected');
  });
});

describe('a station that boots', () => {
  it('TC_001_CSMS, TC_B_01_CSMS: is accepted at once where the operator wants that', async () => {
    await using under = await csmsUnderTest();
    const accepted = { status: 'Accepted', currentTime: at(0), interval: 300 };
    await using old = await RawStation.connect(under.port, 'OLD', 'ocpp1.6');
    assert.deepEqual((await old.call('BootNotification', boot16))[2], accepted);
    for (const protocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
      await using station = await RawStation.connect(under.port, `NEW-${protocol}`, protocol);
      assert.deepEqual((await station.call('BootNotification', boot2))[2], accepted);
      assert.deepEqual((await station.call('Heartbeat', {}))[2], { currentTime: at(0) });
    }
    assert.deepEqual((await old.call('Heartbeat', {}))[2], { currentTime: at(0) });
  });
});

describe('a station with the certificate of another', () => {
  it('B01.FR.12: is not accepted, and its serial number is not believed', async () => {
    const { csms, database } = await logicUnderTest();
    await csms.commands.putStation('CS-1', {});
    const station = csms.stations.get('CS-1');
    const boot = csms.handlers['2.1'].BootNotification;
    assert.ok(station && boot);
    const chargingStation = { vendorName: 'V', model: 'M', serialNumber: 'SN-2' };
    const context = { station, version: '2.1', securityProfile: 3, connectedAtMs: 0 } as const;
    const message = { action: 'BootNotification', messageId: '1' };
    const ask = async (certificateName: string) => {
      const payload = { reason: 'PowerUp', chargingStation } as const;
      return (await boot(payload, { ...context, certificateName }, message)).status;
    };
    assert.equal(await ask('SN-1'), 'Rejected');
    assert.equal(station.record.serialNumber, undefined);
    assert.equal(await ask('SN-2'), 'Accepted');
    assert.equal(await ask('CS-1'), 'Accepted');
    await csms.close();
    await database.close();
  });
});

describe('the device model of a new station', () => {
  it('is read after its first boot, and again when its firmware is another one', async () => {
    await using under = await csmsUnderTest({ readsDeviceModels: true });
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    const boot = (firmwareVersion: string) =>
      station.call('BootNotification', { ...boot16, firmwareVersion });
    const answerConfiguration = async () => {
      await under.clock.advance(5_000);
      const [id] = await called(station, 'GetConfiguration');
      station.send([3, id, {}]);
      // The answer has been taken when the one after it has.
      await station.call('Heartbeat', {});
    };
    await boot('1.0');
    await answerConfiguration();
    await boot('1.0');
    await under.clock.advance(60_000);
    await station.call('Heartbeat', {});
    assert.deepEqual(station.received, []);
    await boot('2.0');
    await answerConfiguration();
    assert.equal(under.csms.blocks.modelReports.inventory('CS-1')?.firmwareVersion, '2.0');
  });
});
