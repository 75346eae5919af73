import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Csms, TransactionView } from '@northbound/csms';
import type { StationMachine } from '../machines/station-machine.ts';
import { checkPromises } from '../simulation/promises.ts';
import { World } from '../simulation/world.ts';
import type { Books } from './booked.ts';
import { checkBooks } from './books.ts';
import type { CheckedStation } from './checked-station.ts';
import { checkFailures } from './failures.ts';
import type { Past } from './past.ts';
import type { Answered } from './wire-watch.ts';

/** One quiet world whose books are right, and checkers that look at it with something wrong. */
let world: World;
let csms: Csms;
let machine: StationMachine;

before(async () => {
  world = await World.create({ seed: 6, stations: 1, days: 1, faults: [] });
  await world.live();
  const [first] = world.stations;
  const { csms: running } = world.csms;
  assert.ok(first !== undefined && running !== undefined);
  machine = first;
  csms = running;
});
after(() => world.end());

async function rulesBroken(wrong: {
  readonly station?: Partial<CheckedStation>;
  readonly pasts?: (pasts: readonly Past[]) => readonly Past[];
  readonly answered?: (right: readonly Answered[]) => readonly Answered[];
  /** What the books say in place of what they say. */
  readonly transaction?: (right: TransactionView) => TransactionView;
  readonly record?: (right: CdrView) => readonly CdrView[];
  readonly verified?: Partial<Verified>;
}): Promise<readonly string[]> {
  const seen: CheckedStation = {
    identity: machine.identity,
    station: machine.station,
    hardware: machine.hardware,
    board: machine.board,
    cuts: machine.cuts,
    shedEvents: machine.shedEvents,
    isRotten: machine.isRotten,
    ...wrong.station,
  };
  const pasts = world.pasts().map((past) => ({ ...past, machine: seen }));
  const all = [...world.watches.wire.answered.values()];
  const answered = wrong.answered?.(all) ?? all;
  const { pasts: changed = (right: readonly Past[]) => right } = wrong;
  const { violations } = await checkBooks(booksWith(wrong), [seen], changed(pasts), answered);
  return [...new Set(violations.map(({ rule }) => rule))];
}

type Cdrs = Csms['blocks']['cdrs'];
type CdrView = ReturnType<Cdrs['pages']> extends AsyncGenerator<readonly (infer R)[]> ? R : never;
type Verified = Awaited<ReturnType<Cdrs['verify']>>;

function booksWith({
  transaction = (right) => right,
  record = (right) => [right],
  verified,
}: Pick<Parameters<typeof rulesBroken>[0], 'transaction' | 'record' | 'verified'>): Books {
  const { queries, blocks } = csms;
  return {
    queries: {
      station: (id) => queries.station(id),
      transactionEvents: (id, page) => queries.transactionEvents(id, page),
      transactions: async (filter) => {
        const page = await queries.transactions(filter);
        return { ...page, items: page.items.map(transaction) };
      },
    },
    blocks: {
      cdrs: {
        async *pages(filter) {
          for await (const page of blocks.cdrs.pages(filter)) yield page.flatMap(record);
        },
        verify: async (number) => ({ ...(await blocks.cdrs.verify(number)), ...verified }),
      },
    },
  };
}

test('books that agree with what happened break no rule', async () => {
  assert.deepEqual(await rulesBroken({}), []);
});

test('energy: a contactor through which more flowed, or less', async () => {
  for (const differenceWh of [2, -2]) {
    const readMeter = (evseId: number) => ({
      registerWh: machine.hardware.readMeter(evseId).registerWh + differenceWh,
    });
    assert.deepEqual(await rulesBroken({ station: { hardware: { readMeter } } }), ['energy']);
  }
});

