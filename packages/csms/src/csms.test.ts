import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csmsUnderTest } from './testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from './testing/messages.ts';
import { foreignStation } from './testing/rpc-client.ts';
import type { CsmsEvent } from './views.ts';

const driver = { idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' } as const;

describe('a charging session', () => {
  it('in 1.6', async () => {
    await using under = await csmsUnderTest();
    const { queries, commands } = under.csms;
    await commands.putToken({ ...driver, groupIdToken: 'FAMILY', expiresAt: at(86_400) });
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    const accepted = { status: 'Accepted', parentIdTag: 'FAMILY', expiryDate: at(86_400) };
    assert.deepEqual(await station.call('Authorize', { idTag: 'driver' }), {
      idTagInfo: accepted,
    });
    const started = await station.call('StartTransaction', {
      connectorId: 2,
      idTag: 'DRIVER',
      meterStart: 500,
      timestamp: at(0),
    });
    assert.deepEqual(started, { transactionId: 1, idTagInfo: accepted });
    await station.call('MeterValues', {
      connectorId: 2,
      transactionId: 1,
      meterValue: [{ timestamp: at(60), sampledValue: [{ value: '1.5', unit: 'kWh' }] }],
    });
    const stopped = await station.call('StopTransaction', {
      transactionId: 1,
      idTag: 'DRIVER',
      meterStop: 2500,
      timestamp: at(120),
      reason: 'EVDisconnected',
    });
    assert.deepEqual(stopped, { idTagInfo: accepted });
    const transaction = await queries.transaction(1);
    assert.equal(transaction?.energyWh, 2000);
    assert.equal(transaction?.evseId, 2);
    assert.equal(transaction?.stoppedReason, 'EVDisconnected');
  });

  for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
    it(`in ${subprotocol.slice(4)}`, async () => {
      await using under = await csmsUnderTest();
      const { queries, commands } = under.csms;
      await commands.putToken(driver);
      await using station = await foreignStation(under.port, 'CS-1', subprotocol);
      await station.call('BootNotification', boot2);
      await station.call('StatusNotification', {
        timestamp: at(0),
        connectorStatus: 'Occupied',
        evseId: 1,
        connectorId: 1,
      });
      const { type, idToken } = driver;
      const accepted = { idTokenInfo: { status: 'Accepted' } };
      assert.deepEqual(await station.call('Authorize', { idToken: { idToken, type } }), accepted);
      const answers = [
        await station.call('TransactionEvent', transactionEvent('T', 0, 'Started')),
        await station.call('TransactionEvent', transactionEvent('T', 1, 'Updated')),
      ];
      const view = await queries.station('CS-1');
      assert.equal(view?.powerW, 7001);
      assert.equal(view?.evses[0]?.activeTransaction?.energyWh, 100);
      assert.equal(view?.evses[0]?.connectors[0]?.availabilityState, 'Occupied');
      answers.push(await station.call('TransactionEvent', transactionEvent('T', 2, 'Ended')));
      assert.deepEqual(answers, [accepted, {}, {}]);
      assert.equal((await queries.station('CS-1'))?.evses[0]?.activeTransaction, undefined);
    });
  }

  it('is told on the bus, after it is stored', async () => {
    await using under = await csmsUnderTest();
    const seen: CsmsEvent[] = [];
    under.bus.subscribe({ types: ['transaction', 'meterValues', 'station'] }, (event) => {
      seen.push(event);
    });
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
    assert.deepEqual(
      seen.map(({ type }) => type),
      ['station', 'station', 'transaction', 'meterValues', 'station'],
    );
    const [, , , values] = seen;
    assert.ok(values?.type === 'meterValues');
    assert.deepEqual(
      values.values.map(({ measurand, value, unit }) => [measurand, value, unit]),
      [
        ['Energy.Active.Import.Register', 1000, 'Wh'],
        ['Power.Active.Import', 7000, 'W'],
        ['SoC', 20, 'Percent'],
      ],
    );
  });
});

