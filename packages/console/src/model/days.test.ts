import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayEnd, dayStart } from './days.ts';

test('a day is from its first moment to the first of the next, whatever its length', () => {
  assert.equal(dayStart('2026-03-29'), new Date(2026, 2, 29).toISOString());
  assert.equal(dayEnd('2026-12-31'), new Date(2027, 0, 1).toISOString());
  assert.equal(dayStart(''), undefined);
  assert.equal(dayEnd('soon'), undefined);
});