test('energy: where books and meter part is told', async () => {
  const all = (await csms.queries.transactions({ limit: 500 })).items;
  const [first, second, third] = all
    .filter(({ evseId, energyWh = 0 }) => evseId === 1 && energyWh > 1)
    .toSorted((a, b) => (a.meterStartWh ?? 0) - (b.meterStartWh ?? 0));
  assert.ok(first !== undefined && second !== undefined && third !== undefined);
  const without = (id: number) => (right: TransactionView) =>
    right.id === id ? { ...right, energyWh: 0 } : right;
  const told = async (id: number) => {
    const pasts = world.pasts();
    const books = booksWith({ transaction: without(id) });
    const { violations } = await checkBooks(books, [machine], pasts, []);
    return violations.find(({ rule }) => rule === 'energy')?.what ?? '';
  };
  const { energyWh: lost = 0 } = second;
  const between = `; ${lost.toFixed(1)} Wh between transactions ${first.transactionId} and ${third.transactionId}`;
  assert.ok((await told(second.id)).endsWith(between), await told(second.id));
  assert.match(await told(first.id), new RegExp(`Wh before transaction ${second.transactionId}$`));
});

test('token: energy of somebody whose visit nobody saw', async () => {
  const pasts = (all: readonly Past[]) => all.map((past) => ({ ...past, visits: [] }));
  const rules = await rulesBroken({ pasts });
  assert.ok(rules.includes('token') && rules.includes('reason'), rules.join());
});

test('connection, queue, agreement: a station that is elsewhere than the CSMS believes', async () => {
  const state = machine.station?.state();
  assert.ok(state !== undefined);
  const station = {
    state: () => ({
      ...state,
      connected: false,
      queuedEvents: 1,
      evses: state.evses.map((evse) => ({ ...evse, transactionId: 'still there' })),
    }),
  };
  assert.deepEqual(await rulesBroken({ station: { station } }), [
    'connection',
    'queue',
    'agreement',
  ]);
  assert.deepEqual(await rulesBroken({ station: { station: undefined } }), ['power']);
});

test('kept: a station that the CSMS has never heard of cannot be asked', async () => {
  const asked = checkPromises(csms, { identity: 'CS-9' }, []);
  assert.deepEqual(
    (await asked).map(({ rule, place }) => [rule, place]),
    [['kept', 'CS-9']],
  );
});

test('answered: a promise that is in no book', async () => {
  const { identity } = machine;
  const lost = { identity, action: 'TransactionEvent', transactionId: 'gone', seqNo: 1 };
  assert.deepEqual(await rulesBroken({ answered: (right) => [...right, lost] }), ['answered']);
  // Under its number stands what happened at another time, or with fewer samples.
  for (const content of ['2026-01-05T00:00:00.000Z 3', '']) {
    const answered = (right: readonly Answered[]) => {
      const [first, ...others] = right;
      assert.ok(first?.content !== undefined);
      return [{ ...first, content: content || `${first.content}0` }, ...others];
    };
    assert.deepEqual(await rulesBroken({ answered }), ['answered']);
  }
});

test('ended: a transaction that is open at the end, or was closed for want of its Ended', async () => {
  const isOpen = ({ endedAt: _open, ...rest }: TransactionView) => rest;
  assert.ok((await rulesBroken({ transaction: isOpen })).includes('ended'));
  const isClosed = ({ stoppedReason: _none, ...rest }: TransactionView) => rest;
  assert.deepEqual(await rulesBroken({ transaction: isClosed }), ['ended']);
});

test('ended: a transaction of 1.6 is ended by its StopTransaction', async () => {
  const as16 = (right: TransactionView): TransactionView => ({ ...right, version: '1.6' });
  const stopOf = ({ id }: TransactionView) => ({
    ...{ identity: machine.identity, action: 'StopTransaction', transactionId: String(id) },
  });
  const { items } = await csms.queries.transactions({ limit: 500 });
  // The books of 2.x know the events of a transaction by another name than those of 1.6.
  const wrong = { transaction: as16, answered: () => items.map(stopOf) };
  assert.ok(!(await rulesBroken(wrong)).includes('ended'));
  const answered = () => items.slice(1).map(stopOf);
  assert.ok((await rulesBroken({ ...wrong, answered })).includes('ended'));
});

