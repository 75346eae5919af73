import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { seededRandom } from '../testing.ts';
import { MessageIds } from './message-ids.ts';

test('ids of many boots are unique and at most 36 characters long', () => {
  const seen = new Set<string>();
  for (let boot = 0; boot < 200; boot++) {
    const ids = new MessageIds(seededRandom(boot));
    for (let count = 0; count < 50; count++) seen.add(ids.next());
  }
  assert.equal(seen.size, 200 * 50);
  for (const id of seen) assert.match(id, /^[0-9a-z]{12}-[0-9a-z]{1,23}$/);
});

test('whatever the random source draws, an id is well formed', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (draw) => {
      assert.match(new MessageIds({ next: () => draw }).next(), /^[0-9a-z]{12}-1$/);
    }),
    runs(),
  );
});
