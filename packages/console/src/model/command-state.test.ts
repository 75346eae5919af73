import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commandState } from './command-state.ts';

test("a command's end in words: what the station said, or why it never left", () => {
  assert.equal(commandState({ state: 'answered', accepted: true }).words, 'accepted');
  assert.equal(commandState({ state: 'answeredLate', accepted: false }).words, 'declined, late');
  assert.deepEqual(commandState({ state: 'queued' }), {
    words: 'waits for its station',
    tone: 'charging',
  });
});
