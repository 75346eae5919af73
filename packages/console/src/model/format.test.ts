import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  count,
  formatAge,
  formatBytes,
  formatDuration,
  formatEnergy,
  formatLatency,
  formatPercent,
  formatPower,
} from './format.ts';

test('power in the unit that fits', () => {
  assert.deepEqual(
    [undefined, 0, 999.4, 1000, 11_040, -7400, 999_949, 1_234_567].map(formatPower),
    ['–', '0 W', '999 W', '1.0 kW', '11.0 kW', '-7.4 kW', '999.9 kW', '1.23 MW'],
  );
});

test('energy in the unit that fits', () => {
  assert.deepEqual([undefined, 0, 999, 1000, 42_195, 1_500_000].map(formatEnergy), [
    '–',
    '0 Wh',
    '999 Wh',
    '1.00 kWh',
    '42.20 kWh',
    '1.50 MWh',
  ]);
});

test('durations in their two largest units', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  assert.deepEqual(
    [-5, 45 * second, 12 * minute + 5 * second, 3 * hour + 7 * minute, 52 * hour].map(
      formatDuration,
    ),
    ['0 s', '45 s', '12 min 05 s', '3 h 07 min', '2 d 4 h'],
  );
});

test('ages are coarse, and a clock that is ahead is now', () => {
  const now = Date.parse('2026-11-22T12:00:00Z');
  const age = (at: string | undefined) => formatAge(at, now);
  assert.equal(age(undefined), '–');
  assert.equal(age('what'), '–');
  assert.equal(age('2026-11-22T13:00:00Z'), 'now');
  assert.equal(age('2026-11-22T11:59:58Z'), 'now');
  assert.equal(age('2026-11-22T11:59:20Z'), '40 s ago');
  assert.equal(age('2026-11-22T11:30:00Z'), '30 min ago');
  assert.equal(age('2026-11-22T01:00:00Z'), '11 h ago');
  assert.equal(age('2026-11-01T12:00:00Z'), '21 d ago');
});

test('small things', () => {
  assert.equal(formatPercent(79.6), '80 %');
  assert.equal(formatPercent(undefined), '–');
  assert.equal(formatLatency(0), '< 1 ms');
  assert.equal(formatLatency(12), '12 ms');
  assert.equal(formatLatency(1540), '1.5 s');
  assert.equal(formatBytes(900), '900 B');
  assert.equal(formatBytes(2048), '2.0 kB');
  assert.equal(count(1, 'station'), '1 station');
  assert.equal(count(10_000, 'station'), '10,000 stations');
});
