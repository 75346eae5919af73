import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkBody } from '../api/check.ts';
import { orderSchema } from './schemas.ts';

const reset = { command: 'Reset', request: { type: 'OnIdle' } };

function problemsOf(steps: readonly object[]): readonly string[] {
  const { violations } = checkBody(orderSchema, { name: 'x', stations: {}, steps });
  return violations.map(({ path, keyword }) => `${path} ${keyword}`);
}

test('a campaign has a step to begin with, and waits for nothing that never comes', () => {
  assert.deepEqual(problemsOf([reset]), []);
  assert.deepEqual(problemsOf([{ ...reset, until: 'firmwareInstalled' }]), []);
  assert.deepEqual(problemsOf([]), ['$.steps minItems']);
  assert.deepEqual(problemsOf([{ ...reset, until: 'firmwareInstaled' }]), [
    '$.steps[0].until enum',
  ]);
});
