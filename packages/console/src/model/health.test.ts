import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDrift, lightRows } from './health.ts';

const nowMs = Date.parse('2026-11-22T12:00:00Z');

test('each light tells what it was judged by', () => {
  const rows = lightRows(
    {
      stationId: 'CS-1',
      link: { light: 'green', reasons: [] },
      application: { light: 'yellow', reasons: ['No Heartbeat for 9 min.'] },
      function: { light: 'red', reasons: ['No answer.'] },
      evidence: {
        connectedSince: '2026-11-22T11:00:00Z',
        connections: 1,
        lastAliveAt: '2026-11-22T11:51:00Z',
        lastAliveBy: 'Heartbeat',
        askedAt: '2026-11-22T11:59:00Z',
      },
    },
    nowMs,
  );
  assert.deepEqual(
    rows.map(({ name, light, evidence }) => [name, light, evidence]),
    [
      ['Link', 'green', 'Connected 1 h ago; 1 connection began within the last hour.'],
      ['Application', 'yellow', 'Its program spoke 9 min ago, by Heartbeat.'],
      ['Function', 'red', 'Asked 1 min ago, no answer so far.'],
    ],
  );
});

test('a clock is ahead or behind, in a unit that fits', () => {
  assert.deepEqual([undefined, 0.4, 3.25, -600, 86_400].map(formatDrift), [
    'not known yet',
    'in step (less than 1 s off)',
    '3.3 s ahead',
    '10 min behind',
    '24.0 h ahead',
  ]);
});
