import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maxPowerW } from './config.ts';

test('the most that an EVSE can deliver: what its phases carry, or its DC output', () => {
  const supply = { connectors: [{ type: 'cType2' }], maxCurrentA: 32, voltageV: 230 } as const;
  assert.equal(maxPowerW({ ...supply, phases: 3 }), 22_080);
  assert.equal(maxPowerW({ ...supply, phases: 1 }), 7_360);
  const dc = { maxPowerW: 150_000, nominalVoltageV: 400 };
  assert.equal(maxPowerW({ ...supply, phases: 3, dc }), 150_000);
});
