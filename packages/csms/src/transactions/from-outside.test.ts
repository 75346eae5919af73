import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Ocpp21, Subprotocol } from '@northbound/protocol';
import { type CsmsUnderTest, csmsUnderTest } from '../testing/csms-under-test.ts';
import { at, boot2, boot16, transactionEvent } from '../testing/messages.ts';
import type { ForeignStation } from '../testing/rpc-client.ts';
import { wsIoStation } from '../testing/ws-io-client.ts';
import type { TransactionView } from '../views.ts';

/* The rules of the ledger as a station of somebody else's making meets them: on a wire, and all at one CSMS. */

let under: CsmsUnderTest;
let stations = 0;

before(async () => {
  under = await csmsUnderTest();
  const { tokens } = under.csms.blocks;
  const token = { idToken: 'DRIVER', type: 'ISO14443', status: 'Accepted' } as const;
  await tokens.put(token);
  await tokens.put({ ...token, idToken: 'BLOCKED', status: 'Blocked' });
  await tokens.put({ ...token, idToken: 'EXPIRED', expiresAt: '2020-01-01T00:00:00.000Z' });
});
after(() => under[Symbol.asyncDispose]());

interface Under {
  readonly id: string;
  readonly station: ForeignStation;
}

async function connected(subprotocol: Subprotocol, id = `CS-${++stations}`): Promise<Under> {
  const station = await wsIoStation(under.port, id, subprotocol);
  await station.call('BootNotification', subprotocol === 'ocpp1.6' ? boot16 : boot2);
  return { id, station };
}

async function views(stationId: string): Promise<readonly TransactionView[]> {
  return (await under.csms.queries.transactions({ stationId, limit: 50 })).items;
}

async function only(stationId: string): Promise<TransactionView> {
  const [view, ...others] = await views(stationId);
  assert.ok(view !== undefined);
  assert.deepEqual(others, []);
  return view;
}

type More = Partial<Ocpp21.TransactionEventRequest>;

const started = (id: string, more: More = {}) => transactionEvent(id, 0, 'Started', more);
const updated = (id: string, seqNo: number, more: More = {}) =>
  transactionEvent(id, seqNo, 'Updated', more);
const ended = (id: string, seqNo: number, more: More = {}) =>
  transactionEvent(id, seqNo, 'Ended', more);

/** Registers with the unit and the rest of each sample; ten seconds apart. */
function registers(...samples: readonly (readonly Ocpp21.SampledValueType[])[]) {
  return samples.map((sampledValue, seqNo): Ocpp21.TransactionEventRequest => {
    const timestamp = at(seqNo * 10);
    const type = seqNo === 0 ? 'Started' : seqNo === samples.length - 1 ? 'Ended' : 'Updated';
    const [first, ...rest] = sampledValue;
    assert.ok(first !== undefined);
    return transactionEvent('T', seqNo, type, {
      meterValue: [{ timestamp, sampledValue: [first, ...rest] }],
    });
  });
}

