import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import type { StationContext } from '../core.ts';
import { type LogicUnderTest, logicUnderTest } from '../testing/csms-under-test.ts';
import { at, transactionEvent } from '../testing/messages.ts';
import type { CsmsEvent } from '../views.ts';
import { canonicalJson } from './canonical-json.ts';
import { csvOf, jsonOf } from './export.ts';
import type { CdrView } from './views.ts';

/** The 2.1 dialect and the books, without a wire, at a time that stands still until a test moves it. */
async function books(logic?: LogicUnderTest) {
  const under = logic ?? (await logicUnderTest());
  const { csms, clock } = under;
  const station = csms.stations.add({ id: 'CS-1', admission: 'Open', securityProfile: 0 });
  const handler = csms.handlers['2.1'].TransactionEvent;
  assert.ok(handler !== undefined);
  const context: StationContext = {
    station,
    version: '2.1',
    securityProfile: 0,
    connectedAtMs: clock.epochMs(),
  };
  const { cdrs } = csms.blocks;
  return {
    logic: under,
    cdrs,
    send: async (event: Ocpp21.TransactionEventRequest) =>
      handler(event, context, { action: 'TransactionEvent', messageId: 'm' }),
    /** Time passes, and what is due is done. */
    later: (seconds: number) => clock.advance(seconds * 1000),
    all: async () => (await cdrs.page({}, { limit: 1_000 })).items,
  };
}

function sequence(transactionId: string, updates: number): Ocpp21.TransactionEventRequest[] {
  return [
    transactionEvent(transactionId, 0, 'Started'),
    ...Array.from({ length: updates }, (_, n) => transactionEvent(transactionId, n + 1, 'Updated')),
    transactionEvent(transactionId, updates + 1, 'Ended'),
  ];
}

const DAY_S = 86_400;

