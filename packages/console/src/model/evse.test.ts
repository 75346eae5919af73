import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evseWords } from './evse.ts';

test('an EVSE is described as far as its station tells', () => {
  assert.equal(evseWords(undefined), '');
  assert.equal(
    evseWords({
      evseId: 1,
      knownFrom: ['deviceModel'],
      maxPowerW: 22_080,
      supplyPhases: 3,
      connectors: [{ connectorId: 1, connectorType: 'sType2' }, { connectorId: 2 }],
    }),
    'sType2 · up to 22.1 kW · 3 phases',
  );
});
