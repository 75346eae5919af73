import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextIndex } from './list-keys.ts';
import { answeredStatus } from './outcome.ts';
import { readShortcut } from './shortcuts.ts';

test('arrow keys move through a list and stop at its ends', () => {
  assert.equal(nextIndex('ArrowDown', -1, 3), 0);
  assert.equal(nextIndex('ArrowDown', 2, 3), 2);
  assert.equal(nextIndex('ArrowUp', 0, 3), 0);
  assert.equal(nextIndex('End', 0, 3), 2);
  assert.equal(nextIndex('Home', 2, 3), 0);
  assert.equal(nextIndex('a', 0, 3), undefined);
  assert.equal(nextIndex('ArrowDown', -1, 0), undefined);
});

test('shortcuts go to places after g', () => {
  assert.deepEqual(readShortcut('g', 't'), { does: 'go', to: '#/tokens' });
  assert.equal(readShortcut('x', 't'), undefined);
  assert.deepEqual(readShortcut('', '/'), { does: 'search' });
  assert.deepEqual(readShortcut('g', '?'), { does: 'help' });
});

test("an answer's status, where it has one", () => {
  assert.equal(answeredStatus({ status: 'Accepted' }), 'Accepted');
  assert.equal(answeredStatus({ status: 1 }), undefined);
  assert.equal(answeredStatus(null), undefined);
});
