import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { hasMoved, MONITOR_RULES } from './monitor.ts';

const value = fc.integer({ min: -1_000, max: 1_000 });

test('a limit itself is kept, and only one side of it is exceeded', () => {
  const { exceeds: isAbove } = MONITOR_RULES.UpperThreshold;
  const { exceeds: isBelow } = MONITOR_RULES.LowerThreshold;
  assert.ok(isAbove && isBelow);
  fc.assert(
    fc.property(value, value, (actual, limit) => {
      const comparison = { actual: String(actual), target: '', value: limit };
      const sides = [isAbove(comparison), isBelow(comparison)];
      assert.deepEqual(sides, [actual > limit, actual < limit]);
    }),
    runs(),
  );
});

test('N07.FR.22 N07.FR.23: the examples of the standard', () => {
  const absolute = { target: '100', value: 10 };
  const relative = { target: '100', value: 0.1 };
  for (const [actual, isFar] of [
    ['89.9', true],
    ['90', false],
    ['110', false],
    ['110.1', true],
  ] as const) {
    assert.equal(MONITOR_RULES.TargetDelta.exceeds?.({ actual, ...absolute }), isFar);
    assert.equal(MONITOR_RULES.TargetDeltaRelative.exceeds?.({ actual, ...relative }), isFar);
  }
});

test('a delta is a distance for numbers, seconds for moments, and any change for the rest', () => {
  assert.equal(hasMoved({ dataType: 'decimal' }, '20', '25', 5), false);
  assert.equal(hasMoved({ dataType: 'decimal' }, '20', '14.9', 5), true);
  const [from, to] = ['2026-01-01T00:00:00Z', '2026-01-01T01:00:01+01:00'];
  assert.equal(hasMoved({ dataType: 'dateTime' }, from, to, 1), false);
  assert.equal(hasMoved({ dataType: 'dateTime' }, from, '2026-01-01T00:00:02Z', 1), true);
  assert.equal(hasMoved({ dataType: 'boolean' }, 'true', 'false', 100), true);
  assert.equal(hasMoved({ dataType: 'OptionList' }, 'A', 'A', 0), false);
});
