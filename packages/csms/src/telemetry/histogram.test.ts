import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Histogram } from './histogram.ts';

test('durations are counted in cumulative buckets', () => {
  const histogram = new Histogram();
  for (const ms of [0.4, 1, 3, 70, 45_000]) histogram.observeMs(ms);
  const lines = histogram.text('x_seconds', 'How long.').split('\n');
  assert.deepEqual(lines.slice(0, 5), [
    '# HELP x_seconds How long.',
    '# TYPE x_seconds histogram',
    'x_seconds_bucket{le="0.001"} 2',
    'x_seconds_bucket{le="0.0025"} 2',
    'x_seconds_bucket{le="0.005"} 3',
  ]);
  assert.ok(lines.includes('x_seconds_bucket{le="0.1"} 4'));
  assert.ok(lines.includes('x_seconds_bucket{le="30"} 4'));
  assert.ok(lines.includes('x_seconds_bucket{le="+Inf"} 5'));
  assert.ok(lines.includes('x_seconds_count 5'));
  const [, sum] = lines.find((line) => line.startsWith('x_seconds_sum'))?.split(' ') ?? [];
  assert.ok(Math.abs(Number(sum) - 45.0744) < 1e-9);
});
