import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addPowerSample, type PowerSample, sparklinePath } from './power-history.ts';

test('a sample every two seconds, five minutes of them', () => {
  let history: readonly PowerSample[] = [];
  for (let atMs = 0; atMs <= 600_000; atMs += 500) {
    history = addPowerSample(history, { atMs, powerW: atMs });
  }
  assert.equal(history.length, 150);
  assert.equal(history.at(-1)?.atMs, 600_000);
  assert.equal(history[0]?.atMs, 302_000);
});

test('the line spans the box, from zero or from what flows back', () => {
  const samples = (...powers: number[]) =>
    powers.map((powerW, index) => ({ atMs: index * 1000, powerW }));
  assert.equal(sparklinePath([], 10, 10), '');
  assert.equal(sparklinePath(samples(5), 10, 10), '');
  assert.equal(sparklinePath(samples(0, 50, 100), 10, 10), 'M0.0 10.0L5.0 5.0L10.0 0.0');
  assert.equal(sparklinePath(samples(-50, 50), 10, 10), 'M0.0 10.0L10.0 0.0');
  assert.equal(sparklinePath(samples(0, 0), 10, 10), 'M0.0 10.0L10.0 10.0');
});
