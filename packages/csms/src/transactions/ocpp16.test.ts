import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ActionFrom, Ocpp16, Request } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { StationContext } from '../core.ts';
import { csmsUnderTest, type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, boot16 } from '../testing/messages.ts';
import { foreignStation } from '../testing/rpc-client.ts';

type Action16 = ActionFrom<'1.6', 'ChargingStation'>;

/** A 1.6 station without a wire: its messages go to the handlers as validated payloads. */
async function station16(logic?: LogicUnderTest, connectedAtMs = 0) {
  const under = logic ?? (await logicUnderTest());
  const station = under.csms.stations.add({ id: 'CS-1', admission: 'Open', securityProfile: 0 });
  const context: StationContext = { station, version: '1.6', securityProfile: 0, connectedAtMs };
  const send = async <A extends Action16>(action: A, payload: Request<'1.6', A>) => {
    const handler = under.csms.handlers['1.6'][action];
    assert.ok(handler !== undefined);
    return handler(payload, context, { action, messageId: 'm' });
  };
  const { queries } = under.csms;
  return {
    logic: under,
    send,
    start: async (more: Partial<Ocpp16.StartTransactionRequest> = {}): Promise<number> =>
      (await send('StartTransaction', { ...startPayload, ...more })).transactionId,
    transactions: async () => (await queries.transactions({ limit: 50 })).items,
    events: async (id: number) => (await queries.transactionEvents(id, { limit: 99 })).items,
  };
}

const startPayload = { connectorId: 1, idTag: 'TAG', meterStart: 1000, timestamp: at(0) };

function meterPayload(seconds: number, value: string, transactionId?: number) {
  return {
    connectorId: 1,
    ...(transactionId === undefined ? {} : { transactionId }),
    meterValue: [
      {
        timestamp: at(seconds),
        sampledValue: [
          { value, unit: 'kWh' as const },
          { value: '7.4', measurand: 'Power.Active.Import' as const, unit: 'kW' as const },
        ],
      },
    ],
  };
}

