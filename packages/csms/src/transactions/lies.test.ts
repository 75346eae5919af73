import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StationContext } from '../core.ts';
import { csmsUnderTest, type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import { RawStation } from '../testing/raw-station.ts';

const FAR_OFF = ['1970-01-01T00:00:10Z', '2099-12-31T23:59:59Z', '0000-01-01T00:00:00Z'];

function contextOf(under: LogicUnderTest): StationContext {
  const station = under.csms.stations.add({ id: 'CS-1', admission: 'Open', securityProfile: 0 });
  return { station, version: '2.1', securityProfile: 0, connectedAtMs: under.clock.epochMs() };
}

describe('a station that lies', () => {
  it('about the time: the moment of arrival stands for its own, which is kept and noted', async () => {
    await using under = await csmsUnderTest();
    const { queries, blocks } = under.csms;
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    for (const [n, timestamp] of FAR_OFF.entries()) {
      const started = transactionEvent(`T${n}`, 0, 'Started', { timestamp, evse: { id: n + 1 } });
      for (let times = 0; times < 2; times += 1) {
        assert.equal((await station.call('TransactionEvent', started))[0], 3);
        await under.clock.advance(1_000);
      }
      const ended = transactionEvent(`T${n}`, 1, 'Ended', { timestamp });
      assert.equal((await station.call('TransactionEvent', ended))[0], 3);
    }
    const { items } = await queries.transactions({ limit: 9 });
    assert.equal(items.length, 3, 'a repetition is one, although each time has another moment');
    for (const { startedAt, endedAt, doubts } of items) {
      assert.ok(startedAt >= at(0) && startedAt <= at(9) && (endedAt ?? '') >= startedAt);
      assert.match(doubts?.[0]?.took ?? '', /clock of the station was far off in 2 of 2 events/);
    }
    const [event] = (await queries.transactionEvents(2, { limit: 1 })).items;
    assert.deepEqual([event?.timestamp, event?.clockFarOff], ['2099-12-31T23:59:59.000Z', true]);
    const { items: frames } = await queries.frames('CS-1', { limit: 99 });
    assert.equal(frames.filter(({ verdict = '' }) => /cannot be/.test(verdict)).length, 6);
    await under.clock.advance(60_000);
    const { items: cdrs } = await blocks.cdrs.page({}, { limit: 9 });
    assert.equal(cdrs.length, 3);
  });

  it('about the time in 1.6: a repeated start keeps its id', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    const start = { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: FAR_OFF[0] };
    const [, , first] = await station.call('StartTransaction', start);
    await under.clock.advance(5_000);
    assert.deepEqual((await station.call('StartTransaction', start))[2], first);
    const stop = { transactionId: 1, meterStop: 500, timestamp: FAR_OFF[0] };
    for (let times = 0; times < 2; times += 1) await station.call('StopTransaction', stop);
    const { items } = await under.csms.queries.transactions({ limit: 9 });
    assert.deepEqual(
      items.map(({ eventCount, energyWh, endedAt }) => [eventCount, energyWh, endedAt]),
      [[2, 500, at(5)]],
    );
  });

  it('about the order: a transaction that ends before it starts took no time, and says so', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    await station.call(
      'TransactionEvent',
      transactionEvent('T', 0, 'Started', { timestamp: at(50) }),
    );
    await station.call(
      'TransactionEvent',
      transactionEvent('T', 1, 'Ended', { timestamp: at(10) }),
    );
    const { queries, blocks } = under.csms;
    const { items } = await queries.frames('CS-1', { limit: 9 });
    assert.ok(items.some(({ verdict = '' }) => /ends before it starts/.test(verdict)));
    assert.match((await queries.transaction(1))?.doubts?.[0]?.took ?? '', /ends before it starts/);
    await under.clock.advance(60_000);
    const cdr = await blocks.cdrs.get(1);
    assert.deepEqual(
      [cdr.content.durationS, cdr.content.energyWh, cdr.content.startedAt, cdr.content.endedAt],
      [0, 100, at(50), at(10)],
    );
  });

  it('about the numbers of its events: from below 0, and with a hole of millions', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.0.1');
    await station.call('BootNotification', boot2);
    const seqNos = [-3, -2, 2_000_000_000];
    for (const [n, seqNo] of seqNos.entries()) {
      const type = n === 0 ? 'Started' : n === 2 ? 'Ended' : 'Updated';
      const event = { ...transactionEvent('T', n, type), seqNo };
      assert.equal((await station.call('TransactionEvent', event))[0], 3);
    }
    const { queries, blocks } = under.csms;
    assert.deepEqual((await queries.transaction(1))?.missingSeqNos, [[-1, 1_999_999_999]]);
    const first = await queries.transactionEvents(1, { limit: 2 });
    const rest = await queries.transactionEvents(1, { limit: 2, cursor: first.nextCursor ?? '' });
    const listed = [...first.items, ...rest.items].map(({ seqNo }) => seqNo);
    assert.deepEqual(listed, seqNos);
    assert.equal((await blocks.transactions.story(1, { limit: 9 })).items.length, 3);
  });

  it('about its meter: one that runs backwards is noted on the frame and in the transaction', async () => {
    await using under = await csmsUnderTest();
    await using station = await RawStation.connect(under.port, 'CS-1', 'ocpp2.1');
    await station.call('BootNotification', boot2);
    for (const [seqNo, value] of [8_000, 8_500, 6_000, 6_200].entries()) {
      const meterValue = [{ timestamp: at(seqNo * 60), sampledValue: [{ value }] }];
      const type = seqNo === 0 ? 'Started' : 'Updated';
      await station.call(
        'TransactionEvent',
        transactionEvent('T', seqNo, type, { timestamp: at(seqNo * 60), meterValue }),
      );
    }
    const view = await under.csms.queries.transaction(1);
    assert.equal(view?.energyWh, 700);
    assert.match(view?.doubts?.[0]?.took ?? '', /fell from 8500 Wh to 6000 Wh/);
    const story = await under.csms.blocks.transactions.story(1, { limit: 9 });
    assert.deepEqual(
      story.items.map(({ inferred }) => inferred?.alternatives.length),
      [undefined, undefined, 2, undefined],
    );
    const { items } = await under.csms.queries.frames('CS-1', { limit: 9 });
    assert.ok(items.some(({ verdict = '' }) => /runs backwards: 6000 Wh after 8500/.test(verdict)));
  });

  it('about its transactions: thousands of open ones are kept and shown', async () => {
    const under = await logicUnderTest();
    const context = contextOf(under);
    const handler = under.csms.handlers['2.1'].TransactionEvent;
    assert.ok(handler !== undefined);
    const message = { action: 'TransactionEvent', messageId: 'm' };
    const count = Number(process.env.NB_OPEN_TRANSACTIONS ?? 2_000);
    for (let n = 0; n < count; n += 1) {
      const event = transactionEvent(`T${n}`, 0, 'Started', { evse: { id: (n % 500) + 1 } });
      await handler(event, context, message);
    }
    assert.equal([...context.station.transactions].length, count);
    await handler(transactionEvent('T77', 1, 'Ended'), context, message);
    const page = await under.csms.queries.transactions({ active: true, limit: 500 });
    assert.equal(page.items.length, 500);
    assert.ok(page.nextCursor !== undefined);
    const view = await under.csms.queries.station('CS-1');
    assert.equal(view?.evses.length, 500);
    assert.equal(view?.powerW, 500 * 7_000);
  });
});