for (const subprotocol of ['ocpp2.0.1', 'ocpp2.1'] as const) {
  describe(`the ledger, to a station of ${subprotocol.slice(4)}`, () => {
    async function tell(...events: readonly Ocpp21.TransactionEventRequest[]): Promise<Under> {
      const made = await connected(subprotocol);
      for (const event of events) await made.station.call('TransactionEvent', event);
      return made;
    }

    it('ignores what is repeated, and answers it as before', async () => {
      const { id, station } = await tell();
      await using _station = station;
      const answers: unknown[] = [];
      for (const event of [started('T'), started('T'), ended('T', 1), ended('T', 1), started('T')])
        answers.push(await station.call('TransactionEvent', event));
      assert.deepEqual(answers[1], answers[0]);
      assert.deepEqual(answers[4], answers[0]);
      const { eventCount, energyWh, endedAt } = await only(id);
      assert.deepEqual([eventCount, energyWh, endedAt], [2, 100, at(10)]);
    });

    it('merges what comes out of order, and shows and closes the gap', async () => {
      const { id, station } = await tell(started('T'), updated('T', 3));
      await using _station = station;
      assert.deepEqual((await only(id)).missingSeqNos, [[1, 2]]);
      await station.call('TransactionEvent', updated('T', 2));
      assert.deepEqual((await only(id)).missingSeqNos, [[1, 1]]);
      await station.call('TransactionEvent', updated('T', 1));
      const { missingSeqNos, energyWh, lastEventAt } = await only(id);
      assert.deepEqual([missingSeqNos, energyWh, lastEventAt], [[], 300, at(30)]);
    });

    it('places offline events at their time', async () => {
      const { id, station } = await tell(started('T'), updated('T', 2));
      await using _station = station;
      await station.call('TransactionEvent', updated('T', 1, { offline: true }));
      const { items } = await under.csms.queries.transactionEvents((await only(id)).id, {
        limit: 9,
      });
      assert.deepEqual(
        items.map(({ seqNo, timestamp, offline }) => [seqNo, timestamp, offline]),
        [
          [0, at(0), false],
          [1, at(10), true],
          [2, at(20), false],
        ],
      );
    });

    it('completes an ended transaction with what comes late, and re-opens nothing', async () => {
      const { id, station } = await tell(started('T'), ended('T', 3), updated('T', 1));
      await using _station = station;
      const { endedAt, chargingState, energyWh, missingSeqNos, stoppedReason } = await only(id);
      assert.deepEqual(
        [endedAt, chargingState, energyWh, missingSeqNos, stoppedReason],
        [at(30), 'EVConnected', 300, [[2, 2]], 'Local'],
      );
      const active = await under.csms.queries.transactions({
        stationId: id,
        active: true,
        limit: 9,
      });
      assert.deepEqual(active.items, []);
    });

    it('keeps a number that comes with other content, and says so', async () => {
      const { id, station } = await tell(started('T'), updated('T', 1));
      await using _station = station;
      await station.call('TransactionEvent', updated('T', 1, { timestamp: at(12) }));
      const { items } = await under.csms.queries.transactionEvents((await only(id)).id, {
        limit: 9,
      });
      assert.deepEqual(
        items.map(({ seqNo }) => seqNo),
        [0, 1, 1],
      );
      const { items: frames } = await under.csms.queries.frames(id, { limit: 9 });
      assert.ok(frames.some(({ verdict = '' }) => /came before with other content/.test(verdict)));
    });

    it('keeps one id apart of two stations, and of one that has booted', async () => {
      const { id, station } = await tell(started('T'), ended('T', 1));
      await using _station = station;
      const other = await tell(started('T'));
      await using _other = other.station;
      assert.equal((await only(other.id)).endedAt, undefined);
      assert.equal((await only(id)).endedAt, at(10));
      await station.call('BootNotification', boot2);
      await station.call('TransactionEvent', started('T', { timestamp: at(5000) }));
      assert.deepEqual(
        (await views(id)).map(({ startedAt, endedAt }) => [startedAt, endedAt]),
        [
          [at(5000), undefined],
          [at(0), at(10)],
        ],
      );
    });

    it('records the start of a token that may not charge all the same', async () => {
      for (const [idToken, status] of [
        ['STRANGER', 'Unknown'],
        ['BLOCKED', 'Blocked'],
        ['EXPIRED', 'Expired'],
      ] as const) {
        const { id, station } = await tell();
        await using _station = station;
        const event = started('T', { idToken: { idToken, type: 'ISO14443' } });
        const answer = await station.call('TransactionEvent', event);
        assert.equal(Object(Object(answer).idTokenInfo).status, status);
        const view = await only(id);
        assert.deepEqual([view.idToken, view.eventCount], [idToken, 1]);
      }
    });

    it('reads units, multipliers and phases', async () => {
      const kWh = { unit: 'kWh' } as const;
      const thousands = { unit: 'Wh', multiplier: 3 };
      const phases = (total: number): Ocpp21.SampledValueType[] =>
        (['L1', 'L2', 'L3'] as const).map((phase) => ({ value: total / 3, phase }));
      for (const samples of [
        [[{ value: 1, unitOfMeasure: kWh }], [{ value: 2.5, unitOfMeasure: kWh }]],
        [[{ value: 1, unitOfMeasure: thousands }], [{ value: 2.5, unitOfMeasure: thousands }]],
        [phases(1000), phases(2500)],
        [
          [{ value: 1000 }],
          [{ value: 2500 }, { value: 9999, measurand: 'Energy.Active.Export.Register' as const }],
        ],
      ]) {
        const { id, station } = await tell(...registers(...samples));
        await using _station = station;
        assert.equal(Math.round((await only(id)).energyWh ?? 0), 1500);
      }
    });

    it('counts on over a reset and over the end of a register, and says what it inferred', async () => {
      for (const [values, energyWh] of [
        [[90_000, 91_000, 500, 1_500], 2_500],
        [[999_500, 999_900, 300], 800],
      ] as const) {
        const { id, station } = await tell(...registers(...values.map((value) => [{ value }])));
        await using _station = station;
        const view = await only(id);
        assert.equal(view.energyWh, energyWh);
        assert.ok((view.doubts?.[0]?.alternatives.length ?? 0) > 0);
      }
    });

    it('seals a record once, and tells it again to the same bytes', async () => {
      const { id, station } = await tell(started('T'), updated('T', 1), ended('T', 2));
      await using _station = station;
      await under.clock.advance(60_000);
      await station.call('TransactionEvent', ended('T', 2));
      await under.clock.advance(60_000);
      const { cdrs } = under.csms.blocks;
      const { items } = await cdrs.page({ stationId: id }, { limit: 9 });
      assert.deepEqual(
        items.map(({ content }) => [content.energyWh, content.idToken, content.durationS]),
        [[200, 'DRIVER', 20]],
      );
      const number = items[0]?.number ?? 0;
      assert.deepEqual(await cdrs.verify(number), {
        number,
        contentMatches: true,
        hashMatches: true,
      });
    });
  });
}

