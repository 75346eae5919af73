import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Command } from '@northbound/client';
import { commandState, STATE_CHOICES } from './command-state.ts';

test("a command's end in words: what the station said, or why it never left", () => {
  assert.equal(commandState({ state: 'answered', accepted: true }).words, 'accepted');
  assert.equal(commandState({ state: 'answeredLate', accepted: false }).words, 'declined, late');
  assert.deepEqual(commandState({ state: 'queued' }), {
    words: 'waits for its station',
    tone: 'charging',
  });
});

test('commands in each state can be looked for', () => {
  // Compiles only with every state that there is.
  const every: Readonly<Record<Command['state'], true>> = {
    queued: true,
    sent: true,
    answered: true,
    answeredLate: true,
    refused: true,
    invalidAnswer: true,
    timedOut: true,
    notSent: true,
    unknown: true,
    expired: true,
    cancelled: true,
  };
  const choices = STATE_CHOICES.map(([state]) => state);
  assert.deepEqual(new Set(choices), new Set(['', ...Object.keys(every)]));
});