describe('tokens', () => {
  it('are judged by state, expiry, type and version', async () => {
    await using under = await csmsUnderTest();
    const { commands } = under.csms;
    for (const status of ['Accepted', 'Blocked', 'Expired', 'Invalid'] as const) {
      await commands.putToken({ idToken: status, type: 'ISO14443', status });
    }
    await commands.putToken({ ...driver, idToken: 'LATE', expiresAt: at(0) });
    await using old = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await old.call('BootNotification', boot16);
    await using recent = await foreignStation(under.port, 'CS-2', 'ocpp2.0.1');
    await recent.call('BootNotification', boot2);
    const ask16 = (idTag: string) => old.call('Authorize', { idTag });
    const ask2 = (idToken: string, type = 'ISO14443') =>
      recent.call('Authorize', { idToken: { idToken, type } });
    for (const status of ['Accepted', 'Blocked', 'Expired', 'Invalid']) {
      assert.deepEqual(await ask16(status), { idTagInfo: { status } });
      assert.deepEqual(await ask2(status), { idTokenInfo: { status } });
    }
    const expired = { status: 'Expired' };
    assert.deepEqual(await ask16('LATE'), { idTagInfo: { ...expired, expiryDate: at(0) } });
    assert.deepEqual(await ask16('NOBODY'), { idTagInfo: { status: 'Invalid' } });
    assert.deepEqual(await ask2('NOBODY'), { idTokenInfo: { status: 'Unknown' } });
    assert.deepEqual(await ask2('Accepted', 'eMAID'), { idTokenInfo: { status: 'Unknown' } });
    assert.deepEqual(await ask2('', 'NoAuthorization'), { idTokenInfo: { status: 'Accepted' } });
    await commands.putToken({ idToken: 'Accepted', type: 'ISO14443', status: 'Blocked' });
    assert.deepEqual(await ask16('ACCEPTED'), { idTagInfo: { status: 'Blocked' } });
    assert.equal(await commands.deleteToken('accepted', 'ISO14443'), true);
    assert.deepEqual(await ask16('Accepted'), { idTagInfo: { status: 'Invalid' } });
  });

  it('are authorized when an operator starts with them', async () => {
    await using under = await csmsUnderTest();
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const asked: unknown[] = [];
    station.handle('RequestStartTransaction', (payload) => {
      asked.push(payload);
      return { status: 'Accepted' };
    });
    await under.csms.commands.remoteStart('CS-1', { evseId: 1, idToken: 'APP' });
    const idToken = { idToken: 'APP', type: 'Central' };
    assert.deepEqual(asked, [{ idToken, remoteStartId: 1, evseId: 1 }]);
    assert.deepEqual(await station.call('Authorize', { idToken }), {
      idTokenInfo: { status: 'Accepted' },
    });
    await under.clock.advance(2 * 3_600_000);
    assert.deepEqual(await station.call('Authorize', { idToken }), {
      idTokenInfo: { status: 'Unknown' },
    });
  });
});

