import assert from 'node:assert/strict';
import { test } from 'node:test';
import { VERSIONS } from '@northbound/protocol';
import { memoryFirmwareBank } from '../firmware/image.ts';
import { CARD } from '../testing/bench.ts';
import { ScriptedFiles } from '../testing/scripted-files.ts';
import { VirtualBench, type VirtualBenchOptions } from '../testing/virtual-bench.ts';

const ACCEPTED = { status: 'Accepted' };

async function begun(version: '1.6' | '2.0.1' | '2.1', options: VirtualBenchOptions = {}) {
  const bench = new VirtualBench(version, options);
  await bench.begin();
  return bench;
}

async function charge(bench: VirtualBench, evseId = 1): Promise<void> {
  bench.station.plugIn(evseId);
  bench.station.swipe({ ...CARD, idToken: `CARD-${evseId}` }, evseId);
  await bench.pass(1_000);
}

/** What the station sends of an action because of a trigger. */
async function triggered(
  bench: VirtualBench,
  action: string,
  requestedMessage: string,
  evse?: object,
): Promise<Record<string, unknown>[]> {
  const before = bench.got(action).length;
  const request = { requestedMessage, ...(evse && { evse }) };
  assert.deepEqual(await bench.ask('TriggerMessage', request), ACCEPTED);
  await bench.pass(5_000);
  return bench.got(action).slice(before);
}

const contextsOf = ({ meterValue }: Record<string, unknown>) =>
  Object(meterValue)[0].sampledValue.map((sample: { context: string }) => sample.context);

