import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyNames, splitNames } from './names.ts';

test('names are split at commas, each once', () => {
  assert.deepEqual(splitNames(' North Harbour,Depot ,, Depot'), ['North Harbour', 'Depot']);
});

test('what others have changed meanwhile stays so', () => {
  const change = { before: ['Depot', 'Pilot'], after: ['Depot', 'Fleet A'] };
  assert.deepEqual(applyNames(['Depot', 'Pilot'], change), ['Depot', 'Fleet A']);
  assert.deepEqual(applyNames(['Pilot', 'Night', 'Fleet A'], change), ['Night', 'Fleet A']);
});
