import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anyCharacter, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { listHref, listOf, readRoute, stationHref, takeSecret, transactionHref } from './route.ts';

test('addresses lead to their pages', () => {
  assert.equal(listOf(readRoute('')), '');
  assert.equal(listOf(readRoute('#/')), '');
  assert.equal(listOf(readRoute('#/tokens')), 'tokens');
  assert.equal(listOf(readRoute('#/transactions?state=active')), 'transactions');
  assert.equal(listOf(readRoute('#/campaigns/3')), 'campaigns');
  assert.equal(listOf(readRoute('#/stations/CS-1')), '');
  assert.equal(listOf(readRoute('#/nowhere')), undefined);
  assert.deepEqual(readRoute('#/campaigns/3'), { page: 'campaign', id: 3 });
  assert.deepEqual(readRoute(transactionHref(12)), { page: 'transaction', id: 12 });
  assert.equal(readRoute('#/transactions/12a').page, 'unknown');
  assert.equal(readRoute('#/stations').page, 'unknown');
  assert.equal(readRoute('#/stations/A/B').page, 'unknown');
});

test('any identity survives the address', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1, unit: anyCharacter }), (stationId) => {
      const isWellFormed = stationId.isWellFormed();
      fc.pre(isWellFormed);
      const route = readRoute(stationHref(stationId, 'call'));
      assert.ok(route.page === 'station');
      assert.equal(route.stationId, stationId);
      assert.equal(route.query.get('tab'), 'call');
    }),
    runs(),
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

test('a secret is taken out of the address, wherever it stands', () => {
  const take = (hash: string) => takeSecret(hash, 'key');
  assert.deepEqual(take('#key=abc'), { secret: 'abc', hash: '#' });
  assert.deepEqual(take('#/stations/A?key=abc'), { secret: 'abc', hash: '#/stations/A' });
  assert.deepEqual(take('#/stations/A?key=abc&tab=call'), {
    secret: 'abc',
    hash: '#/stations/A?tab=call',
  });
  assert.deepEqual(take('#/stations/key=abc'), { secret: undefined, hash: '#/stations/key=abc' });
  assert.deepEqual(take(''), { secret: undefined, hash: '' });
  assert.deepEqual(takeSecret('#invitation=nbi_1', 'invitation'), { secret: 'nbi_1', hash: '#' });
});