test('energy: billed where no EVSE is', async () => {
  const nowhere = (right: TransactionView) => ({ ...right, evseId: 9 });
  assert.ok((await rulesBroken({ transaction: nowhere })).includes('energy'));
  const station = { isRotten: true };
  const onlyHere = { pasts: () => [], station };
  assert.deepEqual(await rulesBroken(onlyHere), []);
  assert.deepEqual(await rulesBroken({ ...onlyHere, transaction: nowhere }), ['energy']);
  // Where it was said in the Started that flash has lost.
  const unknown = {
    ...onlyHere,
    transaction: ({ evseId: _lost, ...rest }: TransactionView) => rest,
  };
  const answered = (right: readonly Answered[]) =>
    right.filter(({ startedBy }) => startedBy === undefined);
  assert.deepEqual(await rulesBroken(unknown), ['energy']);
  assert.deepEqual(await rulesBroken({ ...unknown, answered }), []);
  const elsewhere = { ...onlyHere, transaction: nowhere, answered };
  assert.deepEqual(await rulesBroken(elsewhere), ['energy']);
});

test('overlap: two transactions that bill the same energy', async () => {
  const last = Math.max(...(await csms.queries.transactions({ limit: 500 })).items.map(energyOf));
  // The largest reaches far into its neighbours.
  const transaction = (right: TransactionView) =>
    energyOf(right) < last
      ? right
      : { ...right, meterStartWh: 0, meterLastWh: Number.MAX_SAFE_INTEGER };
  assert.ok((await rulesBroken({ transaction })).includes('overlap'));
});

test('numbers: events that are missing, of which the station has shed none', async () => {
  const transaction = (right: TransactionView) => ({ ...right, missingSeqNos: [[2, 3] as const] });
  assert.deepEqual(await rulesBroken({ transaction }), ['numbers']);
  assert.deepEqual(await rulesBroken({ transaction, station: { shedEvents: 1_000 } }), []);
});

test('ended: what the station had no room to tell is asked of nobody', async () => {
  const transaction = ({ stoppedReason: _, ...right }: TransactionView) => right;
  assert.ok((await rulesBroken({ transaction })).includes('ended'));
  assert.deepEqual(await rulesBroken({ transaction, station: { hasLostBills: true } }), []);
});

test('records: none, two, one of another energy, one that the ledger or the chain disowns', async () => {
  assert.deepEqual(await rulesBroken({ record: () => [] }), ['records']);
  assert.deepEqual(await rulesBroken({ record: (right) => [right, right] }), ['records']);
  const record = (right: CdrView) => [{ ...right, content: { ...right.content, energyWh: -1 } }];
  assert.deepEqual(await rulesBroken({ record }), ['records']);
  assert.deepEqual(await rulesBroken({ verified: { contentMatches: false } }), ['records']);
  assert.deepEqual(await rulesBroken({ verified: { hashMatches: false } }), ['records']);
});

test('records: of a transaction whose start flash has lost there is none yet', async () => {
  const wrong = { record: () => [], station: { isRotten: true } };
  assert.deepEqual(await rulesBroken(wrong), ['records']);
  const answered = (right: readonly Answered[]) =>
    right.filter(({ startedBy }) => startedBy === undefined);
  assert.deepEqual(await rulesBroken({ ...wrong, answered }), []);
  assert.deepEqual(await rulesBroken({ record: () => [], answered }), ['records']);
});

test('records: of what is not over, of what is in no book, and of another energy where numbers are missing', async () => {
  const isOpen = ({ endedAt: _open, ...rest }: TransactionView) => rest;
  assert.ok((await rulesBroken({ transaction: isOpen })).includes('records'));
  const record = (right: CdrView) => [{ ...right, content: { ...right.content, transaction: -1 } }];
  assert.deepEqual(await rulesBroken({ record }), ['records']);
  const shed = { station: { shedEvents: 1_000 } };
  const transaction = (right: TransactionView) => ({ ...right, missingSeqNos: [[2, 3] as const] });
  const other = (right: CdrView) => [{ ...right, content: { ...right.content, energyWh: -1 } }];
  assert.deepEqual(await rulesBroken({ ...shed, transaction, record: other }), ['records']);
});

test('failure: somebody reports something as broken', () => {
  assert.deepEqual(checkFailures('CSMS', []), []);
  const [found] = checkFailures('CS-1', [new Error('a handler threw')]);
  assert.deepEqual(found, { rule: 'failure', place: 'CS-1', what: 'Error: a handler threw' });
});

function energyOf({ energyWh = 0 }: TransactionView): number {
  return energyWh;
}