describe('commands', () => {
  it('start and stop in the version of the station', async () => {
    await using under = await csmsUnderTest();
    const { commands } = under.csms;
    const asked: unknown[] = [];
    const accept = (payload: unknown) => {
      asked.push(payload);
      return { status: 'Accepted' };
    };
    await using old = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await old.call('BootNotification', boot16);
    old.handle('RemoteStartTransaction', accept);
    old.handle('RemoteStopTransaction', accept);
    await using recent = await foreignStation(under.port, 'CS-2', 'ocpp2.0.1');
    await recent.call('BootNotification', boot2);
    recent.handle('RequestStartTransaction', accept);
    recent.handle('RequestStopTransaction', accept);
    await commands.putToken(driver);
    await commands.remoteStart('CS-1', { evseId: 2, idToken: 'DRIVER' });
    await commands.remoteStart('CS-2', { idToken: 'DRIVER' });
    const start = { connectorId: 2, idTag: 'DRIVER', meterStart: 0, timestamp: at(0) };
    await old.call('StartTransaction', start);
    await recent.call('TransactionEvent', transactionEvent('T', 0, 'Started'));
    await commands.remoteStop(1);
    await commands.remoteStop(2);
    assert.deepEqual(asked, [
      { connectorId: 2, idTag: 'DRIVER' },
      { idToken: { idToken: 'DRIVER', type: 'ISO14443' }, remoteStartId: 2 },
      { transactionId: 1 },
      { transactionId: 'T' },
    ]);
    await assert.rejects(commands.remoteStop(99), { code: 'unknownTransaction' });
  });

  it('tell how a call ended', async () => {
    await using under = await csmsUnderTest();
    const { commands } = under.csms;
    await commands.putStation('CS-1', {});
    assert.deepEqual(await commands.call('CS-1', 'Reset', {}), { outcome: 'notConnected' });
    const station = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    station.handle('GetConfiguration', () => ({ configurationKey: [], unknownKey: ['x'] }));
    assert.deepEqual(await commands.call('CS-1', 'GetConfiguration', {}), {
      outcome: 'answered',
      payload: { configurationKey: [], unknownKey: ['x'] },
    });
    const refused = await commands.call('CS-1', 'ClearCache', {});
    assert.equal(refused.outcome === 'refused' && refused.errorCode, 'NotImplemented');
    const never = new Promise<object>(() => undefined);
    station.handle('Reset', () => never);
    assert.deepEqual(await commands.call('CS-1', 'Reset', { type: 'Soft' }, 0.01), {
      outcome: 'timedOut',
      timeoutS: 0.01,
    });
    await station[Symbol.asyncDispose]();
  });

  it('are checked before they are sent', async () => {
    await using under = await csmsUnderTest();
    const { commands } = under.csms;
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await assert.rejects(commands.call('CS-9', 'Reset', {}), { code: 'unknownStation' });
    await assert.rejects(commands.call('CS-1', 'MakeCoffee', {}), { code: 'unknownAction' });
    await assert.rejects(commands.call('CS-1', 'RemoteStartTransaction', {}), {
      code: 'unknownAction',
    });
    for (const action of ['TransactionEvent', 'Heartbeat', 'NotifyPeriodicEventStream']) {
      await assert.rejects(commands.call('CS-1', action, {}), { code: 'wrongDirection' });
    }
    await assert.rejects(commands.call('CS-1', 'Reset', { type: 'Gently' }), (error) => {
      assert.ok(error instanceof Error && 'violations' in error);
      assert.ok(Array.isArray(error.violations));
      assert.equal(error.violations[0]?.path, '$.type');
      return true;
    });
  });
});

describe('lists', () => {
  it('of stations are filtered and come in pages', async () => {
    await using under = await csmsUnderTest();
    const { commands, queries } = under.csms;
    for (const id of ['C', 'A', 'B', 'D']) await commands.putStation(id, {});
    await using station = await foreignStation(under.port, 'B', 'ocpp1.6');
    await station.call('BootNotification', { ...boot16, chargePointModel: 'Fast-150' });
    const ids = async (filter: object) =>
      (await queries.stations({ limit: 9, ...filter })).items.map(({ id }) => id);
    assert.deepEqual(await ids({}), ['A', 'B', 'C', 'D']);
    assert.deepEqual(await ids({ connected: true }), ['B']);
    assert.deepEqual(await ids({ connected: false }), ['A', 'C', 'D']);
    assert.deepEqual(await ids({ version: '1.6' }), ['B']);
    assert.deepEqual(await ids({ search: 'fast' }), ['B']);
    const first = await queries.stations({ limit: 3 });
    assert.deepEqual(
      first.items.map(({ id }) => id),
      ['A', 'B', 'C'],
    );
    assert.deepEqual(await ids({ cursor: first.nextCursor }), ['D']);
    const last = await queries.stations({ limit: 4 });
    assert.equal(last.nextCursor, undefined);
  });

  it('refuse cursors that are not theirs', async () => {
    await using under = await csmsUnderTest();
    const { queries } = under.csms;
    for (const cursor of ['x', '-1', '1e9']) {
      await assert.rejects(queries.transactions({ limit: 1, cursor }), { code: 'invalidCursor' });
    }
    for (const cursor of ['x', '[1,2]', '["a"]']) {
      await assert.rejects(queries.tokens({ limit: 1, cursor }), { code: 'invalidCursor' });
    }
  });
});
