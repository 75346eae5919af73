import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { at, transactionEvent } from '../testing/messages.ts';
import { stationWithBooks } from './testing/station-with-books.ts';

test('a station whose flash has forgotten that it told the end tells another one: the first is billed', async () => {
  const { logic, tell, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Updated'));
  await tell(transactionEvent('T', 2, 'Ended'));
  const told = async () => {
    const { items } = await logic.csms.queries.transactions({ stationId: 'CS-1', limit: 10 });
    return items.map(({ energyWh, stoppedReason, endedAt, eventCount }) => {
      return { energyWh, stoppedReason, endedAt, eventCount };
    });
  };
  const [before] = await told();
  assert.equal(before?.stoppedReason, 'Local');
  // Somebody else has charged meanwhile: the register stands higher.
  const { meterValue = [] } = transactionEvent('T', 9, 'Ended');
  const again = transactionEvent('T', 2, 'Ended', {
    triggerReason: 'AbnormalCondition',
    offline: true,
    meterValue,
    transactionInfo: { transactionId: 'T', stoppedReason: 'PowerLoss' },
  });
  await tell(again);
  assert.deepEqual(await told(), [{ ...before, eventCount: 4 }]);
  await end();
});

test('a station whose flash has forgotten its last numbers uses them again: the register has risen all the same', async () => {
  const { clock, logic, tell, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Updated'));
  await tell(transactionEvent('T', 2, 'Updated'));
  // World seed 204469: an end under a number that is not the last.
  const { meterValue = [] } = transactionEvent('T', 5, 'Ended');
  await tell(transactionEvent('T', 1, 'Ended', { meterValue, offline: true }));
  await clock.advance(60_000);
  const { items } = await logic.csms.queries.transactions({ stationId: 'CS-1', limit: 10 });
  assert.deepEqual(
    items.map(({ energyWh, cdr, doubts }) => [energyWh, cdr, doubts]),
    [[500, 1, undefined]],
  );
  await end();
});

for (const order of [
  [0, 1, 2, 3],
  [0, 1, 3, 2],
  [3, 2, 1, 0],
]) {
  test(`of two ends under two numbers the first is billed, and the other one is a doubt: ${order}`, async () => {
    const { tell, known, end } = await stationWithBooks();
    const events = [
      transactionEvent('T', 0, 'Started'),
      transactionEvent('T', 1, 'Updated'),
      transactionEvent('T', 2, 'Ended'),
      // Under its own number, with a register that somebody else has reached meanwhile.
      { ...transactionEvent('T', 500, 'Ended', { timestamp: at(3600) }), seqNo: 3 },
    ];
    for (const index of order) await tell(events[index] ?? {});
    assert.deepEqual(
      (await known()).map(({ energyWh, meterLastWh, endedAt, doubts }) => [
        energyWh,
        meterLastWh,
        endedAt,
        doubts?.map(({ took }) => took),
      ]),
      [[200, 1200, at(20), ['it ended twice: the register of the first end counts, 1200 Wh']]],
    );
    await end();
  });
}

test('an Updated after the end is kept, and bills nothing', async () => {
  const { logic, tell, known, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Ended'));
  await tell({ ...transactionEvent('T', 500, 'Updated', { timestamp: at(3600) }), seqNo: 2 });
  const [transaction] = await known();
  assert.deepEqual([transaction?.energyWh, transaction?.endedAt], [100, at(10)]);
  const { items } = await logic.csms.blocks.transactions.story(transaction?.id ?? 0, { limit: 9 });
  const remarks = items.flatMap((entry) => entry.remarks);
  assert.deepEqual(remarks, ['it stands after the end, and is not billed']);
  await end();
});

test('1.6: a second StopTransaction with other content bills nothing, is told as a violation, and moves nothing', async () => {
  const { logic, station, known, wrong, end } = await stationWithBooks('1.6');
  const start = { connectorId: 1, idTag: 'TAG', meterStart: 500, timestamp: at(0) };
  const [, , answer] = await station.call('StartTransaction', start);
  const { transactionId } = Object(answer);
  // Another connector's values under its number.
  const sampledValue = [{ value: '600' }];
  const meterValue = [{ timestamp: at(10), sampledValue }];
  await station.call('MeterValues', { connectorId: 2, transactionId, meterValue });
  await station.call('StopTransaction', { transactionId, meterStop: 700, timestamp: at(60) });
  await station.call('StopTransaction', { transactionId, meterStop: 50_700, timestamp: at(3660) });
  const [transaction] = await known();
  assert.deepEqual(
    [transaction?.energyWh, transaction?.evseId, transaction?.endedAt],
    [200, 1, at(60)],
  );
  assert.deepEqual(
    transaction?.doubts?.map(({ took }) => took),
    [
      'it ended twice: the register of the first end counts, 700 Wh',
      'events of it name EVSE 1 and EVSE 2: it is at EVSE 1',
    ],
  );
  assert.deepEqual((await wrong()).sort(), ['ended-twice', 'other-evse']);
  const { items } = await logic.csms.blocks.transactions.story(transactionId, { limit: 9 });
  assert.match(String(items.flatMap(({ remarks }) => remarks)), /the first Ended counts/);
  await end();
});

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  test(`${version}: one wrong session, the same violations`, async () => {
    const { station, tell, wrong, end } = await stationWithBooks(version);
    if (version === '1.6') {
      const start = { connectorId: 1, idTag: 'TAG', meterStart: 5000, timestamp: at(100) };
      const [, , answer] = await station.call('StartTransaction', start);
      const { transactionId } = Object(answer);
      const stop = { transactionId, meterStop: 1000, timestamp: at(50) };
      await station.call('StopTransaction', stop);
      await station.call('StopTransaction', { ...stop, timestamp: at(60) });
    } else {
      const { meterValue = [] } = transactionEvent('T', 40, 'Started');
      await tell(transactionEvent('T', 0, 'Started', { timestamp: at(100), meterValue }));
      await tell(transactionEvent('T', 1, 'Ended', { timestamp: at(50) }));
      await tell(transactionEvent('T', 2, 'Ended', { timestamp: at(60) }));
    }
    assert.deepEqual((await wrong()).sort(), [
      'ended-twice',
      'ends-before-start',
      'meter-backwards',
    ]);
    await end();
  });
}

const register = (value: number, context: Ocpp21.ReadingContextEnumType) => ({
  value,
  context,
  measurand: 'Energy.Active.Import.Register' as const,
});

test('what follows an end that brought no register is not billed either, and what is missing is a doubt', async () => {
  const { tell, known, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Updated'));
  const { meterValue: _, ...bare } = transactionEvent('T', 2, 'Ended');
  await tell(bare);
  await tell({ ...transactionEvent('T', 500, 'Updated', { timestamp: at(3600) }), seqNo: 3 });
  const [transaction] = await known();
  assert.equal(transaction?.energyWh, 100);
  assert.match(String(transaction?.doubts?.[0]?.took), /^its end brought no register.* 1100 Wh$/);
  await end();
});

test('without a register at the start, or with none at all, the energy is a doubt', async () => {
  const { tell, known, end } = await stationWithBooks();
  const { meterValue: _, ...start } = transactionEvent('T', 0, 'Started');
  await tell(start);
  await tell(transactionEvent('T', 1, 'Ended'));
  await tell({ ...start, transactionInfo: { transactionId: 'U' }, timestamp: at(100) });
  const meterValue = [
    { timestamp: at(110), sampledValue: [{ value: 1, measurand: 'SoC' as const }] },
  ];
  await tell(transactionEvent('U', 1, 'Ended', { timestamp: at(110), meterValue }));
  const doubts = (await known()).map(({ energyWh, doubts }) => [energyWh, doubts?.[0]?.took]);
  assert.deepEqual(doubts, [
    [undefined, 'no register of energy was told in a unit that is known: there is no energy'],
    [0, 'its start brought no register: the first one counts, 1100 Wh'],
  ]);
  await end();
});

test('a mark counts where it can be one', async () => {
  const { tell, known, end } = await stationWithBooks();
  const told = (
    seqNo: number,
    eventType: 'Started' | 'Updated' | 'Ended',
    value: number,
    as: Ocpp21.ReadingContextEnumType,
  ) =>
    tell(
      transactionEvent('T', seqNo, eventType, {
        meterValue: [{ timestamp: at(seqNo * 10), sampledValue: [register(value, as)] }],
      }),
    );
  await told(0, 'Started', 1000, 'Sample.Periodic');
  await told(1, 'Updated', 2000, 'Transaction.Begin');
  await told(2, 'Updated', 3000, 'Transaction.End');
  await told(3, 'Ended', 4000, 'Sample.Periodic');
  assert.deepEqual(
    (await known()).map(({ energyWh, doubts }) => [energyWh, doubts]),
    [[3000, undefined]],
  );
  await end();
});

test('an end that lists its transaction in one value, the end before the begin', async () => {
  const { tell, known, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started'));
  const sampledValue = [register(5000, 'Transaction.End'), register(1000, 'Transaction.Begin')];
  const meterValue = [{ timestamp: at(10), sampledValue }];
  await tell(transactionEvent('T', 1, 'Ended', { meterValue }));
  assert.equal((await known())[0]?.energyWh, 4000);
  await end();
});

test('who needs no authorization, and who stops, is not who pays', async () => {
  const { tell, known, end } = await stationWithBooks();
  const nobody = { idToken: '', type: 'NoAuthorization' };
  await tell(transactionEvent('T', 0, 'Started', { idToken: nobody }));
  const stop = { triggerReason: 'StopAuthorized' } as const;
  const friend = { idToken: 'FRIEND', type: 'ISO14443' };
  const driver = { idToken: 'DRIVER', type: 'ISO14443' };
  await tell(transactionEvent('T', 1, 'Updated', { ...stop, idToken: friend }));
  await tell(transactionEvent('T', 2, 'Updated', { triggerReason: 'Authorized', idToken: driver }));
  assert.equal((await known())[0]?.idToken, 'DRIVER');
  await end();
});

test('1.6: meterStop is the last register, whatever transactionData marks; a text that is no number is none', async () => {
  const { clock, logic, station, known, end } = await stationWithBooks('1.6');
  const start = { connectorId: 1, idTag: 'TAG', meterStart: 1000, timestamp: at(0) };
  const [, , answer] = await station.call('StartTransaction', start);
  const { transactionId } = Object(answer);
  for (const [second, value] of ['Infinity', '1e999', '0x10', '-Infinity'].entries()) {
    const meterValue = [{ timestamp: at(second + 1), sampledValue: [{ value }] }];
    await station.call('MeterValues', { connectorId: 1, transactionId, meterValue });
  }
  const sampledValue = [{ value: '8000', context: 'Transaction.End' }];
  const transactionData = [{ timestamp: at(61), sampledValue }];
  const stop = { transactionId, meterStop: 5000, timestamp: at(60), transactionData };
  await station.call('StopTransaction', stop);
  assert.equal((await known())[0]?.energyWh, 4000);
  await clock.advance(3_600_000);
  const { contentMatches, hashMatches } = await logic.csms.blocks.cdrs.verify(1);
  assert.deepEqual([contentMatches, hashMatches], [true, true]);
  await end();
});

test('1.6: what a meter told before the start is no part of the transaction, though it comes later', async () => {
  const { clock, station, known, end } = await stationWithBooks('1.6');
  const start = { connectorId: 1, idTag: 'TAG', meterStart: 0, timestamp: at(100) };
  const [, , answer] = await station.call('StartTransaction', start);
  const { transactionId } = Object(answer);
  const sampledValue = [{ value: '20000', context: 'Sample.Clock' }];
  const meterValue = [{ timestamp: at(60), sampledValue }];
  await station.call('MeterValues', { connectorId: 1, meterValue });
  const stop = { transactionId, meterStop: 4000, timestamp: at(3600) };
  await station.call('StopTransaction', stop);
  await clock.advance(3_600_000);
  assert.deepEqual(
    (await known()).map(({ energyWh, cdr }) => [energyWh, cdr]),
    [[4000, 1]],
  );
  await end();
});

test('an id that is used again by a station that counts on is another transaction', async () => {
  const { tell, known, end } = await stationWithBooks();
  const other = { idToken: 'OTHER', type: 'ISO14443' };
  await tell(transactionEvent('T', 0, 'Started'));
  await tell(transactionEvent('T', 1, 'Ended'));
  await tell(transactionEvent('T', 2, 'Started', { idToken: other }));
  await tell(transactionEvent('T', 3, 'Updated'));
  await tell(transactionEvent('T', 5, 'Ended'));
  assert.deepEqual(
    (await known()).map(({ idToken, energyWh, doubts }) => [idToken, energyWh, doubts]),
    [
      ['OTHER', 300, undefined],
      ['DRIVER', 100, undefined],
    ],
  );
  await end();
});

test('times that a clock can hardly have seen are doubts', async () => {
  const { tell, known, end } = await stationWithBooks();
  await tell(transactionEvent('T', 0, 'Started', { timestamp: '2020-01-01T00:00:05Z' }));
  await tell(transactionEvent('T', 1, 'Ended', { timestamp: at(23 * 3600) }));
  const [transaction] = await known();
  assert.deepEqual(
    transaction?.doubts?.map(({ took }) => took),
    [
      '1 of 2 events came more than a day late, and not as from a time without connection: their own moments count',
      `its end lies after the moment at which it was told, ${at(0)}`,
      'it lasted 2192 days',
    ],
  );
  await end();
});
