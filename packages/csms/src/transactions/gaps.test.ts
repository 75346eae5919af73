import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { type ForeignStation, foreignStation } from '../testing/rpc-client.ts';

/** A station that says what it is told to say of its transactions, and notes what it was asked. */
async function questionedStation(port: number, id = 'CS-1') {
  const station = await foreignStation(port, id, 'ocpp2.0.1');
  const asked: unknown[] = [];
  const state = { answer: { ongoingIndicator: true, messagesInQueue: true } as object };
  station.handle('GetTransactionStatus', (payload) => {
    asked.push(payload);
    return state.answer;
  });
  return { station, asked, state };
}

async function send(station: ForeignStation, ...seqNos: number[]): Promise<void> {
  for (const seqNo of seqNos) {
    const type = seqNo === 0 ? 'Started' : seqNo === 9 ? 'Ended' : 'Updated';
    await station.call('TransactionEvent', transactionEvent('T', seqNo, type));
  }
}

/** Lets time pass until something is so: answers of the station come over a real socket. */
async function until(
  clock: { advance(ms: number): Promise<void> },
  stepMs: number,
  isSo: () => Promise<boolean>,
): Promise<void> {
  for (let step = 0; step < 500; step += 1) {
    if (await isSo()) return;
    await clock.advance(step % 20 === 0 ? stepMs : 0);
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.fail('it never was so');
}

describe('gaps', () => {
  it('are asked about, waited for while messages are queued, and closed when they come (TC_E_31_CSMS)', async () => {
    await using under = await csmsUnderTest();
    const { queries } = under.csms;
    const { station, asked } = await questionedStation(under.port);
    await using _station = station;
    await station.call('BootNotification', boot2);
    await send(station, 0, 1, 4, 9);
    assert.deepEqual((await queries.transaction(1))?.missingSeqNos, [
      [2, 3],
      [5, 8],
    ]);
    await until(under.clock, 70_000, async () => asked.length > 0);
    assert.deepEqual(asked[0], { transactionId: 'T' });
    assert.equal((await queries.transaction(1))?.lostSeqNos, undefined);
    await send(station, 2, 3, 5, 6, 7, 8);
    assert.deepEqual((await queries.transaction(1))?.missingSeqNos, []);
    await until(under.clock, 40_000, async () => (await queries.transaction(1))?.cdr === 1);
  });

  it('are declared lost when the station has nothing more to send', async () => {
    await using under = await csmsUnderTest();
    const { queries, blocks } = under.csms;
    const { station, state } = await questionedStation(under.port);
    await using _station = station;
    state.answer = { ongoingIndicator: false, messagesInQueue: false };
    await station.call('BootNotification', boot2);
    await send(station, 0, 9);
    const isSealed = async () => (await queries.transaction(1))?.cdr === 1;
    await until(under.clock, 70_000, isSealed);
    assert.deepEqual((await queries.transaction(1))?.lostSeqNos, [[1, 8]]);
    const { items } = await blocks.transactions.story(1, { limit: 50 });
    assert.deepEqual(
      items.filter(({ kind }) => kind !== 'event').flatMap(({ proved }) => proved),
      [
        'its station says: it is over, no more messages wait',
        'declared lost: 1 to 8: its station has no more messages of it',
        'charge detail record 1 was sealed',
      ],
    );
  });

  it('of a station that was away are asked about when it is back', async () => {
    await using under = await csmsUnderTest();
    const first = await questionedStation(under.port);
    await first.station.call('BootNotification', boot2);
    await send(first.station, 0, 4, 9);
    await first.station[Symbol.asyncDispose]();
    await until(
      under.clock,
      0,
      async () => under.csms.stations.get('CS-1')?.connection === undefined,
    );
    await under.clock.advance(200_000);
    assert.deepEqual(first.asked, []);
    const second = await questionedStation(under.port);
    await using _station = second.station;
    await until(under.clock, 70_000, async () => second.asked.length > 0);
  });
});

describe('a transaction whose end does not come', () => {
  it('is over when its station knows nothing of it after a boot; an Ended still completes it', async () => {
    await using under = await csmsUnderTest();
    const { queries } = under.csms;
    const { station, state } = await questionedStation(under.port);
    await using _station = station;
    await station.call('BootNotification', boot2);
    await send(station, 0, 1);
    await under.clock.advance(10_000);
    state.answer = { ongoingIndicator: false, messagesInQueue: false };
    await station.call('BootNotification', { ...boot2, reason: 'Watchdog' });
    await until(under.clock, 70_000, async () => (await queries.transaction(1))?.cdr === 1);
    const closed = await queries.transaction(1);
    assert.deepEqual(
      [closed?.closedBy, closed?.endedAt, closed?.stoppedReason, closed?.energyWh],
      ['deniedByStation', at(10), undefined, 100],
    );
    await send(station, 2, 3, 4, 5, 6, 7, 8, 9);
    await until(under.clock, 40_000, async () => (await queries.transaction(1))?.cdr === 2);
    const ended = await queries.transaction(1);
    assert.deepEqual(
      [ended?.closedBy, ended?.endedAt, ended?.stoppedReason, ended?.energyWh],
      [undefined, at(90), 'Local', 900],
    );
  });

  it('goes on when its station says so (TC_E_30_CSMS)', async () => {
    await using under = await csmsUnderTest();
    const { queries } = under.csms;
    const { station, asked, state } = await questionedStation(under.port);
    await using _station = station;
    state.answer = { ongoingIndicator: true, messagesInQueue: false };
    await station.call('BootNotification', boot2);
    await send(station, 0, 1);
    await under.clock.advance(10_000);
    await station.call('BootNotification', boot2);
    await until(under.clock, 70_000, async () => asked.length > 0);
    await under.clock.advance(2 * 3_600_000);
    assert.equal((await queries.transaction(1))?.endedAt, undefined);
  });

  it('of 1.6 is over after a boot without a sign of it, and not when the connector says Charging', async () => {
    await using under = await csmsUnderTest();
    const { queries } = under.csms;
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    for (const connectorId of [1, 2]) {
      const start = { connectorId, idTag: 'TAG', meterStart: 0, timestamp: at(0) };
      await station.call('StartTransaction', start);
    }
    await under.clock.advance(60_000);
    await station.call('BootNotification', boot16);
    const status = { connectorId: 2, status: 'Charging', errorCode: 'NoError', timestamp: at(61) };
    await station.call('StatusNotification', status);
    await under.clock.advance(1_500_000);
    const { items } = await queries.transactions({ limit: 9 });
    assert.deepEqual(
      items.map(({ evseId, closedBy }) => [evseId, closedBy]),
      [
        [2, undefined],
        [1, 'rebooted'],
      ],
    );
    await station.call('StopTransaction', { transactionId: 1, meterStop: 50, timestamp: at(70) });
    const stopped = await queries.transaction(1);
    assert.deepEqual([stopped?.closedBy, stopped?.energyWh], [undefined, 50]);
  });

  it('is over after a long silence, or when an operator says so with a reason', async () => {
    await using under = await csmsUnderTest();
    const { queries, blocks } = under.csms;
    const { settings } = blocks.transactions;
    await settings.put({ ...settings.current, silentAfterS: 3_600 });
    const { station } = await questionedStation(under.port);
    await station.call('BootNotification', boot2);
    await send(station, 0, 1);
    const other = transactionEvent('U', 0, 'Started', { evse: { id: 2 } });
    await station.call('TransactionEvent', other);
    const view = await blocks.transactions.close(2, 'It was dismantled.');
    assert.deepEqual([view.closedBy, view.endedAt], ['operator', at(0)]);
    await assert.rejects(blocks.transactions.close(2, 'Again.'), /over already/);
    await assert.rejects(blocks.transactions.close(7, 'Who?'), /no transaction 7/);
    await station[Symbol.asyncDispose]();
    await until(
      under.clock,
      0,
      async () => under.csms.stations.get('CS-1')?.connection === undefined,
    );
    await under.clock.advance(2 * 3_600_000);
    assert.equal((await queries.transaction(1))?.closedBy, 'silent');
    const { items } = await blocks.transactions.story(2, { limit: 9 });
    assert.match(items[1]?.proved[0] ?? '', /operator\): It was dismantled\./);
  });

  it('is over when its station is removed', async () => {
    await using under = await csmsUnderTest();
    const { station } = await questionedStation(under.port);
    await station.call('BootNotification', boot2);
    await send(station, 0);
    await under.csms.commands.deleteStation('CS-1');
    await under.clock.settle();
    assert.equal((await under.csms.queries.transaction(1))?.closedBy, 'operator');
    await station[Symbol.asyncDispose]();
  });
});
