import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { csmsUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { LinkedStations } from '../testing/linked-stations.ts';
import { boot2, boot16 } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';
import type { CommandView } from './views.ts';

const by = 'test';

async function fleet() {
  const disk = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
  const logic = await logicUnderTest({ database: disk });
  const stations = new LinkedStations(logic);
  const { outbox, commandBook } = logic.csms.blocks;
  const told: CommandView[] = [];
  logic.bus.subscribe({ types: ['command'] }, (event) => {
    if (event.type === 'command') told.push(event.command);
  });
  return { ...logic, disk, stations, outbox, commandBook, told };
}

describe('a command', () => {
  it('is a record from before it is sent until it has its answer', async () => {
    const { stations, outbox, commandBook, told } = await fleet();
    const station = await stations.boot('CS-1', '2.1');
    const result = await outbox.send('CS-1', 'Reset', { type: 'OnIdle' }, { by });
    assert.deepEqual(result, {
      commandId: 1,
      state: 'answered',
      answer: { status: 'Accepted' },
      accepted: true,
    });
    assert.deepEqual(station.called, [['Reset', { type: 'OnIdle' }]]);
    assert.deepEqual(
      told.map(({ id, state }) => [id, state]),
      [
        [1, 'sent'],
        [1, 'answered'],
      ],
    );
    const now = '2026-01-01T00:00:00.000Z';
    assert.deepEqual(await commandBook.find(1), {
      id: 1,
      stationId: 'CS-1',
      command: 'Reset',
      request: { type: 'OnIdle' },
      by: 'test',
      requestedAt: now,
      timeoutS: 30,
      state: 'answered',
      sentAt: now,
      settledAt: now,
      answer: { status: 'Accepted' },
      accepted: true,
      messages: [
        {
          version: '2.1',
          action: 'Reset',
          payload: { type: 'OnIdle' },
          answer: { status: 'Accepted' },
        },
      ],
    });
  });

  it('reaches a station of 1.6 in its words, and the answer comes back in those of 2.1', async () => {
    const { stations, outbox, commandBook } = await fleet();
    const station = await stations.boot('CS-1', '1.6');
    station.answer = (_, payload) =>
      JSON.stringify(payload).includes('Interval')
        ? { status: 'RebootRequired' }
        : { status: 'NotSupported' };
    const interval = {
      component: { name: 'SampledDataCtrlr' },
      variable: { name: 'TxUpdatedInterval' },
    };
    const own = { component: { name: '' }, variable: { name: 'VendorKey' } };
    const setVariableData = [interval, own].map((name) => ({ ...name, attributeValue: '60' }));
    const result = await outbox.send('CS-1', 'SetVariables', { setVariableData }, { by });
    assert.deepEqual(station.called, [
      ['ChangeConfiguration', { key: 'MeterValueSampleInterval', value: '60' }],
      ['ChangeConfiguration', { key: 'VendorKey', value: '60' }],
    ]);
    assert.ok(result.state === 'answered');
    assert.deepEqual(result.answer.setVariableResult, [
      { ...interval, attributeStatus: 'RebootRequired' },
      { ...own, attributeStatus: 'UnknownVariable' },
    ]);
    assert.equal(result.accepted, false);
    assert.match(result.cause ?? '', /VendorKey: The component has no such variable/);
    const { messages } = await commandBook.find(result.commandId);
    assert.deepEqual(
      messages.map(({ version, action }) => [version, action]),
      [
        ['1.6', 'ChangeConfiguration'],
        ['1.6', 'ChangeConfiguration'],
      ],
    );
  });

  it('is split as the device model asks, and the answers are joined (TC_B_08_CSMS)', async () => {
    const { stations, outbox } = await fleet();
    const station = await stations.boot('CS-1', '2.0.1');
    const limit = (variable: string, instance: string, value: string) => ({
      component: { name: 'DeviceDataCtrlr' },
      variable: { name: variable, instance },
      variableAttribute: [{ value }],
    });
    await station.call('NotifyReport', {
      requestId: 1,
      generatedAt: '2026-01-01T00:00:00Z',
      seqNo: 0,
      reportData: [
        limit('ItemsPerMessage', 'GetVariables', '2'),
        limit('BytesPerMessage', 'GetVariables', '5000'),
        limit('ItemsPerMessage', 'GetReport', '2'),
      ],
    });
    station.answer = (_, payload) => ({
      getVariableResult: Object(payload).getVariableData.map((item: object) => ({
        ...item,
        attributeStatus: 'Accepted',
        attributeValue: 'x',
      })),
    });
    const getVariableData = ['A', 'B', 'C', 'D', 'E'].map((name) => ({
      component: { name: 'OCPPCommCtrlr' },
      variable: { name },
    }));
    const result = await outbox.send('CS-1', 'GetVariables', { getVariableData }, { by });
    assert.deepEqual(
      station.called.map(([, payload]) => Object(payload).getVariableData.length),
      [2, 2, 1],
    );
    assert.ok(result.state === 'answered');
    const names = result.answer.getVariableResult.map(({ variable }) => variable.name);
    assert.deepEqual(names, ['A', 'B', 'C', 'D', 'E']);
    // A question for a report cannot be parted: its answer is one report.
    const componentVariable = ['A', 'B', 'C'].map((name) => ({ component: { name } }));
    await assert.rejects(outbox.send('CS-1', 'GetReport', { componentVariable }, { by }), {
      code: 'forbiddenByStandard',
      message: /takes 2 variables in one question, and these are 3.*B08\.FR\.06/,
    });
  });

  it('that the standard forbids is refused with the place where it says so', async () => {
    const { stations, outbox, commandBook } = await fleet();
    await stations.boot('CS-1', '2.1');
    const chargingProfile: Ocpp21.ChargingProfileType = {
      id: 1,
      stackLevel: 0,
      chargingProfilePurpose: 'ChargingStationExternalConstraints',
      chargingProfileKind: 'Absolute',
      chargingSchedule: [
        {
          id: 1,
          chargingRateUnit: 'A',
          chargingSchedulePeriod: [{ startPeriod: 0, limit: 6 }],
        },
      ],
    };
    const request = { evseId: 0, chargingProfile };
    await assert.rejects(outbox.send('CS-1', 'SetChargingProfile', request, { by }), {
      code: 'forbiddenByStandard',
      message: /K01\.FR\.22/,
    });
    await assert.rejects(outbox.send('CS-1', 'ClearChargingProfile', {}, { by }), {
      message: /K10\.FR\.02/,
    });
    const same = {
      component: { name: 'TxCtrlr' },
      variable: { name: 'EVConnectionTimeOut' },
      attributeValue: '9',
    };
    const twice = { setVariableData: [same, same] };
    await assert.rejects(outbox.send('CS-1', 'SetVariables', twice, { by }), {
      message: /B05\.FR\.13/,
    });
    assert.deepEqual((await commandBook.list({ limit: 10 })).items, []);
  });

  it('that is refused, or answered with no, says why in plain words', async () => {
    const { stations, outbox } = await fleet();
    const station = await stations.boot('CS-1', '1.6');
    station.answer = () => 'NotSupported';
    const firmware = {
      location: 'https://files.example.com/1.bin',
      retrieveDateTime: '2026-01-01T00:00:00Z',
    };
    const refused = await outbox.send('CS-1', 'UpdateFirmware', { firmware }, { by });
    assert.ok(refused.state === 'refused');
    assert.match(refused.cause, /takes signed firmware only/);
    assert.match(refused.cause, /as the test wants/);
    const recent = await stations.boot('CS-2', '2.1');
    recent.answer = () => ({
      status: 'Rejected',
      statusInfo: { reasonCode: 'FwUpdateInProgress', additionalInfo: '40%' },
    });
    const no = await outbox.send('CS-2', 'Reset', { type: 'Immediate' }, { by });
    assert.ok(no.state === 'answered');
    assert.equal(no.cause, 'The station rejected it: a firmware update is in progress (40%).');
  });

  it('whose answer comes late has it all the same', async () => {
    const { stations, outbox, commandBook, clock, told } = await fleet();
    const station = await stations.boot('CS-1', '2.1');
    station.answer = () => undefined;
    const sending = outbox.send('CS-1', 'ClearCache', {}, { by, timeoutS: 5 });
    await clock.advance(6_000);
    const result = await sending;
    assert.ok(result.state === 'timedOut');
    assert.match(result.cause, /No answer within 5 s/);
    station.answerLate({ status: 'Accepted' });
    await clock.settle();
    const { state, accepted, answer, messages } = await commandBook.find(result.commandId);
    assert.deepEqual(
      { state, accepted, answer },
      { state: 'answeredLate', accepted: true, answer: { status: 'Accepted' } },
    );
    assert.deepEqual(messages[0]?.answer, { status: 'Accepted' });
    assert.deepEqual(
      told.map((command) => command.state),
      ['sent', 'timedOut', 'answeredLate'],
    );
  });

  it('that the connection cuts off is unknown; that never left is safe to repeat', async () => {
    const { stations, outbox } = await fleet();
    const station = await stations.boot('CS-1', '2.1');
    station.answer = () => undefined;
    const cut = outbox.send('CS-1', 'Reset', { type: 'Immediate' }, { by });
    const behind = outbox.send('CS-1', 'ClearCache', {}, { by });
    while (station.called.length === 0) await new Promise((resolve) => setImmediate(resolve));
    station.drop();
    assert.equal((await cut).state, 'unknown');
    const unsent = await behind;
    assert.ok(unsent.state === 'notSent' && unsent.obstacle === 'notConnected');
    const away = await outbox.send('CS-1', 'ClearCache', {}, { by });
    assert.ok(away.state === 'notSent');
    assert.equal(
      away.cause,
      'Nothing was sent: The station is not connected. It is safe to try again.',
    );
  });

  it('is not sent when it cannot be stored; its end is stored when that works again', async () => {
    const { stations, outbox, commandBook, disk, clock } = await fleet();
    const station = await stations.boot('CS-1', '2.1');
    disk.become('full');
    await assert.rejects(outbox.send('CS-1', 'ClearCache', {}, { by }), { kind: 'full' });
    assert.deepEqual(station.called, []);
    disk.become('normal');
    station.answer = () => {
      disk.become('full');
      return { status: 'Accepted' };
    };
    const result = await outbox.send('CS-1', 'ClearCache', {}, { by });
    assert.equal(result.state, 'answered');
    assert.equal((await commandBook.find(result.commandId)).state, 'sent');
    await clock.advance(15_000);
    disk.become('normal');
    await clock.advance(10_000);
    assert.equal((await commandBook.find(result.commandId)).state, 'answered');
  });

  it('with an answer that is not valid says what is wrong with it', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const { outbox } = under.csms.blocks;
    const sending = outbox.send('CS-1', 'ClearCache', {}, { by });
    const [, id] = await station.next();
    station.send([3, id, { status: 'Perhaps' }]);
    const result = await sending;
    assert.ok(result.state === 'invalidAnswer');
    assert.match(result.cause, /\$\.status is "Perhaps"/);
    assert.equal((await station.next())[0], 5);
  });
});

