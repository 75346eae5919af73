import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyWords, splitWords } from './words.ts';

test('names are split at commas, each once', () => {
  assert.deepEqual(splitWords(' North Harbour,Depot ,, Depot'), ['North Harbour', 'Depot']);
});

test('what others have changed meanwhile stays so', () => {
  const change = { before: ['Depot', 'Pilot'], after: ['Depot', 'Fleet A'] };
  assert.deepEqual(applyWords(['Depot', 'Pilot'], change), ['Depot', 'Fleet A']);
  assert.deepEqual(applyWords(['Pilot', 'Night', 'Fleet A'], change), ['Night', 'Fleet A']);
});
