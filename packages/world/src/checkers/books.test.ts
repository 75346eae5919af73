import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Csms } from '@northbound/csms';
import type { StationMachine } from '../machines/station-machine.ts';
import { World } from '../simulation/world.ts';
import { checkBooks } from './books.ts';
import type { CheckedStation } from './checked-station.ts';
import type { Past } from './sessions.ts';
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
  readonly answered?: Answered;
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
  const answered = [...world.watches.wire.answered.values()];
  if (wrong.answered !== undefined) answered.push(wrong.answered);
  const { pasts: changed = (all: readonly Past[]) => all } = wrong;
  const { violations } = await checkBooks(csms, [seen], changed(pasts), answered);
  return [...new Set(violations.map(({ rule }) => rule))];
}

test('books that agree with what happened break no rule', async () => {
  assert.deepEqual(await rulesBroken({}), []);
});

test('energy: a contactor through which more flowed, or less', async () => {
  for (const differenceWh of [500, -500]) {
    const readMeter = (evseId: number) => ({
      registerWh: machine.hardware.readMeter(evseId).registerWh + differenceWh,
    });
    assert.deepEqual(await rulesBroken({ station: { hardware: { readMeter } } }), ['energy']);
  }
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

test('answered: a promise that is in no book', async () => {
  const { identity } = machine;
  const lost = { identity, action: 'TransactionEvent', transactionId: 'gone', seqNo: 1 };
  assert.deepEqual(await rulesBroken({ answered: lost }), ['answered']);
});