for (const version of ['2.0.1', '2.1'] as const) {
  test(`${version} TC_F_11_CS, TC_F_12_CS: meter values of one EVSE, and of all`, async () => {
    const bench = await begun(version, { evses: 2 });
    const one = await triggered(bench, 'MeterValues', 'MeterValues', { id: 2 });
    assert.deepEqual(
      one.map(({ evseId }) => evseId),
      [2],
    );
    const all = await triggered(bench, 'MeterValues', 'MeterValues');
    assert.deepEqual(
      all.map(({ evseId }) => evseId),
      [1, 2],
    );
    for (const values of [...one, ...all]) assert.ok(contextsOf(values).includes('Trigger'));
    await bench.end();
  });

  test(`${version} TC_F_13_CS, TC_F_14_CS: the transaction of one EVSE, and all`, async () => {
    const bench = await begun(version, { evses: 2 });
    for (const evseId of [1, 2]) await charge(bench, evseId);
    const one = await triggered(bench, 'TransactionEvent', 'TransactionEvent', { id: 2 });
    const all = await triggered(bench, 'TransactionEvent', 'TransactionEvent');
    assert.deepEqual([one.length, all.length], [1, 2]);
    for (const event of [...one, ...all]) {
      assert.equal(event.triggerReason, 'Trigger');
      assert.equal(Object(event.transactionInfo).chargingState, 'Charging');
      assert.ok(contextsOf(event).every((context: string) => context === 'Trigger'));
    }
    const idOf = (evseId: number) => bench.station.state().evses[evseId - 1]?.transactionId;
    assert.equal(Object(one[0]?.transactionInfo).transactionId, idOf(2));
    await bench.end();
  });

  test(`${version} TC_F_17_CS: an EVSE means nothing to the status of firmware`, async () => {
    const bench = await begun(version, {
      ports: {
        files: new ScriptedFiles(),
        firmware: memoryFirmwareBank({ vendor: 'Northbound', model: 'Virtual' }),
      },
    });
    const action = 'FirmwareStatusNotification';
    for (const id of [0, 1, 9]) {
      const [idle, ...more] = await triggered(bench, action, action, { id });
      assert.deepEqual([idle?.status, more], ['Idle', []]);
      // F06.FR.03
      assert.equal((await triggered(bench, 'Heartbeat', 'Heartbeat', { id })).length, 1);
    }
    for (const requestedMessage of ['MeterValues', 'TransactionEvent', 'StatusNotification']) {
      const request = { requestedMessage, evse: { id: 9, connectorId: 1 } };
      assert.equal(Object(await bench.ask('TriggerMessage', request)).status, 'Rejected');
    }
    await bench.end();
  });

  test(`${version} TC_F_20_CS: a heartbeat`, async () => {
    const bench = await begun(version);
    assert.equal((await triggered(bench, 'Heartbeat', 'Heartbeat')).length, 1);
    await bench.end();
  });

  test(`${version} TC_F_23_CS, TC_F_24_CS: the state of a connector that is free, and of one that is not`, async () => {
    const bench = await begun(version);
    const action = version === '2.1' ? 'NotifyEvent' : 'StatusNotification';
    const place = { id: 1, connectorId: 1 };
    for (const state of ['Available', 'Occupied']) {
      if (state === 'Occupied') bench.station.plugIn(1);
      await bench.pass(1_000);
      const [told, ...more] = await triggered(bench, action, 'StatusNotification', place);
      assert.deepEqual(more, []);
      if (version === '2.0.1') assert.equal(told?.connectorStatus, state);
      else {
        const [event] = Object(told?.eventData);
        assert.equal(event.component.name, 'Connector');
        assert.equal(event.variable.name, 'AvailabilityState');
        assert.deepEqual([event.trigger, event.actualValue], ['Delta', state]);
      }
    }
    await bench.end();
  });

  test(`${version} TC_F_26_CS, TC_F_27_CS: no second boot, and no certificate that the station does not have`, async () => {
    const bench = await begun(version);
    const ask = async (requestedMessage: string) =>
      Object(await bench.ask('TriggerMessage', { requestedMessage })).status;
    assert.equal(await ask('BootNotification'), 'Rejected');
    assert.equal(await ask('SignCombinedCertificate'), 'NotImplemented');
    await bench.pass(5_000);
    assert.equal(bench.got('BootNotification').length, 1);
    await bench.end();
  });

  test(`${version} TC_F_03_CS: remote start first, nobody is asked with AuthorizeRemoteStart = false`, async () => {
    const bench = await begun(version, {
      variables: { 'AuthCtrlr.AuthorizeRemoteStart': 'false' },
    });
    const idToken = { ...CARD };
    const request = { evseId: 1, remoteStartId: 12, idToken };
    assert.deepEqual(await bench.ask('RequestStartTransaction', request), ACCEPTED);
    await bench.pass(5_000);
    bench.station.plugIn(1);
    await bench.pass(5_000);
    assert.deepEqual(bench.got('Authorize'), []);
    const [started] = bench.got('TransactionEvent');
    assert.equal(started?.triggerReason, 'RemoteStart');
    assert.deepEqual(started.idToken, idToken);
    assert.equal(Object(started.transactionInfo).remoteStartId, 12);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.end();
  });

  test(`${version} F01.FR.24: no remote start where a token is, before its transaction and after its authorization`, async () => {
    const bench = await begun(version, { variables: { 'TxCtrlr.TxStopPoint': 'EVConnected' } });
    const start = { remoteStartId: 7, idToken: { ...CARD, idToken: 'OTHER' }, evseId: 1 };
    const isRefused = async () =>
      assert.deepEqual(await bench.ask('RequestStartTransaction', start), {
        status: 'Rejected',
        statusInfo: { reasonCode: 'TxInProgress' },
      });
    bench.station.swipe(CARD, 1);
    await bench.pass(1_000);
    await isRefused();
    bench.station.plugIn(1);
    await bench.pass(1_000);
    bench.station.swipe(CARD, 1);
    await bench.pass(1_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'EVConnected');
    await isRefused();
    await bench.end();
  });

  test(`${version} TC_F_04_CS, TC_E_39_CS, TC_E_13_CS: started from far, and nobody plugs in`, async () => {
    const bench = await begun(version, {
      variables: {
        'AuthCtrlr.AuthorizeRemoteStart': 'true',
        'TxCtrlr.TxStartPoint': 'Authorized',
        'TxCtrlr.TxStopPoint': 'Authorized',
      },
    });
    await bench.ask('RequestStartTransaction', { evseId: 1, remoteStartId: 3, idToken: CARD });
    await bench.pass(61_000);
    const [started, ended, ...more] = bench.got('TransactionEvent');
    assert.deepEqual([started?.eventType, started?.triggerReason], ['Started', 'RemoteStart']);
    assert.equal(bench.got('Authorize').length, 1);
    assert.deepEqual([ended?.eventType, ended?.triggerReason], ['Ended', 'EVConnectTimeout']);
    assert.equal(Object(ended?.transactionInfo).stoppedReason, 'Timeout');
    assert.deepEqual(more, []);
    // Who comes too late has to begin anew, and can.
    bench.station.plugIn(1);
    await bench.pass(5_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'EVConnected');
    bench.station.swipe(CARD, 1);
    await bench.pass(5_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.end();
  });

  test(`${version} TC_F_07_CS, TC_F_09_CS: unlocked without a cable, and no transaction to stop`, async () => {
    const bench = await begun(version);
    const place = { evseId: 1, connectorId: 1 };
    assert.deepEqual(await bench.ask('UnlockConnector', place), { status: 'Unlocked' });
    await charge(bench);
    const unknown = await bench.ask('RequestStopTransaction', { transactionId: 'nobody' });
    assert.equal(Object(unknown).status, 'Rejected');
    await bench.pass(5_000);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.end();
  });

  test(`${version} TC_G_01_CS, TC_G_02_CS: the CSMS hears when a connector is taken, and when it is free`, async () => {
    const bench = await begun(version);
    const told = () =>
      version === '2.0.1'
        ? bench.got('StatusNotification').map(({ connectorStatus }) => connectorStatus)
        : bench
            .got('NotifyEvent')
            .flatMap(({ eventData }) => Object(eventData))
            .filter(({ component }) => component.name === 'Connector')
            .map(({ actualValue }) => actualValue);
    bench.station.plugIn(1);
    await bench.pass(5_000);
    bench.station.plugOut(1);
    await bench.pass(5_000);
    assert.deepEqual(told(), ['Available', 'Occupied', 'Available']);
    await bench.end();
  });
}

test('2.1 TC_F_100_CS: no custom trigger is known', async () => {
  const bench = await begun('2.1');
  const request = { requestedMessage: 'CustomTrigger', customTrigger: 'Dance' };
  assert.equal(Object(await bench.ask('TriggerMessage', request)).status, 'NotImplemented');
  await bench.end();
});

test('1.6 TC_011_1_CS, TC_011_2_CS: remote start first, and what follows when nobody comes', async () => {
  const bench = await begun('1.6');
  const start = { connectorId: 1, idTag: CARD.idToken };
  assert.deepEqual(await bench.ask('RemoteStartTransaction', start), ACCEPTED);
  await bench.pass(5_000);
  assert.deepEqual(bench.got('StartTransaction'), []);
  bench.station.plugIn(1);
  await bench.pass(5_000);
  assert.equal(bench.got('StartTransaction')[0]?.idTag, CARD.idToken);
  bench.station.swipe(CARD, 1);
  bench.station.plugOut(1);
  await bench.pass(5_000);
  const statuses = () =>
    bench
      .got('StatusNotification')
      .filter(({ connectorId }) => connectorId === 1)
      .map(({ status }) => status);
  assert.deepEqual(statuses().slice(0, 3), ['Available', 'Preparing', 'SuspendedEV']);
  const before = statuses().length;
  assert.deepEqual(await bench.ask('RemoteStartTransaction', start), ACCEPTED);
  await bench.pass(61_000);
  assert.deepEqual(statuses().slice(before), ['Preparing', 'Available']);
  assert.equal(bench.got('StartTransaction').length, 1);
  await bench.end();
});

for (const connectorId of [1, 2]) {
  test(`1.6: a remote start at connector ${connectorId} of two begins there`, async () => {
    const bench = await begun('1.6', { evses: 2 });
    for (const evseId of [1, 2]) bench.station.plugIn(evseId);
    await bench.pass(1_000);
    const start = { connectorId, idTag: CARD.idToken };
    assert.deepEqual(await bench.ask('RemoteStartTransaction', start), ACCEPTED);
    await bench.pass(5_000);
    const begunAt = bench.got('StartTransaction').map((started) => started.connectorId);
    assert.deepEqual(begunAt, [connectorId]);
    await bench.end();
  });
}

test('1.6 TC_026_CS, TC_028_CS: remote starts and stops that are rejected', async () => {
  const bench = await begun('1.6');
  await charge(bench);
  const rejected = { status: 'Rejected' };
  assert.deepEqual(
    await bench.ask('RemoteStartTransaction', { connectorId: 1, idTag: 'OTHER' }),
    rejected,
  );
  assert.deepEqual(await bench.ask('RemoteStopTransaction', { transactionId: 999 }), rejected);
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
  await bench.end();
});

test('1.6 TC_017_1_CS, TC_017_2_CS, TC_018_2_CS, TC_030_CS: unlocked, also in a session, or not', async () => {
  const bench = await begun('1.6');
  const unlock = () => bench.ask('UnlockConnector', { connectorId: 1 });
  assert.deepEqual(await unlock(), { status: 'Unlocked' });
  await charge(bench);
  assert.deepEqual(await unlock(), { status: 'Unlocked' });
  await bench.pass(5_000);
  assert.equal(bench.got('StopTransaction')[0]?.reason, 'UnlockCommand');
  assert.equal(bench.hardware.evse(1).locked, false);
  bench.hardware.locksWork = false;
  assert.deepEqual(await unlock(), { status: 'UnlockFailed' });
  await bench.end();
});

const TWO_CONNECTORS: VirtualBenchOptions = {
  config: {
    evses: [
      {
        connectors: [{ type: 'cType2' }, { type: 'sType2' }],
        maxCurrentA: 32,
        phases: 1,
        voltageV: 230,
      },
    ],
  },
};

/** Asks a station of 1.6. @returns the status, and the connectors of the messages that followed */
async function triggered16(bench: VirtualBench, requestedMessage: string, connectorId?: number) {
  const before = bench.got(requestedMessage).length;
  const request = { requestedMessage, ...(connectorId !== undefined && { connectorId }) };
  const { status } = Object(await bench.ask('TriggerMessage', request));
  await bench.pass(1_000);
  const messages = bench.got(requestedMessage).slice(before);
  return [status, messages.map((message) => message.connectorId)];
}

test('1.6 TC_018_1_CS: what is said to one connector does nothing to a transaction on its neighbour', async () => {
  const bench = await begun('1.6', TWO_CONNECTORS);
  await charge(bench);
  const offerA = bench.hardware.evse(1).offerA;
  assert.deepEqual(await bench.ask('UnlockConnector', { connectorId: 2 }), { status: 'Unlocked' });
  const csChargingProfiles = {
    chargingProfileId: 1,
    stackLevel: 0,
    chargingProfilePurpose: 'TxProfile',
    chargingProfileKind: 'Relative',
    chargingSchedule: {
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [{ startPeriod: 0, limit: 8 }],
    },
  };
  const setProfile = (connectorId: number) =>
    bench.ask('SetChargingProfile', { connectorId, csChargingProfiles });
  assert.deepEqual(await setProfile(2), { status: 'Rejected' });
  await bench.pass(1_000);
  assert.deepEqual(bench.got('StopTransaction'), []);
  assert.equal(bench.hardware.evse(1).offerA, offerA);
  // A meter for both: what flows through the first one is not told as the second one's.
  assert.deepEqual(await triggered16(bench, 'MeterValues', 2), ['Rejected', []]);
  assert.deepEqual(await triggered16(bench, 'MeterValues'), ['Accepted', [1]]);
  assert.deepEqual(await setProfile(1), ACCEPTED);
  assert.equal(bench.hardware.evse(1).offerA, 8);
  assert.deepEqual(await bench.ask('UnlockConnector', { connectorId: 1 }), { status: 'Unlocked' });
  await bench.pass(1_000);
  assert.equal(bench.got('StopTransaction')[0]?.reason, 'UnlockCommand');
  // A vehicle still stands at the first one.
  const start = { connectorId: 2, idTag: CARD.idToken };
  assert.deepEqual(await bench.ask('RemoteStartTransaction', start), { status: 'Rejected' });
  bench.station.plugOut(1);
  await bench.pass(1_000);
  assert.deepEqual(await triggered16(bench, 'MeterValues', 2), ['Accepted', [2]]);
  await bench.end();
});

test('1.6 TC_054_CS: the charge point itself is connector 0, and a connector that means nothing is ignored', async () => {
  const bench = await begun('1.6', { evses: 2 });
  const status = 'StatusNotification';
  assert.deepEqual(await triggered16(bench, status), ['Accepted', [0, 1, 2]]);
  assert.deepEqual(await triggered16(bench, status, 0), ['Accepted', [0]]);
  assert.deepEqual(await triggered16(bench, status, 2), ['Accepted', [2]]);
  for (const connectorId of [0, 1, 7]) {
    const request = { requestedMessage: 'Heartbeat', connectorId };
    assert.deepEqual(await bench.ask('TriggerMessage', request), ACCEPTED);
  }
  assert.equal(bench.got('Heartbeat').length, 3);
  // No main meter, so nothing to tell for 0.
  assert.deepEqual(await triggered16(bench, 'MeterValues', 0), ['Rejected', []]);
  bench.hardware.readMainMeter = () => bench.hardware.readMeter(1);
  assert.deepEqual(await triggered16(bench, 'MeterValues', 0), ['Accepted', [0]]);
  // Errata 3.46
  for (const [key, value] of [
    ['MeterValuesSampledData', 'Voltage'],
    ['MeterValuesAlignedData', 'SoC'],
  ]) {
    assert.deepEqual(await bench.ask('ChangeConfiguration', { key, value }), ACCEPTED);
  }
  assert.deepEqual(await triggered16(bench, 'MeterValues'), ['Accepted', [0, 1, 2]]);
  for (const { meterValue } of bench.got('MeterValues').slice(-3)) {
    const measurands = Object(meterValue)[0].sampledValue.map(
      ({ measurand }: { measurand: string }) => measurand,
    );
    assert.deepEqual(measurands, ['Voltage']);
  }
  await bench.end();
});

test('1.6 TC_055_CS: triggers that are rejected', async () => {
  const bench = await begun('1.6');
  const trigger = (requestedMessage: string, connectorId: number) =>
    bench.ask('TriggerMessage', { requestedMessage, connectorId });
  assert.deepEqual(await trigger('MeterValues', 7), { status: 'Rejected' });
  assert.deepEqual(await trigger('StatusNotification', 7), { status: 'Rejected' });
  await bench.end();
});

for (const version of VERSIONS) {
  test(`${version} TC_G_20_CS, TC_024_CS: a plug that cannot be locked is a fault, and does not charge`, async () => {
    const bench = await begun(version);
    bench.hardware.locksWork = false;
    bench.station.plugIn(1);
    bench.station.swipe(CARD, 1);
    await bench.pass(5_000);
    const { registerWh } = bench.hardware.readMeter(1);
    assert.equal(registerWh, 1_000, 'no energy flows');
    if (version === '1.6') {
      const told = bench.got('StatusNotification').at(-1);
      assert.deepEqual([told?.errorCode, told?.status], ['ConnectorLockFailure', 'Faulted']);
    } else {
      const event = bench
        .got('NotifyEvent')
        .flatMap(({ eventData }) => Object(eventData))
        .find(({ variable }) => variable.name === 'Problem');
      assert.deepEqual(
        [event?.actualValue, event?.component.name],
        ['true', 'ConnectorPlugRetentionLock'],
      );
    }
    // The plug is pulled, the next one fits.
    bench.hardware.locksWork = true;
    bench.station.plugOut(1);
    await bench.pass(65_000);
    assert.equal(bench.station.state().evses[0]?.connectors[0]?.availabilityState, 'Available');
    await charge(bench);
    assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
    await bench.end();
  });
}

test('F02.FR.21: a remote start that somebody at the station was faster than is not told as his', async () => {
  const bench = new VirtualBench('2.1', {
    variables: { 'AuthCtrlr.LocalPreAuthorize': 'true', 'TxCtrlr.TxStopPoint': 'Authorized' },
  });
  await bench.begin();
  // The station knows the card by now.
  bench.station.plugIn(1);
  for (let times = 0; times < 2; times++) {
    bench.station.swipe(CARD, 1);
    await bench.pass(5_000);
  }
  const idToken = { idToken: 'REMOTE', type: 'Central' };
  bench.command('RequestStartTransaction', { evseId: 1, idToken, remoteStartId: 77 });
  bench.station.swipe(CARD, 1);
  await bench.pass(5_000);
  const told = bench.got('TransactionEvent').map(({ transactionInfo }) => Object(transactionInfo));
  assert.equal(bench.station.state().evses[0]?.chargingState, 'Charging');
  assert.ok(told.every(({ remoteStartId }) => remoteStartId === undefined));
  await bench.end();
});

for (const version of VERSIONS) {
  test(`${version} F01.FR.24: of two starts that come before the first one is answered the second one is rejected`, async () => {
    const bench = await begun(version);
    const start = (idTag: string, remoteStartId: number) =>
      version === '1.6'
        ? bench.command('RemoteStartTransaction', { connectorId: 1, idTag })
        : bench.command('RequestStartTransaction', {
            evseId: 1,
            idToken: { ...CARD, idToken: idTag },
            remoteStartId,
          });
    const ids = [start('ONE', 1), start('TWO', 2)];
    await bench.pass(1_000);
    const statuses = ids.map((id) => Object(bench.network.answers.get(id)?.[2]).status);
    assert.deepEqual(statuses, ['Accepted', 'Rejected']);
    assert.equal(bench.station.state().evses[0]?.idToken?.idToken, 'ONE');
    await bench.end();
  });
}

test('2.1 F01.FR.20: two starts that name no EVSE get one each', async () => {
  const bench = await begun('2.1', { evses: 2 });
  const ids = [1, 2].map((remoteStartId) =>
    bench.command('RequestStartTransaction', {
      idToken: { ...CARD, idToken: `CARD-${remoteStartId}` },
      remoteStartId,
    }),
  );
  await bench.pass(1_000);
  for (const id of ids) assert.deepEqual(bench.network.answers.get(id)?.[2], ACCEPTED);
  const holders = bench.station.state().evses.map(({ idToken }) => idToken?.idToken);
  assert.deepEqual(holders, ['CARD-1', 'CARD-2']);
  await bench.end();
});