describe('transactions of 1.6', () => {
  it('take meter values that are empty for nothing', async () => {
    await using under = await csmsUnderTest();
    await using station = await foreignStation(under.port, 'CS-1', 'ocpp1.6');
    await station.call('BootNotification', boot16);
    for (const transaction of [{}, { transactionId: 8 }]) {
      const empty = { connectorId: 1, meterValue: [], ...transaction };
      assert.deepEqual(await station.call('MeterValues', empty), {});
    }
    assert.deepEqual((await under.csms.queries.transactions({ limit: 9 })).items, []);
    assert.deepEqual(under.failures, []);
  });

  it('become transaction events of 2.1, and say what was inferred', async () => {
    const { start, send, transactions, events } = await station16();
    const id = await start();
    await send('StatusNotification', status('Charging', 1));
    await send('MeterValues', meterPayload(60, '1.5', id));
    const [active] = await transactions();
    assert.equal(active?.chargingState, 'Charging');
    assert.equal(active?.powerW, 7400);
    assert.equal(active?.energyWh, 500);
    await send('StopTransaction', { transactionId: id, meterStop: 3000, timestamp: at(100) });
    const [ended] = await transactions();
    assert.equal(ended?.endedAt, at(100));
    assert.equal(ended?.stoppedReason, 'Local');
    assert.equal(ended?.energyWh, 2000);
    assert.equal(ended?.powerW, undefined);
    const story = await events(id);
    assert.deepEqual(
      story.map(({ seqNo, eventType, triggerReason }) => [seqNo, eventType, triggerReason]),
      [
        [0, 'Started', 'Authorized'],
        [1, 'Updated', 'ChargingStateChanged'],
        [2, 'Updated', 'MeterValuePeriodic'],
        [3, 'Ended', 'StopAuthorized'],
      ],
    );
    for (const { inference } of story) assert.ok((inference?.alternatives.length ?? 0) > 0);
  });

  it('count energy once when the clock of the station is set back in the middle', async () => {
    const { start, send, logic } = await station16();
    const id = await start({ meterStart: 1000, timestamp: at(1800) });
    for (const minute of [1, 2, 3, 4]) {
      await send('MeterValues', meterPayload(1800 + 60 * minute, `${1 + minute / 10}`, id));
    }
    for (const minute of [5, 30, 31, 32, 33, 34, 35]) {
      const clockSetBackS = 1700;
      const seconds = 1800 + 60 * minute - clockSetBackS;
      await send('MeterValues', meterPayload(seconds, `${1 + minute / 10}`, id));
    }
    await send('StopTransaction', { transactionId: id, meterStop: 4500, timestamp: at(2260) });
    const { clock, csms } = logic;
    assert.equal((await csms.queries.transaction(id))?.energyWh, 3500);
    await clock.advance(60_000);
    for await (const records of csms.blocks.cdrs.pages({})) {
      assert.deepEqual(
        records.map(({ content }) => [content.energyWh, content.doubts]),
        [[3500, []]],
      );
    }
  });

  // World seed 400204: half a watt-hour was billed to two transactions.
  it('begin at the register of the start, though a clock that was set back puts the end before it', async () => {
    const { start, send, logic } = await station16();
    const id = await start({ meterStart: 1578, timestamp: at(3000) });
    const begin = { value: '1577.5', context: 'Transaction.Begin', unit: 'Wh' } as const;
    const transactionData = [{ timestamp: at(3000), sampledValue: [begin] }];
    const stop = { transactionId: id, meterStop: 2578, timestamp: at(200), transactionData };
    await send('StopTransaction', stop);
    const told = await logic.csms.queries.transaction(id);
    assert.deepEqual([told?.meterStartWh, told?.energyWh], [1578, 1000]);
  });

  it('give a repeated start the same id, and another start another', async () => {
    const { start, transactions } = await station16();
    const id = await start();
    assert.equal(await start(), id);
    assert.notEqual(await start({ connectorId: 2 }), id);
    assert.notEqual(await start({ timestamp: at(1) }), id);
    assert.notEqual(await start({ idTag: 'OTHER' }), id);
    assert.notEqual(await start({ meterStart: 1001 }), id);
    assert.equal((await transactions()).length, 5);
  });

  it('recognise a start again after a restart, and after the stop', async () => {
    const before = await station16();
    const id = await before.start();
    const after = await station16(await logicUnderTest({ database: before.logic.database }));
    assert.equal(await after.start(), id);
    const stop = { transactionId: id, meterStop: 1500, timestamp: at(9) };
    await after.send('StopTransaction', stop);
    assert.equal(await after.start(), id);
    const last = await station16(await logicUnderTest({ database: before.logic.database }));
    await last.send('StopTransaction', stop);
    const [only, ...others] = await last.transactions();
    assert.deepEqual(others, []);
    assert.equal(only?.eventCount, 2);
  });

  it('take repeated meter values and stops once', async () => {
    const { start, send, transactions } = await station16();
    const id = await start();
    const stop = { transactionId: id, meterStop: 3000, timestamp: at(100), idTag: 'TAG' };
    for (let n = 0; n < 2; n += 1) await send('MeterValues', meterPayload(60, '1.5', id));
    const first = await send('StopTransaction', stop);
    assert.deepEqual(await send('StopTransaction', stop), first);
    assert.equal((await transactions())[0]?.eventCount, 3);
  });

  it('keep the stop when meter values come after it', async () => {
    const { start, send, transactions } = await station16();
    const id = await start();
    await send('StopTransaction', { transactionId: id, meterStop: 3000, timestamp: at(100) });
    await send('MeterValues', meterPayload(60, '2.5', id));
    const [transaction] = await transactions();
    assert.equal(transaction?.endedAt, at(100));
    assert.equal(transaction?.meterLastWh, 3000);
    assert.equal(transaction?.eventCount, 3);
  });

  it('give the same books whenever meter values arrive', async () => {
    const samples = [20, 40, 60].map((seconds) => ['MeterValues', seconds] as const);
    const reference = JSON.stringify({ energyWh: 2000, endedAt: at(100), eventCount: 5 });
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...samples, ['Stop', 0] as const], { minLength: 4, maxLength: 4 }),
        async (arriving) => {
          const { start, send, transactions } = await station16();
          const id = await start();
          for (const [action, seconds] of arriving) {
            if (action === 'Stop') {
              const stop = { transactionId: id, meterStop: 3000, timestamp: at(100) };
              await send('StopTransaction', stop);
            } else {
              await send('MeterValues', meterPayload(seconds, `${1 + seconds / 100}`, id));
            }
          }
          const [transaction] = await transactions();
          const { energyWh, endedAt, eventCount } = transaction ?? {};
          assert.equal(JSON.stringify({ energyWh, endedAt, eventCount }), reference);
        },
      ),
      runs(24),
    );
  });

  it('are stored when the tag is unknown, and the answer says so', async () => {
    const { send, transactions } = await station16();
    const answer = await send('StartTransaction', startPayload);
    assert.deepEqual(answer, { transactionId: 1, idTagInfo: { status: 'Invalid' } });
    assert.equal((await transactions()).length, 1);
  });

  it('find the start whose answer was lost for a stop without an id', async () => {
    const { start, send, transactions, events } = await station16();
    const id = await start();
    const stop = { transactionId: -1, meterStop: 1800, timestamp: at(50), idTag: 'TAG' };
    await send('StopTransaction', stop);
    await send('StopTransaction', stop);
    const [transaction, ...others] = await transactions();
    assert.deepEqual(others, []);
    assert.equal(transaction?.energyWh, 800);
    assert.match((await events(id)).at(-1)?.inference?.took ?? '', /only one under way/);
  });

  it('take what comes without an id for no transaction that the station has named by its number', async () => {
    const { start, send, transactions } = await station16();
    const named = await start();
    await send('MeterValues', meterPayload(10, '1.2', named));
    // Its stop was given up, and so was the start of the next one.
    await send('MeterValues', meterPayload(100, '1.6', -1));
    await send('StopTransaction', { transactionId: -1, meterStop: 1900, timestamp: at(150) });
    await send('StopTransaction', { transactionId: named, meterStop: 1300, timestamp: at(50) });
    const late = await start({ timestamp: at(90), meterStart: 1500 });
    const told = (await transactions()).map(({ id, energyWh }) => [id, energyWh]);
    assert.deepEqual(told, [
      [late, 400],
      [named, 300],
    ]);
  });

  it('record a stop without an id and without a start', async () => {
    const { send, transactions } = await station16();
    const stop = { transactionId: -1, meterStop: 1800, timestamp: at(50) };
    await send('StopTransaction', stop);
    await send('StopTransaction', stop);
    await send('StopTransaction', { ...stop, meterStop: 2500, timestamp: at(90) });
    const recorded = await transactions();
    assert.deepEqual(
      recorded.map(({ transactionId, meterLastWh, endedAt }) => [
        transactionId,
        meterLastWh,
        endedAt,
      ]),
      [
        ['-1', 2500, at(90)],
        ['-1', 1800, at(50)],
      ],
    );
  });

  it('record the stop of a transaction that another CSMS started', async () => {
    const { send, transactions, events } = await station16();
    await send('MeterValues', meterPayload(10, '7', 5000));
    await send('StopTransaction', { transactionId: 5000, meterStop: 9000, timestamp: at(50) });
    const [transaction, ...others] = await transactions();
    assert.deepEqual(others, []);
    assert.equal(transaction?.transactionId, '5000');
    assert.equal(transaction?.meterLastWh, 9000);
    assert.match((await events(1))[0]?.inference?.took ?? '', /start is unknown/);
  });

  it('never give an id to a new transaction that the station has brought along', async () => {
    const { start, send, transactions } = await station16();
    const foreign = { transactionId: 2, meterStop: 900, timestamp: at(-50) };
    await send('StopTransaction', foreign);
    const id = await start();
    assert.notEqual(id, 2);
    await send('StopTransaction', foreign);
    const [ours, theirs, ...others] = await transactions();
    assert.deepEqual(others, []);
    assert.deepEqual([ours?.transactionId, ours?.endedAt], [String(id), undefined]);
    assert.deepEqual([theirs?.transactionId, theirs?.meterLastWh], ['2', 900]);
  });

  it('take a whole queue once that a station sends again', async () => {
    const { start, send, transactions } = await station16();
    const id = await start();
    const queue = [20, 40, 60].map((seconds) => meterPayload(seconds, `${1 + seconds / 100}`, id));
    for (let times = 0; times < 2; times += 1) {
      for (const payload of queue) await send('MeterValues', payload);
      await send('StopTransaction', { transactionId: id, meterStop: 3000, timestamp: at(100) });
    }
    const [only, ...others] = await transactions();
    assert.deepEqual(others, []);
    assert.deepEqual([only?.eventCount, only?.energyWh], [5, 2000]);
  });

  it('match a start that comes after the end of what began offline without an id', async () => {
    const { start, send, transactions, events } = await station16();
    await send('MeterValues', meterPayload(20, '1.2', -1));
    await send('StopTransaction', {
      transactionId: -1,
      meterStop: 1800,
      timestamp: at(50),
      idTag: 'TAG',
    });
    const id = await start();
    assert.equal(await start(), id, 'its repetition too');
    const [only, ...others] = await transactions();
    assert.deepEqual(others, []);
    assert.deepEqual([only?.startedAt, only?.endedAt, only?.energyWh], [at(0), at(50), 800]);
    assert.match((await events(id)).at(-1)?.inference?.took ?? '', /without an id whose later/);
    await send('MeterValues', meterPayload(30, '1.3', id));
    assert.equal((await transactions())[0]?.eventCount, 4, 'the id it got then is its own');
  });

  it('give nothing to a start that comes when a later one is under way, until its own end comes', async () => {
    const { start, send, transactions } = await station16();
    const running = await start({ timestamp: at(1_000), meterStart: 5_000 });
    const late = await start({ timestamp: at(0), meterStart: 1_000 });
    await send('MeterValues', meterPayload(1_060, '5.2'));
    const told = async () => {
      const all = await transactions();
      return [late, running].map((id) => {
        const { endedAt, energyWh } = all.find((one) => one.id === id) ?? {};
        return [endedAt !== undefined, energyWh];
      });
    };
    assert.deepEqual(await told(), [
      [true, 0],
      [false, 200],
    ]);
    await send('StopTransaction', { transactionId: late, meterStop: 1_700, timestamp: at(500) });
    assert.deepEqual(await told(), [
      [true, 700],
      [false, 200],
    ]);
  });

  // A world of stations that give up.
  it('know values again that are repeated long after they were taken', async () => {
    const { start, send, transactions } = await station16();
    const id = await start();
    for (let minute = 1; minute <= 50; minute++) {
      await send('MeterValues', meterPayload(60 * minute, String(1 + minute / 100), id));
    }
    const before = (await transactions())[0]?.eventCount;
    for (const minute of [50, 19, 18, 3]) {
      await send('MeterValues', meterPayload(60 * minute, String(1 + minute / 100), id));
    }
    assert.equal((await transactions())[0]?.eventCount, before);
    await send('MeterValues', meterPayload(30, '1.005', id));
    assert.equal((await transactions())[0]?.eventCount, Number(before) + 1);
  });

  it('match starts that come late to those of several ends without an id that begin where they do', async () => {
    const { start, send, transactions } = await station16();
    for (const [from, to, startedWh] of [
      [0, 50, '999.7'],
      [100, 150, '1800.4'],
    ] as const) {
      const begin = { value: startedWh, context: 'Transaction.Begin', unit: 'Wh' } as const;
      await send('StopTransaction', {
        transactionId: -1,
        meterStop: Math.round(Number(startedWh)) + 800,
        timestamp: at(to),
        transactionData: [{ timestamp: at(from), sampledValue: [begin] }],
      });
    }
    await start({ timestamp: at(0), meterStart: 1000 });
    await start({ timestamp: at(100), meterStart: 1800 });
    const told = (await transactions()).map(({ idToken, startedAt, energyWh }) => [
      ...[idToken, startedAt, Math.round(energyWh ?? 0)],
    ]);
    assert.deepEqual(told.toSorted(), [
      ['TAG', at(0), 800],
      ['TAG', at(100), 800],
    ]);
  });

  it('place what happened offline at its time', async () => {
    const connectedAtMs = Date.parse(at(3600));
    const { start, events } = await station16(undefined, connectedAtMs);
    const offline = await start();
    assert.equal((await events(offline))[0]?.offline, true);
    assert.equal((await events(offline))[0]?.timestamp, at(0));
    const online = await start({ timestamp: at(3600) });
    assert.equal((await events(online))[0]?.offline, false);
  });

  it('take meter values that name no transaction for the one at their connector', async () => {
    const { start, send, transactions, logic } = await station16();
    await send('MeterValues', meterPayload(0, '0.9'));
    const id = await start({ timestamp: at(1) });
    await send('MeterValues', meterPayload(60, '1.5'));
    await send('MeterValues', { ...meterPayload(60, '99'), connectorId: 0 });
    assert.equal((await transactions())[0]?.energyWh, 500);
    const page = await logic.csms.queries.transactionMeterValues(id, { limit: 99 });
    const inside = page.items;
    assert.equal(inside.length, 3);
    const all = await logic.csms.queries.meterValues('CS-1', { limit: 100 });
    assert.equal(all.length, 7);
  });

  it('do not take signed or unreadable values for registers', async () => {
    const { start, send, transactions } = await station16();
    const id = await start();
    await send('MeterValues', {
      connectorId: 1,
      transactionId: id,
      meterValue: [
        {
          timestamp: at(10),
          sampledValue: [
            { value: 'OCMF|{}', format: 'SignedData' },
            { value: 'n/a' },
            { value: '1200' },
          ],
        },
      ],
    });
    assert.equal((await transactions())[0]?.meterLastWh, 1200);
  });
});

