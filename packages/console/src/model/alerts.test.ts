import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actorsText, alertsPerStation, severityTone } from './alerts.ts';

test('who must act is said in order', () => {
  assert.equal(actorsText(['technician', 'operator']), 'a technician, then the operator');
});

test('frequency is by station, and unknown without stations', () => {
  const frequency = { code: 'CX001', name: 'ConnectorLockFailure', alerts: 6, stations: 4 };
  assert.equal(alertsPerStation(frequency), 1.5);
  assert.equal(alertsPerStation({ ...frequency, stations: 0 }), undefined);
});

test('the worst severities are the loudest', () => {
  assert.deepEqual([0, 3, 9].map(severityTone), ['faulted', 'suspended', 'unavailable']);
});
