import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Station } from '../stations/station.ts';
import { chunked } from './chunks.ts';
import { isSameValue } from './same-value.ts';
import { fits } from './template-filter.ts';

test('values that mean the same are the same', () => {
  assert.ok(isSameValue('TRUE', 'true', 'boolean'));
  assert.ok(isSameValue('10', '10.0', 'decimal'));
  assert.ok(!isSameValue('', '0', 'integer'));
  assert.ok(isSameValue('A, B', 'B,A', 'MemberList'));
  assert.ok(!isSameValue('A,B', 'B,A', 'SequenceList'));
  assert.ok(isSameValue('2026-01-01T00:00:00Z', '2026-01-01T01:00:00+01:00', 'dateTime'));
  assert.ok(!isSameValue('a', 'A', 'string'));
});

test('messages are as long as the station takes them', () => {
  const items = Array.from({ length: 5 }, (_, i) => ({ i, text: 'x'.repeat(100) }));
  const lengths = (limits: object) => chunked(items, limits).map((chunk) => chunk.length);
  assert.deepEqual(lengths({}), [1, 1, 1, 1, 1]);
  assert.deepEqual(lengths({ items: 3 }), [3, 2]);
  assert.deepEqual(lengths({ items: 10, bytes: 400 }), [2, 2, 1]);
  assert.deepEqual(lengths({ items: 10, bytes: 10 }), [1, 1, 1, 1, 1]);
});

test('a filter fits what it says, with stars for any text', () => {
  const station = new Station({
    id: 'CS-1',
    admission: 'Known',
    securityProfile: 0,
    model: 'DC-350-EU',
    firmwareVersion: '1.4.2',
    version: '2.1',
  });
  const models = ['DC-*', '*-EU', 'dc-350-eu', 'D*350*EU', '*'];
  for (const model of models) assert.ok(fits({ model }, station, []), model);
  for (const model of ['DC', '*-US', 'DC-350-EU*X', 'DC-350-EU-*EU']) {
    assert.ok(!fits({ model }, station, []), model);
  }
  assert.ok(fits({ firmwareVersion: '1.4.*', version: '2.1', group: 'G' }, station, ['G']));
  assert.ok(!fits({ version: '1.6' }, station, []));
  assert.ok(!fits({ vendor: '*' }, station, []));
});
