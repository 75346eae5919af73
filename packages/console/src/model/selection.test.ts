import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hiddenSelected, selectShown, shownSelected } from './selection.ts';

test('what a filter hides stays selected, and is said', () => {
  const ids = new Set(['A', 'B']);
  const selected = { ids, shown: ['B', 'C'] };
  assert.equal(shownSelected(selected), 'some');
  assert.equal(hiddenSelected(selected), 1);
  assert.deepEqual([...selectShown(selected, true)], ['A', 'B', 'C']);
  assert.deepEqual([...selectShown(selected, false)], ['A']);
  assert.equal(shownSelected({ ids, shown: ['C', 'D'] }), 'none');
  assert.equal(hiddenSelected({ ids, shown: ['C', 'D'] }), 2);
  assert.equal(shownSelected({ ids, shown: ['B', 'A'] }), 'all');
  assert.equal(shownSelected({ ids, shown: [] }), 'none');
});
