import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { at, transactionEvent } from '../testing/messages.ts';
import { stationWithBooks } from './testing/station-with-books.ts';

/* What stations of all makes tell, and the books must not take as it stands. */

const tookOf = (view: { readonly doubts?: readonly { readonly took: string }[] } | undefined) =>
  view?.doubts?.map(({ took }) => took) ?? [];

describe('one id at two EVSEs', () => {
  it('is of two transactions, each with its own registers, also when they are told in turns', async () => {
    const { tell, known, billed, verdicts, logic, end } = await stationWithBooks();
    for (const [second, type] of (['Started', 'Updated', 'Ended'] as const).entries()) {
      for (const id of [1, 2]) {
        const timestamp = at(second * 60 + id);
        const value = id * 100_000 + second * 500 * id;
        const meterValue = [{ timestamp, sampledValue: [{ value }] }];
        await tell({ ...transactionEvent('T', second, type), timestamp, meterValue, evse: { id } });
      }
    }
    // A repetition belongs to the older one.
    const timestamp = at(1);
    const meterValue = [{ timestamp, sampledValue: [{ value: 100_000 }] }];
    await tell(transactionEvent('T', 0, 'Started', { timestamp, meterValue, evse: { id: 1 } }));
    assert.deepEqual(
      (await known()).map((view) => [view.evseId, view.energyWh, view.eventCount, tookOf(view)]),
      [
        [2, 2_000, 3, []],
        [1, 1_000, 3, []],
      ],
    );
    assert.deepEqual(await verdicts(), []);
    const { items } = await logic.csms.blocks.transactions.story(2, { limit: 9 });
    assert.match(
      String(items[0]?.inferred?.took),
      /^EVSE 1 has a transaction of this id under way/,
    );
    const { records, contentMatches } = await billed();
    assert.deepEqual([records.length, contentMatches], [2, true]);
    await end();
  });

  it('what names no EVSE goes on with the one that is under way', async () => {
    const { tell, known, end } = await stationWithBooks();
    const { evse: _, ...nowhere } = transactionEvent('T', 1, 'Updated', { timestamp: at(40) });
    await tell(transactionEvent('T', 0, 'Started', { evse: { id: 1 } }));
    const second = { evse: { id: 2 }, timestamp: at(20) };
    await tell(transactionEvent('T', 0, 'Started', second));
    await tell(transactionEvent('T', 1, 'Ended', { ...second, timestamp: at(30) }));
    await tell(nowhere);
    await tell(transactionEvent('T', 2, 'Ended', { timestamp: at(50) }));
    assert.deepEqual(
      (await known()).map(({ evseId, eventCount, endedAt }) => [evseId, eventCount, endedAt]),
      [
        [2, 2, at(30)],
        [1, 3, at(50)],
      ],
    );
    await end();
  });

  it('the older one is under way until it ends, or another begins at its EVSE', async () => {
    const { tell, known, logic, end } = await stationWithBooks();
    await tell(transactionEvent('T', 0, 'Started', { evse: { id: 1 } }));
    await tell(transactionEvent('T', 0, 'Started', { evse: { id: 2 }, timestamp: at(20) }));
    assert.equal((await logic.csms.queries.station('CS-1'))?.powerW, 14_000);
    await tell(transactionEvent('U', 0, 'Started', { evse: { id: 1 }, timestamp: at(60) }));
    assert.deepEqual(
      (await known()).map((view) => [view.transactionId, view.evseId, view.closedBy]),
      [
        ['U', 1, undefined],
        ['T', 2, undefined],
        ['T', 1, 'superseded'],
      ],
    );
    await end();
  });

  for (const order of [
    [0, 1, 2],
    [1, 0, 2],
    [2, 1, 0],
  ]) {
    it(`is of the one where it started, when others only name it: ${order}`, async () => {
      const { tell, billed, end } = await stationWithBooks();
      const elsewhere = { evse: { id: 2, connectorId: 7 } };
      const events = [
        transactionEvent('T', 0, 'Started', { evse: { id: 1 } }),
        transactionEvent('T', 1, 'Updated', elsewhere),
        transactionEvent('T', 2, 'Ended', elsewhere),
      ];
      for (const index of order) await tell(events[index] ?? {});
      const { records, contentMatches } = await billed();
      assert.deepEqual(
        records.map((record) => [
          record.evseId,
          record.connectorId,
          record.energyWh,
          tookOf(record),
        ]),
        [[1, undefined, 200, ['events of it name EVSE 1 and EVSE 2: it is at EVSE 1']]],
      );
      assert.equal(contentMatches, true);
      await end();
    });
  }
});

