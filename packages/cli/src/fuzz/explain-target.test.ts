import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fuzzFrames } from '@northbound/world/fuzz';
import { explainTargets } from './explain-target.ts';

test('damaged frames are explained, and what is wrong with them is found', async () => {
  const count = 600 * Number(process.env.NB_FUZZ ?? 1);
  const { failure } = await fuzzFrames({ seed: 1, count, targets: [explainTargets] });
  assert.equal(failure, undefined);
});
