import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TransactionView } from '@northbound/csms/views';
import { makeTransaction } from '../testing/views.ts';
import { takeChanges } from './transaction-list.ts';

const listed = {
  pages: [{ items: [makeTransaction(5, 'A'), makeTransaction(3, 'B')] }],
  pageParams: [undefined],
};
const changes = (...transactions: TransactionView[]) =>
  new Map(transactions.map((transaction) => [transaction.id, transaction]));

test('a listed transaction changes in place', () => {
  const changed = makeTransaction(3, 'B', { energyWh: 9 });
  const { list, mustReadAgain } = takeChanges(listed, changes(changed), {});
  assert.equal(list.pages[0]?.items[1], changed);
  assert.equal(mustReadAgain, false);
});

test('a new one that fits the filter asks for another read; an old or foreign one does not', () => {
  const ask = (transaction: TransactionView, filter = {}) =>
    takeChanges(listed, changes(transaction), filter).mustReadAgain;
  assert.equal(ask(makeTransaction(6, 'A')), true);
  assert.equal(ask(makeTransaction(6, 'A'), { stationId: 'B' }), false);
  assert.equal(ask(makeTransaction(6, 'A'), { idToken: 'X' }), false);
  assert.equal(ask(makeTransaction(6, 'A'), { active: false }), false);
  assert.equal(ask(makeTransaction(4, 'A')), false);
  const doubts = [{ took: 'a reading', alternatives: [] }];
  const doubtful = makeTransaction(6, 'A', { doubts, startedAt: '2026-11-22T12:00:00.000Z' });
  assert.equal(ask(doubtful, { trouble: 'doubts' }), true);
  assert.equal(ask(doubtful, { trouble: 'gaps' }), false);
  assert.equal(ask(doubtful, { trouble: 'any', from: '2026-11-22T12:00:00.000Z' }), true);
  assert.equal(ask(doubtful, { to: '2026-11-22T12:00:00.000Z' }), false);
});

test('one that no longer fits asks for another read', () => {
  const ended = makeTransaction(5, 'A', { endedAt: '2026-11-22T12:00:00Z' });
  assert.equal(takeChanges(listed, changes(ended), { active: true }).mustReadAgain, true);
});
