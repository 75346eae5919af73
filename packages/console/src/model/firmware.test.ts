import assert from 'node:assert/strict';
import { test } from 'node:test';
import { updateProgress } from './firmware.ts';

test('an update runs from step to step, and ends well or badly', () => {
  assert.deepEqual(updateProgress({ state: 'Requested' }), {
    tone: 'running',
    words: 'Requested',
    step: 0,
    steps: 9,
  });
  assert.equal(updateProgress({ state: 'Running', status: 'Downloading' }).step, 2);
  assert.equal(updateProgress({ state: 'Failed', status: 'InvalidSignature' }).tone, 'bad');
  assert.equal(
    updateProgress({ state: 'Confirmed', status: 'InstallRebooting' }).words,
    'Confirmed',
  );
});
