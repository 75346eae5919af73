import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../usage-error.ts';
import { stationCommand } from './station.ts';

test('what would have no effect is refused', async () => {
  const usual = { id: 'CS-1', ocpp: '2.1', evses: 1, token: '04AB' } as const;
  await assert.rejects(
    stationCommand('ws://127.0.0.1:1/ocpp', { ...usual, watchdog: 5 }),
    new UsageError('A watchdog needs a flash file: there the station finds out why it was killed.'),
  );
});
