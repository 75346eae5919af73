import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';

function statusIn(answer: unknown): unknown {
  const info: unknown =
    Reflect.get(Object(answer), 'idTokenInfo') ?? Reflect.get(Object(answer), 'idTagInfo');
  return Reflect.get(Object(info), 'status');
}

function start2(station: ForeignStation, id: string, idToken: string) {
  return station.call(
    'TransactionEvent',
    transactionEvent(id, 0, 'Started', { idToken: { idToken, type: 'ISO14443' } }),
  );
}

function start16(station: ForeignStation, idTag: string) {
  return station.call('StartTransaction', {
    connectorId: 1,
    idTag,
    meterStart: 0,
    timestamp: at(0),
  });
}

const driver = (idToken: string) =>
  ({ idToken, type: 'ISO14443', status: 'Accepted', groupIdToken: 'FLEET' }) as const;

describe('transactions at once', () => {
  it('of a token are as many as its rule says, over stations of every version', async () => {
    await using under = await csmsUnderTest();
    const { commands, queries, blocks } = under.csms;
    const { concurrency } = blocks.transactions;
    for (const id of ['A', 'B', 'C']) await commands.putToken(driver(id));
    await using old = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await using young = await foreignStation(under.port, 'CS-2', 'ocpp2.0.1');
    await old.call('BootNotification', boot16);
    await young.call('BootNotification', boot2);
    assert.equal(statusIn(await start16(old, 'A')), 'Accepted');
    assert.equal(statusIn(await start2(young, 'T1', 'A')), 'Accepted', 'without a rule any number');
    await concurrency.put({ scope: 'token', id: 'a', max: 2 });
    assert.equal(statusIn(await start2(young, 'T2', 'A')), 'ConcurrentTx');
    assert.equal(statusIn(await start2(young, 'T2', 'A')), 'ConcurrentTx', 'repeated');
    assert.equal(statusIn(await start2(young, 'T1', 'A')), 'Accepted', 'repeated');
    assert.equal(
      (await queries.transactions({ limit: 9 })).items.length,
      3,
      'all are in the books',
    );
    const [first] = (await queries.transactions({ stationId: 'CS-1', limit: 1 })).items;
    await old.call('StopTransaction', { transactionId: first?.id, meterStop: 5, timestamp: at(9) });
    assert.equal(statusIn(await start2(young, 'T3', 'A')), 'ConcurrentTx', 'two others go on');
    await young.call('TransactionEvent', transactionEvent('T2', 1, 'Ended'));
    assert.equal(statusIn(await start2(young, 'T3', 'A')), 'Accepted', 'asked again');

    await concurrency.put({ scope: 'group', id: 'FLEET', max: 1 });
    assert.equal(statusIn(await start2(young, 'G1', 'B')), 'Accepted');
    assert.equal(statusIn(await start16(old, 'C')), 'ConcurrentTx');
    await concurrency.remove({ scope: 'group', id: 'fleet' });
    assert.equal(statusIn(await start16(old, 'C')), 'Accepted');
    assert.deepEqual(concurrency.rules(), [{ scope: 'token', id: 'a', max: 2 }]);
    await assert.rejects(concurrency.remove({ scope: 'group', id: 'fleet' }), /no rule/);
  });

  it('count from their authorization on stations that begin them with the plug: TxStartPoint', async () => {
    await using under = await csmsUnderTest();
    const { commands, blocks } = under.csms;
    for (const id of ['A', 'B', 'C']) await commands.putToken(driver(id));
    await blocks.transactions.concurrency.put({ scope: 'group', id: 'FLEET', max: 1 });
    await using first = await foreignStation(under.port, 'CS-1', 'ocpp2.0.1');
    await using second = await foreignStation(under.port, 'CS-2', 'ocpp2.1');
    await using old = await foreignStation(under.port, 'CS-3', 'ocpp1.6');
    await first.call('BootNotification', boot2);
    await second.call('BootNotification', boot2);
    await old.call('BootNotification', boot16);
    for (const station of [first, second]) {
      const plugged = { triggerReason: 'CablePluggedIn' } as const;
      const { idToken: _none, ...event } = transactionEvent('T', 0, 'Started', plugged);
      assert.deepEqual(await station.call('TransactionEvent', event), {});
    }
    const event = (
      station: ForeignStation,
      seqNo: number,
      triggerReason: 'Authorized' | 'StopAuthorized',
      idToken: string,
    ) => {
      const more = { triggerReason, idToken: { idToken, type: 'ISO14443' } } as const;
      return station.call('TransactionEvent', transactionEvent('T', seqNo, 'Updated', more));
    };
    // The one that began later is authorized first.
    assert.equal(statusIn(await event(second, 1, 'Authorized', 'B')), 'Accepted');
    assert.equal(statusIn(await event(first, 1, 'Authorized', 'A')), 'ConcurrentTx');
    assert.equal(statusIn(await start16(old, 'C')), 'ConcurrentTx');
    assert.equal(statusIn(await event(first, 2, 'Authorized', 'A')), 'ConcurrentTx', 'once more');
    assert.equal(statusIn(await event(second, 2, 'StopAuthorized', 'B')), 'Accepted');
  });

  it('begin with no master pass, which ends them, whatever they began with: C16.FR.03', async () => {
    await using under = await csmsUnderTest();
    const { tokens } = under.csms.blocks;
    await tokens.put(driver('POLICE'));
    await tokens.putGroup({ groupIdToken: 'FLEET', status: 'Accepted', masterPass: true });
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    const { idToken: _none, ...plugged } = transactionEvent('T', 0, 'Started');
    await station.call('TransactionEvent', plugged);
    const shown = { idToken: { idToken: 'POLICE', type: 'ISO14443' } } as const;
    const authorized = transactionEvent('T', 1, 'Updated', {
      ...shown,
      triggerReason: 'Authorized',
    });
    assert.equal(statusIn(await station.call('TransactionEvent', authorized)), 'Invalid');
    const stopped = transactionEvent('T', 2, 'Ended', {
      ...shown,
      triggerReason: 'StopAuthorized',
    });
    assert.equal(statusIn(await station.call('TransactionEvent', stopped)), 'Accepted');
  });
});
