import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { listHref, readRoute, stationHref, takeKey, transactionHref } from './route.ts';

test('addresses lead to their pages', () => {
  assert.equal(readRoute('').page, 'fleet');
  assert.equal(readRoute('#/').page, 'fleet');
  assert.equal(readRoute('#/tokens').page, 'tokens');
  assert.equal(readRoute('#/keys').page, 'keys');
  assert.equal(readRoute('#/transactions?state=active').page, 'transactions');
  assert.deepEqual(readRoute(transactionHref(12)), { page: 'transaction', id: 12 });
  assert.equal(readRoute('#/transactions/12a').page, 'unknown');
  assert.equal(readRoute('#/stations').page, 'unknown');
  assert.equal(readRoute('#/stations/A/B').page, 'unknown');
});

test('any identity survives the address', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: 'binary' }), (stationId) => {
      const isWellFormed = stationId.isWellFormed();
      fc.pre(isWellFormed);
      const route = readRoute(stationHref(stationId, 'call'));
      assert.ok(route.page === 'station');
      assert.equal(route.stationId, stationId);
      assert.equal(route.query.get('tab'), 'call');
    }),
  );
});

test('a damaged escape is taken as it is', () => {
  const route = readRoute('#/stations/%E0%A4%A');
  assert.ok(route.page === 'station');
  assert.equal(route.stationId, '%E0%A4%A');
});

test('only filled filters stand in the address', () => {
  assert.equal(listHref('', { search: '', version: '' }), '#/');
  assert.equal(
    listHref('transactions', { station: 'A B', token: '' }),
    '#/transactions?station=A+B',
  );
});

test('a key is taken out of the address, wherever it stands', () => {
  assert.deepEqual(takeKey('#key=abc'), { key: 'abc', hash: '#' });
  assert.deepEqual(takeKey('#/stations/A?key=abc'), { key: 'abc', hash: '#/stations/A' });
  assert.deepEqual(takeKey('#/stations/A?key=abc&tab=call'), {
    key: 'abc',
    hash: '#/stations/A?tab=call',
  });
  assert.deepEqual(takeKey('#/stations/key=abc'), { key: undefined, hash: '#/stations/key=abc' });
  assert.deepEqual(takeKey(''), { key: undefined, hash: '' });
});
