import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { seededRandom } from '../testing.ts';
import { backOffWaitS } from './back-off.ts';

const backOff = fc.record({
  waitMinimumS: fc.nat(120),
  repeatTimes: fc.nat(8),
  randomRangeS: fc.nat(60),
});

test('the fixed part doubles up to RepeatTimes, the random part is drawn anew', () => {
  fc.assert(
    fc.property(backOff, fc.nat(30), fc.nat(), (variables, waits, seed) => {
      const { waitMinimumS, repeatTimes, randomRangeS } = variables;
      const waitS = backOffWaitS(waits, variables, seededRandom(seed));
      const fixedS = waitMinimumS * 2 ** Math.min(waits, repeatTimes);
      assert.ok(waitS >= fixedS && waitS <= fixedS + randomRangeS);
    }),
    runs(200),
  );
});

test('30 s, 5 doublings: 30, 60, 120, 240, 480, 960, 960', () => {
  const variables = { waitMinimumS: 30, repeatTimes: 5, randomRangeS: 0 };
  const waits = [0, 1, 2, 3, 4, 5, 6].map((n) => backOffWaitS(n, variables, seededRandom(0)));
  assert.deepEqual(waits, [30, 60, 120, 240, 480, 960, 960]);
});