describe('the ledger, to a station of 1.6', () => {
  const start = { connectorId: 1, idTag: 'DRIVER', meterStart: 1000, timestamp: at(0) };

  async function startOn(station: ForeignStation, more: object = {}): Promise<number> {
    const answer = await station.call('StartTransaction', { ...start, ...more });
    return Number(Object(answer).transactionId);
  }

  const stop = (transactionId: number) => ({
    transactionId,
    meterStop: 2500,
    timestamp: at(600),
    reason: 'Local',
  });

  it('recognises starts and stops that are sent again', async () => {
    const { id, station } = await connected('ocpp1.6');
    await using _station = station;
    const transactionId = await startOn(station);
    assert.equal(await startOn(station), transactionId);
    const answer = await station.call('StopTransaction', stop(transactionId));
    assert.deepEqual(await station.call('StopTransaction', stop(transactionId)), answer);
    const { eventCount, energyWh, endedAt } = await only(id);
    assert.deepEqual([eventCount, energyWh, endedAt], [2, 1500, at(600)]);
  });

  it('records what an unknown tag starts, and says what it inferred with the alternatives', async () => {
    const { id, station } = await connected('ocpp1.6');
    await using _station = station;
    const answer = await station.call('StartTransaction', { ...start, idTag: 'STRANGER' });
    assert.equal(Object(Object(answer).idTagInfo).status, 'Invalid');
    const { id: key, idToken } = await only(id);
    assert.equal(idToken, 'STRANGER');
    const { items } = await under.csms.blocks.transactions.story(key, { limit: 9 });
    const alternatives = items.flatMap(({ inferred }) => inferred?.alternatives ?? []);
    assert.ok(alternatives.length > 0);
  });

  it('finds the transaction of a stop with -1', async () => {
    const { id, station } = await connected('ocpp1.6');
    await using _station = station;
    await startOn(station);
    await station.call('StopTransaction', { ...stop(-1), idTag: 'DRIVER' });
    const { energyWh, endedAt } = await only(id);
    assert.deepEqual([energyWh, endedAt], [1500, at(600)]);
  });

  it('bills up to the register of the stop, whatever a station that stopped offline has sampled after it', async () => {
    const { id, station } = await connected('ocpp1.6');
    await using _station = station;
    const transactionId = await startOn(station);
    const sample = (seconds: number, registerWh: number, context = 'Sample.Periodic') =>
      station.call('MeterValues', {
        connectorId: 1,
        transactionId,
        meterValue: [
          { timestamp: at(seconds), sampledValue: [{ value: String(registerWh), context }] },
        ],
      });
    await sample(590, 2400);
    // Online again, it tells the newest first, and what had waited after that.
    await sample(700, 3100.5);
    await station.call('StopTransaction', stop(transactionId));
    await sample(710, 2500, 'Transaction.End');
    await sample(610, 2600.25);
    const { energyWh, meterLastWh, endedAt, doubts } = await only(id);
    assert.deepEqual([energyWh, meterLastWh, endedAt, doubts], [1500, 2500, at(600), undefined]);
  });

  it('bills a meter that was reset before the stop, and nothing after the stop', async () => {
    const { id, station } = await connected('ocpp1.6');
    await using _station = station;
    const transactionId = await startOn(station);
    for (const [seconds, value] of [
      [500, '1800'],
      [510, '0'],
      [700, '900'],
    ] as const) {
      const meterValue = [{ timestamp: at(seconds), sampledValue: [{ value }] }];
      await station.call('MeterValues', { connectorId: 1, transactionId, meterValue });
    }
    await station.call('StopTransaction', { ...stop(transactionId), meterStop: 400 });
    await under.clock.advance(60_000);
    const { energyWh } = await only(id);
    assert.equal(energyWh, 1200);
  });

  it('matches what began offline with what came of it before', async () => {
    const { id, station } = await connected('ocpp1.6');
    await using _station = station;
    await station.call('StopTransaction', { ...stop(-1), idTag: 'DRIVER' });
    await startOn(station);
    const { energyWh, startedAt, endedAt } = await only(id);
    assert.deepEqual([energyWh, startedAt, endedAt], [1500, at(0), at(600)]);
  });
});