describe('a 1.6 station that lost a transaction', () => {
  it('has ended it when it begins another, whose status may come before its start', async () => {
    const { send, start, transactions } = await station16();
    await start();
    // World seed 202271: this is the state of the one whose start waits in the queue.
    await send('StatusNotification', status('Charging', 102));
    const transactionId = await start({ meterStart: 3000, timestamp: at(100) });
    const stop = { transactionId, meterStop: 4000, timestamp: at(200) };
    await send('StopTransaction', stop);
    await send('MeterValues', meterPayload(900, '4'));
    const [later, lost] = await transactions();
    assert.deepEqual([later?.transactionId, later?.energyWh], [String(transactionId), 1000]);
    assert.deepEqual([lost?.supersededBy, lost?.endedAt], [later?.id, at(102)]);
    assert.equal(lost?.meterLastWh, 1000);
  });

  it('goes on with one that began after what comes late', async () => {
    const { start, transactions } = await station16();
    await start({ timestamp: at(100) });
    await start({ timestamp: at(0) });
    const all = await transactions();
    assert.deepEqual(
      all.toSorted((a, b) => a.id - b.id).map(({ endedAt }) => endedAt === undefined),
      [true, false],
    );
  });
});

describe('the status of a 1.6 connector', () => {
  it('is told in the words of 2.1', async () => {
    const { send, logic } = await station16();
    const seen: unknown[] = [];
    const words = ['Available', 'Preparing', 'Finishing', 'Reserved', 'Unavailable'] as const;
    for (const [seconds, word] of words.entries()) {
      await send('StatusNotification', status(word, seconds));
      const view = await logic.csms.queries.station('CS-1');
      const connector = view?.evses[0]?.connectors[0];
      seen.push([connector?.reportedStatus, connector?.availabilityState]);
    }
    assert.deepEqual(seen, [
      ['Available', 'Available'],
      ['Preparing', 'Occupied'],
      ['Finishing', 'Occupied'],
      ['Reserved', 'Reserved'],
      ['Unavailable', 'Unavailable'],
    ]);
  });

  it('is not kept for ever when the clock of the station was ahead', async () => {
    const { send, logic } = await station16();
    await send('StatusNotification', status('Charging', 7_200));
    await logic.clock.advance(60_000);
    await send('StatusNotification', status('Available', 60));
    const connector = (await logic.csms.queries.station('CS-1'))?.evses[0]?.connectors[0];
    assert.equal(connector?.availabilityState, 'Available');
  });
});

function status(word: Ocpp16.StatusNotificationStatus, seconds: number) {
  return { connectorId: 1, status: word, errorCode: 'NoError', timestamp: at(seconds) } as const;
}
