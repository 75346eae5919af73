import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { StationContext } from '../core.ts';
import { openSqlite } from '../store/sqlite/index.ts';
import { ControlledDatabase } from '../testing/controlled-database.ts';
import { type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import type { TransactionView } from '../views.ts';
import { findUses } from './sql.ts';

interface Ledger {
  readonly logic: LogicUnderTest;
  readonly context: (stationId: string) => StationContext;
  send(event: Ocpp21.TransactionEventRequest, stationId?: string): Promise<unknown>;
  view(stationId?: string): Promise<readonly TransactionView[]>;
}

/** The 2.1 dialect, the domain and the store, without a wire. */
async function ledger(logic?: LogicUnderTest): Promise<Ledger> {
  const under = logic ?? (await logicUnderTest());
  const context = (id: string): StationContext => ({
    station: under.csms.stations.add({ id, admission: 'Open', securityProfile: 0 }),
    version: '2.1',
    securityProfile: 0,
    connectedAtMs: under.clock.epochMs(),
  });
  const handler = under.csms.handlers['2.1'].TransactionEvent;
  assert.ok(handler !== undefined);
  return {
    logic: under,
    context,
    send: async (event, stationId = 'CS-1') =>
      handler(event, context(stationId), { action: 'TransactionEvent', messageId: 'm' }),
    view: async (stationId = 'CS-1') =>
      (await under.csms.queries.transactions({ stationId, limit: 100 })).items,
  };
}

function sequence(transactionId: string, updates: number): Ocpp21.TransactionEventRequest[] {
  return [
    transactionEvent(transactionId, 0, 'Started'),
    ...Array.from({ length: updates }, (_, n) => transactionEvent(transactionId, n + 1, 'Updated')),
    transactionEvent(transactionId, updates + 1, 'Ended'),
  ];
}

/** The books without what depends on the run: the key, and the station. */
function facts({ id: _id, stationId: _stationId, ...rest }: TransactionView) {
  return rest;
}

/** Stations of one CSMS that nobody has heard of: each run of a property has its own. */
async function freshStations(): Promise<() => Pick<Ledger, 'send' | 'view'>> {
  const { send, view } = await ledger();
  let stations = 0;
  return () => {
    stations += 1;
    const id = `CS-${stations}`;
    return { send: (event) => send(event, id), view: () => view(id) };
  };
}

it('a transaction that a power cut ended is not shown as charging', async () => {
  const { send, view } = await ledger();
  const [started, ended] = sequence('T', 0);
  assert.ok(started !== undefined && ended !== undefined);
  await send(started);
  assert.equal((await view())[0]?.chargingState, 'Charging');
  const transactionInfo = { transactionId: 'T', stoppedReason: 'PowerLoss' } as const;
  await send({ ...ended, triggerReason: 'AbnormalCondition', transactionInfo });
  const [over] = await view();
  assert.deepEqual([over?.chargingState, over?.stoppedReason], [undefined, 'PowerLoss']);
});

describe('a station that lost a transaction', () => {
  const later = (event: Ocpp21.TransactionEventRequest) => ({ ...event, timestamp: at(1000) });

  it('shows that it is over when another begins on its EVSE', async () => {
    const { send, view, logic } = await ledger();
    await send(transactionEvent('T1', 0, 'Started'));
    await send(transactionEvent('T1', 1, 'Updated'));
    await send({ ...transactionEvent('T2', 0, 'Started'), evse: { id: 2 }, timestamp: at(900) });
    assert.equal((await logic.csms.queries.station('CS-1'))?.powerW, 7001 + 7000);
    await send(later(transactionEvent('T3', 0, 'Started')));
    const [third, second, first] = await view();
    assert.deepEqual([first?.supersededBy, first?.endedAt], [third?.id, at(10)]);
    assert.deepEqual([first?.energyWh, first?.stoppedReason], [100, undefined]);
    assert.equal(second?.endedAt, undefined);
    assert.equal((await logic.csms.queries.station('CS-1'))?.powerW, 7000 + 7000);
    const active = await logic.csms.queries.transactions({ active: true, limit: 9 });
    assert.deepEqual(
      active.items.map(({ transactionId }) => transactionId),
      ['T3', 'T2'],
    );
    const again = await logicUnderTest({ database: logic.database });
    assert.deepEqual(await again.csms.queries.transactions({ limit: 9 }), {
      items: [third, second, first],
    });
  });

  it('completes it when its end comes after all', async () => {
    const { send, view } = await ledger();
    await send(transactionEvent('T1', 0, 'Started'));
    await send(later(transactionEvent('T2', 0, 'Started')));
    await send(transactionEvent('T1', 1, 'Updated'));
    await send(transactionEvent('T1', 2, 'Ended'));
    const first = (await view())[1];
    assert.deepEqual(
      [first?.supersededBy, first?.endedAt, first?.stoppedReason, first?.energyWh],
      [undefined, at(20), 'Local', 200],
    );
  });

  it('leaves one under way that told something after the other began', async () => {
    const { send, view } = await ledger();
    await send({ ...transactionEvent('T1', 5, 'Updated'), evse: { id: 1 } });
    await send(transactionEvent('T2', 0, 'Started'));
    assert.deepEqual(
      (await view()).map(({ endedAt }) => endedAt),
      [undefined, undefined],
    );
  });
});

describe('the ledger of transaction events', () => {
  it('tells one transaction from its events', async () => {
    const { send, view } = await ledger();
    for (const event of sequence('T', 3)) await send(event);
    const [transaction, ...others] = await view();
    assert.deepEqual(others, []);
    assert.deepEqual(transaction, {
      id: 1,
      stationId: 'CS-1',
      transactionId: 'T',
      version: '2.1',
      evseId: 1,
      connectorId: 1,
      idToken: 'DRIVER',
      idTokenType: 'ISO14443',
      startedAt: at(0),
      endedAt: at(40),
      chargingState: 'EVConnected',
      stoppedReason: 'Local',
      meterStartWh: 1000,
      meterLastWh: 1400,
      energyWh: 400,
      socPercent: 24,
      lastEventAt: at(40),
      eventCount: 5,
      missingSeqNos: [],
    });
  });

  it('gives the same books for any order of arrival and any repetition', async () => {
    const events = sequence('T', 8);
    const reference = await ledger();
    for (const event of events) await reference.send(event);
    const expected = (await reference.view()).map(facts);
    const arrival = fc
      .shuffledSubarray(events, { minLength: events.length, maxLength: events.length })
      .chain((shuffled) =>
        fc.tuple(fc.constant(shuffled), fc.array(fc.constantFrom(...events), { maxLength: 8 })),
      );
    const fresh = await freshStations();
    await fc.assert(
      fc.asyncProperty(arrival, async ([shuffled, repeated]) => {
        const { send, view } = fresh();
        for (const event of [...shuffled, ...repeated]) await send(event);
        assert.deepEqual((await view()).map(facts), expected);
      }),
      runs(60),
    );
  });

  it('never takes energy back and never re-opens, whatever is still missing', async () => {
    const events = sequence('T', 10);
    const fresh = await freshStations();
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(events, { minLength: 1, maxLength: events.length }),
        async (arriving) => {
          const { send, view } = fresh();
          let lastWh = 0;
          let ended = false;
          for (const event of arriving) {
            await send(event);
            const [transaction] = await view();
            assert.ok(transaction !== undefined);
            assert.ok((transaction.meterLastWh ?? 0) >= lastWh);
            assert.ok(!ended || transaction.endedAt !== undefined);
            lastWh = transaction.meterLastWh ?? 0;
            ended ||= event.eventType === 'Ended';
          }
          const missing = await missingNumbers(view);
          const sent = new Set(arriving.map(({ seqNo }) => seqNo));
          const [low, high] = [Math.min(...sent), Math.max(...sent)];
          for (let n = low; n <= high; n += 1) assert.equal(missing.has(n), !sent.has(n));
          assert.equal(missing.size, high - low + 1 - sent.size);
        },
      ),
      runs(60),
    );
  });

  it('gives the same books after a restart at any moment', async () => {
    const events = sequence('T', 20);
    const reference = await ledger();
    for (const event of events) await reference.send(event);
    const expected = (await reference.view()).map(facts);
    for (let restartAfter = 1; restartAfter < events.length; restartAfter += 3) {
      const before = await ledger();
      for (const event of events.slice(0, restartAfter)) await before.send(event);
      const after = await ledger(await logicUnderTest({ database: before.logic.database }));
      // The station did not get the last answer and repeats the message.
      for (const event of events.slice(restartAfter - 1)) await after.send(event);
      assert.deepEqual((await after.view()).map(facts), expected);
    }
  });

  it('answers a repetition as it answered the original, also one that became offline', async () => {
    const { send, view } = await ledger();
    const started = transactionEvent('T', 0, 'Started');
    const answer = await send(started);
    assert.deepEqual(answer, { idTokenInfo: { status: 'Unknown' } });
    assert.deepEqual(await send(started), answer);
    assert.deepEqual(await send({ ...started, offline: true }), answer);
    assert.equal((await view())[0]?.eventCount, 1);
  });

  it('keeps an event that has a number taken by another', async () => {
    const { send, view, logic } = await ledger();
    const broken = sequence('T', 1).map((event) => ({ ...event, seqNo: 0 }));
    for (const event of broken) await send(event);
    for (const event of broken) await send(event);
    const [transaction] = await view();
    assert.equal(transaction?.eventCount, 3);
    assert.equal(transaction?.endedAt, at(20));
    assert.equal(transaction?.energyWh, 200);
    assert.equal((await logic.csms.queries.transactionEvents(1, { limit: 9 })).items.length, 3);
  });

  it('completes an ended transaction with an Updated that comes late', async () => {
    const { send, view } = await ledger();
    const [started, update, ended] = sequence('T', 1);
    assert.ok(started && update && ended);
    await send(started);
    await send(ended);
    const [before] = await view();
    assert.deepEqual(before?.missingSeqNos, [[1, 1]]);
    await send(update);
    const [after] = await view();
    assert.deepEqual(after?.missingSeqNos, []);
    assert.equal(after?.endedAt, before?.endedAt);
    assert.equal(after?.meterLastWh, before?.meterLastWh);
    assert.equal(after?.chargingState, 'EVConnected');
  });

  it('keeps the last register of an Ended that lists samples of the whole transaction', async () => {
    const { send, view } = await ledger();
    const sample = (seconds: number, value: number, context: Ocpp21.ReadingContextEnumType) => ({
      timestamp: at(seconds),
      sampledValue: [{ value, context }],
    });
    await send(transactionEvent('T', 0, 'Started', { meterValue: [] }));
    await send(
      transactionEvent('T', 1, 'Ended', {
        meterValue: [
          sample(60, 1500, 'Transaction.End'),
          sample(0, 1000, 'Transaction.Begin'),
          sample(30, 1200, 'Sample.Periodic'),
        ],
      }),
    );
    const [transaction] = await view();
    assert.equal(transaction?.meterStartWh, 1000);
    assert.equal(transaction?.meterLastWh, 1500);
    assert.equal(transaction?.energyWh, 500);
  });

  it('keeps transactions of two stations apart that have the same id', async () => {
    const { send, view } = await ledger();
    await send(transactionEvent('1', 0, 'Started'), 'CS-A');
    await send(transactionEvent('1', 0, 'Started'), 'CS-B');
    await send(transactionEvent('1', 1, 'Ended'), 'CS-A');
    assert.equal((await view('CS-A'))[0]?.endedAt, at(10));
    assert.equal((await view('CS-B'))[0]?.endedAt, undefined);
  });

  it('finds of an id that is used again and again the one that began last first, however they came', async () => {
    const { send, logic } = await ledger();
    const used = async (fromS: number) => {
      for (const [seqNo, type] of (['Started', 'Ended'] as const).entries())
        await send(transactionEvent('T', seqNo, type, { timestamp: at(fromS + seqNo) }));
    };
    for (const second of [100, 1_000, 500]) await used(second);
    const uses = await findUses(logic.database, 'CS-1', 'T');
    assert.deepEqual(
      uses.map(({ generation, started }) => [generation, started?.value]),
      [
        [1, Date.parse(at(1_000))],
        [2, Date.parse(at(500))],
        [0, Date.parse(at(100))],
      ],
    );
  });

  it('keeps transactions apart when a station uses an id again after a reboot', async () => {
    const { send, view } = await ledger();
    const later = (event: Ocpp21.TransactionEventRequest): Ocpp21.TransactionEventRequest => ({
      ...event,
      timestamp: at(1000 + event.seqNo * 10),
    });
    const first = sequence('1', 2);
    const second = sequence('1', 1).map(later);
    for (const event of first.slice(0, -1)) await send(event);
    for (const event of second) await send(event);
    // The end of the first comes after the second has begun.
    for (const event of first.slice(-1)) await send(event);
    const [newer, older, ...others] = await view();
    assert.deepEqual(others, []);
    assert.equal(newer?.startedAt, at(1000));
    assert.equal(newer?.eventCount, 3);
    assert.equal(older?.startedAt, at(0));
    assert.equal(older?.endedAt, at(30));
    assert.equal(older?.eventCount, 4);
  });

  it('takes a third use of an id that began between the first and the second', async () => {
    const { send, view } = await ledger();
    const laterBy = (seconds: number) =>
      sequence('1', 1).map((event) => ({
        ...event,
        timestamp: at(seconds + event.seqNo * 10),
      }));
    for (const event of [...laterBy(0), ...laterBy(1000), ...laterBy(500)]) await send(event);
    const starts = (await view()).map(({ startedAt, eventCount }) => [startedAt, eventCount]);
    assert.deepEqual(new Set(starts.map(([start]) => start)), new Set([at(0), at(500), at(1000)]));
    assert.deepEqual(
      starts.map(([, count]) => count),
      [3, 3, 3],
    );
    // What comes late goes to the use in whose time it happened.
    for (const [second, seqNo] of [
      [30, 3],
      [530, 3],
      [540, 4],
      [1030, 3],
      [990, 5],
    ] as const) {
      await send({ ...transactionEvent('1', seqNo, 'Updated'), timestamp: at(second) });
    }
    const counts = new Map((await view()).map((each) => [each.startedAt, each.eventCount]));
    assert.deepEqual(
      counts,
      new Map([
        [at(1000), 4],
        [at(500), 6],
        [at(0), 4],
      ]),
    );
  });

  it('stores and answers the start of a token that nobody knows', async () => {
    const { send, view } = await ledger();
    const answer = await send(transactionEvent('T', 0, 'Started'));
    assert.deepEqual(answer, { idTokenInfo: { status: 'Unknown' } });
    assert.equal((await view()).length, 1);
  });

  it('begins a transaction with whatever event of it comes first', async () => {
    const { send, view } = await ledger();
    await send(transactionEvent('T', 4, 'Updated'));
    const [transaction] = await view();
    assert.equal(transaction?.startedAt, at(40));
    await send(transactionEvent('T', 0, 'Started'));
    assert.equal((await view())[0]?.startedAt, at(0));
    assert.deepEqual((await view())[0]?.missingSeqNos, [[1, 3]]);
  });

  it('writes one batch for each event and reads nothing for the usual one', async () => {
    const database = new ControlledDatabase(await openSqlite({ file: ':memory:', worker: false }));
    const { send } = await ledger(await logicUnderTest({ database }));
    await send(transactionEvent('T', 0, 'Started'));
    database.writes = [];
    database.reads = [];
    for (let n = 1; n <= 40; n += 1) await send(transactionEvent('T', n, 'Updated'));
    assert.equal(database.writes.length, 40);
    // The events, what they measured, and the state of the transaction once.
    assert.equal(database.writes.flat().length, 81);
    assert.deepEqual(database.reads, []);
  });
});

async function missingNumbers(view: Ledger['view']): Promise<Set<number>> {
  const [transaction] = await view();
  const missing = new Set<number>();
  for (const [from, to] of transaction?.missingSeqNos ?? []) {
    for (let n = from; n <= to; n += 1) missing.add(n);
  }
  return missing;
}