describe('a command to a station that is away', () => {
  it('waits, and leaves in order after the answer to the boot', async () => {
    await using under = await csmsUnderTest();
    const { outbox } = under.csms.blocks;
    await under.csms.commands.putStation('CS-1', {});
    for (const type of ['OnIdle', 'Immediate'] as const) {
      const queued = await outbox.send('CS-1', 'Reset', { type }, { by, queueForS: 3_600 });
      assert.equal(queued.state, 'queued');
    }
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    station.send([2, 'boot', 'BootNotification', boot16]);
    assert.deepEqual((await station.next()).slice(0, 2), [3, 'boot']);
    await under.clock.advance(0);
    const [, first, action, payload] = await station.next();
    assert.deepEqual([action, payload], ['Reset', { type: 'Soft' }]);
    await under.clock.advance(10_000);
    assert.deepEqual(station.received, []);
    station.send([3, first, { status: 'Accepted' }]);
    const [, , , later] = await station.next();
    assert.deepEqual(later, { type: 'Hard' });
  });

  it('expires, or is taken back', async () => {
    const { outbox, commandBook, clock, csms } = await fleet();
    await csms.commands.putStation('CS-1', {});
    await outbox.send('CS-1', 'ClearCache', {}, { by, queueForS: 60 });
    await outbox.send('CS-1', 'GetLocalListVersion', {}, { by, queueForS: 60 });
    assert.equal((await commandBook.cancel(2)).state, 'cancelled');
    await assert.rejects(commandBook.cancel(2), { code: 'conflict' });
    await assert.rejects(commandBook.cancel(9), { code: 'notFound' });
    await clock.advance(61_000);
    const { state, cause } = await commandBook.find(1);
    assert.deepEqual(
      [state, cause],
      ['expired', 'Its time ran out before the station could be reached.'],
    );
  });

  it('is not sent to a version that cannot say it, and says so', async () => {
    const { stations, outbox, commandBook, clock, csms } = await fleet();
    await csms.commands.putStation('CS-1', {});
    await outbox.send('CS-1', 'GetTariffs', { evseId: 1 }, { by, queueForS: 600 });
    const station = await stations.boot('CS-1', '2.0.1');
    await clock.advance(10_000);
    const { state, cause } = await commandBook.find(1);
    assert.deepEqual(
      [state, cause],
      ['notSent', 'Nothing was sent: OCPP 2.0.1 has nothing for GetTariffs.'],
    );
    assert.deepEqual(station.called, []);
  });

  it('goes with the station that is removed', async () => {
    const { outbox, commandBook, clock, csms } = await fleet();
    await csms.commands.putStation('CS-1', {});
    await outbox.send('CS-1', 'ClearCache', {}, { by, queueForS: 600 });
    await csms.commands.deleteStation('CS-1');
    await clock.settle();
    assert.equal((await commandBook.find(1)).state, 'cancelled');
  });
});

