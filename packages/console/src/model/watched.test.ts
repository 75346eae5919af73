import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchedWords } from './watched.ts';

test('a variable has one line, with its place and instances', () => {
  assert.equal(watchedWords({ component: 'FanSpeed', variable: 'Problem' }), 'FanSpeed.Problem');
  assert.equal(
    watchedWords({ component: 'EVSE', evseId: 1, variable: 'Power', variableInstance: 'L1' }),
    'EVSE 1 EVSE.Power[L1]',
  );
  assert.equal(
    watchedWords({ component: 'Connector', evseId: 1, connectorId: 2, variable: 'Problem' }),
    'EVSE 1.2 Connector.Problem',
  );
});