describe('a charge detail record', () => {
  it('is sealed once when the transaction is over and complete', async () => {
    const { send, later, all, logic } = await books();
    const heard: CsmsEvent[] = [];
    logic.bus.subscribe({ types: ['cdr'] }, (event) => heard.push(event));
    const [started, ...rest] = sequence('T', 2);
    assert.ok(started !== undefined);
    await send(started);
    await later(DAY_S / 2);
    assert.deepEqual(await all(), []);
    for (const event of rest) await send(event);
    await later(60);
    await later(DAY_S);
    const [cdr, ...others] = await all();
    assert.deepEqual(others, []);
    assert.deepEqual(cdr?.content, {
      format: 'northbound-cdr-1',
      rules: 2,
      number: 1,
      stationId: 'CS-1',
      transactionId: 'T',
      transaction: 1,
      version: '2.1',
      evseId: 1,
      connectorId: 1,
      idToken: 'DRIVER',
      idTokenType: 'ISO14443',
      startedAt: at(0),
      endedAt: at(30),
      durationS: 30,
      stoppedReason: 'Local',
      meterStartWh: 1000,
      meterEndWh: 1300,
      energyWh: 300,
      ledger: { events: 4, decisions: 0 },
      lostSeqNos: [],
      doubts: [],
    });
    assert.equal((await logic.csms.queries.transaction(1))?.cdr, 1);
    assert.equal(heard.length, 1);
    assert.deepEqual(await logic.csms.blocks.cdrs.verify(1), {
      number: 1,
      contentMatches: true,
      hashMatches: true,
    });
  });

  it('waits for what is missing, declares it lost after its time, and is replaced when it comes after all', async () => {
    const { send, later, all, cdrs, logic } = await books();
    const events = sequence('T', 3);
    for (const event of events) if (event.seqNo !== 2) await send(event);
    await later(6 * DAY_S);
    assert.deepEqual(await all(), []);
    await later(2 * DAY_S);
    const [first] = await all();
    assert.deepEqual(first?.content.lostSeqNos, [[2, 2]]);
    assert.deepEqual((await logic.csms.queries.transaction(1))?.lostSeqNos, [[2, 2]]);
    const { items } = await logic.csms.blocks.transactions.story(1, { limit: 99 });
    assert.match(
      items.find(({ kind }) => kind === 'decision')?.proved[0] ?? '',
      /declared lost: 2/,
    );
    const [late] = events.filter(({ seqNo }) => seqNo === 2);
    assert.ok(late !== undefined);
    await send(late);
    await later(60);
    const [superseded, second, ...others] = await all();
    assert.deepEqual(others, []);
    assert.equal(superseded?.supersededBy, 2);
    assert.deepEqual({ ...superseded, supersededBy: 0 }, { ...first, supersededBy: 0 });
    assert.deepEqual([second?.content.supersedes, second?.content.lostSeqNos], [1, []]);
    assert.equal(second?.previousHash, first?.hash);
    for (const number of [1, 2]) {
      assert.deepEqual(await cdrs.verify(number), {
        number,
        contentMatches: true,
        hashMatches: true,
      });
    }
    const inForce = await cdrs.page({ inForce: true }, { limit: 9 });
    assert.deepEqual(
      inForce.items.map(({ number }) => number),
      [2],
    );
  });

  it('is replaced without another wait when a part of what was lost comes', async () => {
    const { send, later, all } = await books();
    const events = sequence('T', 6);
    for (const event of events) if (![2, 3, 5].includes(event.seqNo)) await send(event);
    await later(8 * DAY_S);
    for (const event of events) if (event.seqNo === 3) await send(event);
    await later(60);
    await send(transactionEvent('T', 12, 'Updated'));
    await later(8 * DAY_S);
    for (const event of events) if (event.seqNo === 2) await send(event);
    await later(60);
    assert.deepEqual(
      (await all()).map(({ content }) => content.lostSeqNos),
      [
        [
          [2, 3],
          [5, 5],
        ],
        [
          [2, 2],
          [5, 5],
        ],
        [
          [2, 2],
          [5, 5],
          [8, 11],
        ],
        [
          [5, 5],
          [8, 11],
        ],
      ],
    );
  });

  it('bills the energy of all registers in order, whatever order they came in, and the books say the same', async () => {
    const { send, later, all, logic } = await books();
    const registers = [1_000, 4_000, 0, 3_000, 5_000];
    const events = registers.map((value, seqNo) => {
      const type = seqNo === 0 ? 'Started' : seqNo === 4 ? 'Ended' : 'Updated';
      const timestamp = at(seqNo * 60);
      const meterValue = [{ timestamp, sampledValue: [{ value }] }];
      return transactionEvent('T', seqNo, type, { timestamp, meterValue });
    });
    for (const seqNo of [0, 4, 1, 3, 2]) {
      const event = events[seqNo];
      assert.ok(event !== undefined);
      await send(event);
    }
    const { queries } = logic.csms;
    assert.match((await queries.transaction(1))?.doubts?.[0]?.took ?? '', /came late/);
    await later(600);
    // 3000 before the reset, and 5000 after it.
    assert.equal((await all())[0]?.content.energyWh, 8_000);
    const view = await queries.transaction(1);
    assert.equal(view?.energyWh, 8_000);
    assert.deepEqual(view?.doubts, (await all())[0]?.content.doubts);
    assert.match(view?.doubts?.[0]?.took ?? '', /reset/);
  });

  it('can be checked by anybody who knows SHA-256', async () => {
    const { send, later, all } = await books();
    for (const id of ['A', 'B', 'C']) {
      for (const event of sequence(id, 1)) await send({ ...event, evse: { id: id.charCodeAt(0) } });
    }
    await later(60);
    let previousHash = '0'.repeat(64);
    for (const cdr of await all()) {
      assert.equal(cdr.previousHash, previousHash);
      const text = JSON.stringify(cdr.content, Object.keys(flattened(cdr.content)).sort());
      previousHash = createHash('sha256').update(`${previousHash}\n${text}`).digest('hex');
      assert.equal(cdr.hash, previousHash);
    }
  });

  it('shows when somebody has changed it, or the ledger behind it', async () => {
    const { send, later, cdrs, logic } = await books();
    for (const id of ['A', 'B']) for (const event of sequence(id, 1)) await send(event);
    await later(60);
    const { database } = logic;
    await database.write([
      {
        sql: "UPDATE cdrs SET content = replace(content, '200', '100') WHERE number = 1",
        params: [],
      },
      {
        sql: "UPDATE recent_transaction_events SET meter_values = replace(meter_values, '1200', '1500') WHERE transaction_key = 2",
        params: [],
      },
    ]);
    assert.deepEqual(await cdrs.verify(1), {
      number: 1,
      contentMatches: false,
      hashMatches: false,
    });
    assert.deepEqual(await cdrs.verify(2), { number: 2, contentMatches: false, hashMatches: true });
  });

  it('does not call forged what was sealed by older rules', async () => {
    const { send, later, cdrs, logic } = await books();
    for (const id of ['A', 'B']) for (const event of sequence(id, 1)) await send(event);
    await later(60);
    // As they were before rules were counted: the same bytes, and bytes that the rules of then gave.
    for (const [number, change] of [
      [1, "replace(content, '\"rules\":2,', '')"],
      [2, "replace(replace(content, '\"rules\":2,', ''), '\"energyWh\":', '\"energyWh\":9')"],
    ] as const) {
      const sql = `UPDATE cdrs SET content = ${change} WHERE number = ${number}`;
      await logic.database.write([{ sql, params: [] }]);
    }
    const [same, other] = [await cdrs.verify(1), await cdrs.verify(2)];
    assert.deepEqual([same.contentMatches, same.olderRules], [true, undefined]);
    assert.deepEqual([other.contentMatches, other.olderRules], [false, true]);
  });

  it('continues the chain after a restart, and seals what was not sealed before it', async () => {
    const before = await books();
    for (const event of sequence('A', 1)) await before.send(event);
    await before.later(60);
    for (const event of sequence('B', 1)) await before.send({ ...event, evse: { id: 2 } });
    const { database, clock } = before.logic;
    const after = await books(await logicUnderTest({ database, clock }));
    await after.later(120);
    const [first, second, ...others] = await after.all();
    assert.deepEqual(others, []);
    assert.equal(second?.previousHash, first?.hash);
    assert.deepEqual(await after.cdrs.verify(2), {
      number: 2,
      contentMatches: true,
      hashMatches: true,
    });
  });

  it('is told again from the ledger to the same bytes, whatever came in whatever order and when', async () => {
    const register = fc.integer({ min: 0, max: 6 });
    const arrival = fc.record({
      seqNo: fc.integer({ min: 0, max: 9 }),
      wh: register,
      pauseS: fc.constantFrom(0, 0, 0, 40, 200),
      clock: fc.constantFrom('right', 'right', 'right', '1970', '2099'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(arrival, { minLength: 1, maxLength: 14 }), async (arrivals) => {
        const { send, later, all, cdrs, logic } = await books();
        const { settings } = logic.csms.blocks.transactions;
        await settings.put({ ...settings.current, gapsLostAfterS: 100, silentAfterS: 500 });
        for (const { seqNo, wh, pauseS, clock } of arrivals) {
          const type = seqNo === 0 ? 'Started' : seqNo === 9 ? 'Ended' : 'Updated';
          const timestamp =
            clock === 'right' ? at(seqNo * 60) : `${clock}-01-01T00:00:0${seqNo}.000Z`;
          const meterValue = [{ timestamp, sampledValue: [{ value: wh * 1_000 }] }];
          await send(transactionEvent('T', seqNo, type, { timestamp, meterValue }));
          await later(pauseS);
        }
        await later(1_000);
        const sealed = await all();
        assert.ok(sealed.length > 0);
        for (const { number } of sealed) {
          assert.deepEqual(await cdrs.verify(number), {
            number,
            contentMatches: true,
            hashMatches: true,
          });
        }
        const inForce = sealed.filter(({ supersededBy }) => supersededBy === undefined);
        const transactions = new Set(sealed.map(({ content }) => content.transaction));
        assert.equal(inForce.length, transactions.size);
      }),
      runs(15),
    );
  });
});

describe('an export', () => {
  it('gives the same records as CSV and as JSON, as they were filtered', async () => {
    const { send, later, cdrs, all } = await books();
    for (const id of ['A', 'B,"b"', '=C1', '-2+3+cmd|x']) {
      const [started, ...rest] = sequence(id, 0);
      assert.ok(started !== undefined);
      await send({ ...started, idToken: { idToken: id, type: 'Central' } });
      for (const event of rest) await send(event);
    }
    await later(60);
    const csv = await textOf(csvOf(cdrs, {}));
    const [header, ...lines] = csv.split('\r\n');
    assert.match(header ?? '', /^number,supersedes,/);
    assert.equal(lines.filter((line) => line !== '').length, 4);
    assert.ok(csv.includes('"B,""b"""'));
    for (const formula of ['=C1', '-2+3+cmd|x']) {
      assert.ok(csv.includes(`,'${formula},`), 'no cell is a formula');
    }
    const json: CdrView[] = JSON.parse(await textOf(jsonOf(cdrs, {})));
    assert.deepEqual(json, await all());
    const some: CdrView[] = JSON.parse(
      await textOf(jsonOf(cdrs, { idToken: 'A', from: at(0), to: at(11) })),
    );
    assert.deepEqual(
      some.map(({ number }) => number),
      [1],
    );
    const none = await textOf(jsonOf(cdrs, { stationId: 'CS-9' }));
    assert.deepEqual(JSON.parse(none), []);
  });
});

describe('canonical JSON', () => {
  it('says the same value in the same bytes, and nothing else', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const shuffled = Object.fromEntries(Object.entries(value).toReversed());
        assert.equal(canonicalJson(value), canonicalJson(shuffled));
        assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
      }),
      runs(15),
    );
    assert.equal(
      canonicalJson({ b: 1, a: [1, { d: null, c: '€' }], x: undefined }),
      '{"a":[1,{"c":"€","d":null}],"b":1}',
    );
    assert.throws(() => canonicalJson(Number.NaN), TypeError);
  });
});

async function textOf(pieces: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const piece of pieces) text += piece;
  return text;
}

/** Every name in it, at any depth: what JSON.stringify needs to sort by. */
function flattened(value: object): Record<string, true> {
  const names: Record<string, true> = {};
  for (const [name, member] of Object.entries(value)) {
    names[name] = true;
    if (typeof member === 'object' && member !== null) Object.assign(names, flattened(member));
  }
  return names;
}