describe('1.6: what happened at one moment', () => {
  const start = { connectorId: 1, idTag: 'A', meterStart: 1_000, timestamp: at(0) };

  for (const [first, second] of [
    [1_000, 1_000],
    [1_000, 1_500],
    [1_500, 1_000],
  ] as const) {
    it(`of two starts the one with the lower register is over, else the one that came first: ${first}, ${second}`, async () => {
      const { station, known, end } = await stationWithBooks('1.6');
      await station.call('StartTransaction', { ...start, meterStart: first });
      await station.call('StartTransaction', { ...start, meterStart: second, idTag: 'B' });
      const open = (await known()).filter(({ closedBy }) => closedBy === undefined);
      assert.deepEqual(
        open.map(({ idToken }) => idToken),
        [first > second ? 'A' : 'B'],
      );
      await end();
    });
  }

  for (const stops of [
    [700, 900],
    [900, 700],
  ]) {
    it(`of two ends the lower one counts, and the other is a doubt: ${stops}`, async () => {
      const { station, billed, end } = await stationWithBooks('1.6');
      await station.call('StartTransaction', { ...start, meterStart: 500 });
      for (const meterStop of stops) {
        const reason = meterStop === 700 ? 'Local' : 'Remote';
        const stop = { transactionId: 1, meterStop, timestamp: at(60), reason };
        await station.call('StopTransaction', stop);
      }
      const { records, contentMatches } = await billed();
      assert.deepEqual(
        records.map(({ energyWh, stoppedReason, doubts }) => [energyWh, stoppedReason, doubts]),
        [
          [
            200,
            'Local',
            [
              {
                took: 'it ended twice: the register of the first end counts, 700 Wh',
                alternatives: ['the other end is right, with 900 Wh'],
              },
            ],
          ],
        ],
      );
      assert.equal(contentMatches, true);
      await end();
    });
  }

  it('the start comes before values, and they before the end', async () => {
    const { station, known, billed, end } = await stationWithBooks('1.6');
    await station.call('StartTransaction', start);
    await station.call('StopTransaction', { transactionId: 1, meterStop: 3_000, timestamp: at(0) });
    for (const value of ['2500', '1800', '1000']) {
      const meterValue = [{ timestamp: at(0), sampledValue: [{ value }] }];
      await station.call('MeterValues', { connectorId: 1, transactionId: 1, meterValue });
    }
    const [view] = await known();
    assert.deepEqual([view?.chargingState, view?.energyWh], ['EVConnected', 2_000]);
    const { records, contentMatches } = await billed();
    assert.deepEqual(
      records.map((record) => [record.energyWh, tookOf(record)]),
      [[2_000, []]],
    );
    assert.equal(contentMatches, true);
    await end();
  });
});

describe('a clock that stands far behind', () => {
  const PACE = /^its events came at the pace at which they say that they happened, (.*) later/;

  for (const [hours, told] of [
    [0.9, undefined],
    [2, '2 hours'],
    [10 * 24, '10 days'],
    [730 * 24, '730 days'],
  ] as const) {
    it(`is a doubt when its transactions come as they happen: ${hours} hours`, async () => {
      const { clock, station, known, end } = await stationWithBooks('1.6');
      const behindS = hours * 3_600;
      const start = { connectorId: 1, idTag: 'A', meterStart: 0, timestamp: at(-behindS) };
      await station.call('StartTransaction', start);
      await clock.advance(1_800_000);
      const timestamp = at(1_795 - behindS);
      await station.call('StopTransaction', { transactionId: 1, meterStop: 900, timestamp });
      const [view] = await known();
      const found = tookOf(view).map((took) => PACE.exec(took)?.[1]);
      assert.deepEqual(found, told === undefined ? [] : [told]);
      assert.equal(view?.endedAt, timestamp, 'its own moments count all the same');
      await end();
    });
  }

  it('is none of a transaction that happened offline, and came at once', async () => {
    const { station, known, end } = await stationWithBooks('1.6');
    const start = { connectorId: 1, idTag: 'A', meterStart: 0, timestamp: at(-864_000) };
    await station.call('StartTransaction', start);
    const stop = { transactionId: 1, meterStop: 900, timestamp: at(-860_400) };
    await station.call('StopTransaction', stop);
    assert.deepEqual(tookOf((await known())[0]), []);
    await end();
  });

  it('is a doubt when it was set between the start and the end, unless the start says it was offline', async () => {
    for (const offline of [false, true]) {
      const { tell, known, end } = await stationWithBooks();
      const timestamp = at(-864_000);
      await tell(transactionEvent('T', 0, 'Started', { timestamp, offline }));
      await tell(transactionEvent('T', 1, 'Ended'));
      const took = tookOf((await known())[0]);
      assert.equal(took.length, offline ? 0 : 1);
      if (!offline) assert.match(String(took[0]), /^1 of 2 events came more than a day late/);
      await end();
    }
  });
});

describe('a unit that is none of energy', () => {
  for (const unit of ['Wh ', 'kWH', 'J']) {
    it(`is remarked, and a doubt of the record: ${JSON.stringify(unit)}`, async () => {
      const { tell, known, verdicts, billed, logic, end } = await stationWithBooks();
      const inUnit = (value: number): Ocpp21.MeterValueType[] => [
        { timestamp: at(10), sampledValue: [{ value, unitOfMeasure: { unit } }] },
      ];
      await tell(transactionEvent('T', 0, 'Started'));
      for (const seqNo of [1, 2]) {
        await tell(transactionEvent('T', seqNo, 'Updated', { meterValue: inUnit(seqNo * 1e6) }));
      }
      await tell(transactionEvent('T', 3, 'Ended'));
      const [view] = await known();
      assert.equal(view?.energyWh, 300);
      const remark = `no unit of energy that is known: ${JSON.stringify(unit)}`;
      assert.deepEqual(await verdicts(), [remark], 'once for each transaction');
      const { items } = await logic.csms.blocks.transactions.story(1, { limit: 9 });
      assert.deepEqual(
        items.map(({ remarks }) => remarks),
        [[], [remark], [remark], []],
      );
      const { records, contentMatches } = await billed();
      assert.match(String(records.map(tookOf)), /which is no unit of energy that is known/);
      assert.equal(contentMatches, true);
      await end();
    });
  }
});
