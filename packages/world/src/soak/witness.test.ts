import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkVisits } from '../checkers/visits.ts';
import { entriesOf, type JournalEntry, lineOf } from './journal.ts';
import { Witness } from './witness.ts';

const here = { at: 0, id: 'A' } as const;

function witnessOf(...entries: readonly JournalEntry[]): { witness: Witness; orders: string[] } {
  const orders: string[] = [];
  const witness = new Witness((order, stationId) => orders.push(`${stationId} ${order}`));
  // Through the file's text, with the line that a killed process did not finish.
  for (const entry of entriesOf(`${entries.map(lineOf).join('')}{"at":5,"id":"A","ty`)) {
    witness.take(entry);
  }
  return { witness, orders };
}

test('a station that was killed saw nobody leave, and everybody is gone when it is back', () => {
  const { witness, orders } = witnessOf(
    { ...here, type: 'powerUp', registersWh: [100] },
    { ...here, type: 'arrived', evseId: 1, registerWh: 100 },
    { ...here, type: 'pluggedIn', evseId: 1 },
    { ...here, type: 'shown', evseId: 1, idToken: 'CARD' },
    { ...here, type: 'order', order: 'order-1' },
    { ...here, type: 'shed', events: 2 },
    { ...here, type: 'powerUp', registersWh: [400] },
    { ...here, type: 'arrived', evseId: 1, registerWh: 400 },
    { ...here, type: 'left', evseId: 1, registerWh: 900 },
  );
  const { cuts, shedEvents, visits } = witness.station('A');
  assert.deepEqual([cuts, shedEvents, orders], [1, 2, ['A order-1']]);
  const [first, second] = visits.get(1)?.all ?? [];
  assert.deepEqual(
    [first?.fromWh, first?.toWh, first?.wasUnseen, first?.acts],
    [
      ...[100, 400, true],
      [{ what: 'plugsIn' }, { what: 'shows', idToken: 'CARD' }, { what: 'plugsOut' }],
    ],
  );
  assert.deepEqual([second?.fromWh, second?.toWh, second?.wasUnseen], [400, 900, false]);
});

test('what was answered is remembered over rounds, and a retry with other content is found', () => {
  const event = (seqNo: number) =>
    JSON.stringify([
      2,
      'm1',
      'TransactionEvent',
      { seqNo, transactionInfo: { transactionId: 'T' } },
    ]);
  const { witness } = witnessOf(
    { ...here, type: 'frame', from: 'station', text: event(4) },
    { ...here, type: 'frame', from: 'csms', text: '[3,"m1",{}]' },
    { ...here, type: 'frame', from: 'station', text: event(5) },
  );
  witness.endRound();
  witness.endRound();
  assert.deepEqual(
    witness.answered.map(({ identity, transactionId, seqNo }) => [identity, transactionId, seqNo]),
    [['A', 'T', 4]],
  );
  assert.deepEqual(
    witness.violations.map(({ rule }) => rule),
    ['retry'],
  );
});

test('a visit that is billed twice, or not at all, is found', () => {
  const { witness } = witnessOf(
    { ...here, type: 'arrived', evseId: 1, registerWh: 0 },
    { ...here, type: 'left', evseId: 1, registerWh: 500 },
  );
  const machine = {
    identity: 'A',
    station: undefined,
    hardware: { readMeter: () => ({ registerWh: 500 }) },
    board: { evses: [], config: {} },
    cuts: 0,
    shedEvents: 0,
    isRotten: false,
  };
  const visits = witness.station('A').visits.get(1)?.all ?? [];
  const past = { machine, evseId: 1, visits, resets: 0, unlocks: 0 };
  const billed = (from: number, to: number) => ({
    id: 1,
    stationId: 'A',
    transactionId: 'T',
    version: '2.1' as const,
    startedAt: '2026-01-01T00:00:00.000Z',
    meterStartWh: from,
    meterLastWh: to,
    energyWh: to - from,
    lastEventAt: '2026-01-01T00:00:00.000Z',
    eventCount: 2,
    missingSeqNos: [],
  });
  assert.deepEqual(checkVisits(past, [billed(0, 200), billed(200, 500)]), []);
  for (const booked of [[], [billed(0, 400)], [billed(0, 500), billed(0, 500)]]) {
    assert.equal(checkVisits(past, booked).length, 1);
  }
});
