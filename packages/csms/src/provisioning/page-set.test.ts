import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { PageSet } from './page-set.ts';

test('a page set holds what was added, whatever the order', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 80 }), (pages) => {
      const set = new PageSet();
      for (const page of pages) assert.equal(set.add(page), true);
      const expected = new Set(pages);
      const highest = Math.max(-1, ...pages);
      for (let page = 0; page <= 61; page += 1) assert.equal(set.has(page), expected.has(page));
      const missing = set
        .missing(highest)
        .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
      const absent = Array.from({ length: highest + 1 }, (_, page) => page).filter(
        (page) => !expected.has(page),
      );
      assert.deepEqual(missing, absent);
      if (highest >= 0) assert.equal(set.hasAllUpTo(highest), absent.length === 0);
    }),
    runs(),
  );
});

test('pages numbered at random are not followed for ever', () => {
  const set = new PageSet();
  for (let page = 0; page < 400; page += 2) assert.equal(set.add(page), true);
  assert.equal(set.add(1_000), false);
  assert.equal(set.add(1), true);
  assert.equal(set.add(1_000), true);
});
