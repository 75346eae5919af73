import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scheduleSteps } from './schedule.ts';

test('a schedule says from when which limit holds, with its unit', () => {
  assert.deepEqual(
    scheduleSteps({
      evseId: 1,
      duration: 3600,
      scheduleStart: '2026-11-22T12:00:00Z',
      chargingRateUnit: 'A',
      chargingSchedulePeriod: [
        { startPeriod: 0, limit: 16, numberPhases: 3 },
        { startPeriod: 600 },
      ],
    }),
    [
      { from: '2026-11-22T12:00:00.000Z', limit: '16 A', phases: '3' },
      { from: '2026-11-22T12:10:00.000Z', limit: 'none', phases: '–' },
    ],
  );
});