describe('records of commands', () => {
  it('are found by station, state, command, who gave it, and time', async () => {
    const { stations, outbox, commandBook, clock } = await fleet();
    await stations.boot('CS-1', '2.1');
    await stations.boot('CS-2', '2.1');
    await outbox.send('CS-1', 'ClearCache', {}, { by: 'anna' });
    await clock.advance(60_000);
    await outbox.send('CS-2', 'ClearCache', {}, { by: 'ben' });
    await outbox.send('CS-2', 'Reset', { type: 'Immediate' }, { by: 'ben' });
    const ids = async (filter: object) =>
      (await commandBook.list({ limit: 10, ...filter })).items.map(({ id }) => id);
    assert.deepEqual(await ids({}), [3, 2, 1]);
    assert.deepEqual(await ids({ stationId: 'CS-2' }), [3, 2]);
    assert.deepEqual(await ids({ command: 'ClearCache' }), [2, 1]);
    assert.deepEqual(await ids({ by: 'anna' }), [1]);
    assert.deepEqual(await ids({ state: 'queued' }), []);
    assert.deepEqual(await ids({ from: '2026-01-01T00:00:30Z', state: 'answered' }), [3, 2]);
    const { nextCursor } = await commandBook.list({ limit: 2 });
    assert.ok(nextCursor !== undefined);
    assert.deepEqual(await ids({ cursor: nextCursor }), [1]);
  });
});
