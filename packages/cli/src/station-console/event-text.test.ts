import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionReport } from '@northbound/rpc';
import { eventText } from './event-text.ts';

const at = '2026-01-01T00:00:00.000Z';
const told = (report: SessionReport) => eventText({ at, type: 'report', report });

test('what came to nothing says why', () => {
  const violation = {
    path: '$.currentTime',
    keyword: 'required',
    limit: 'currentTime',
    actual: undefined,
    code: 'OccurrenceConstraintViolation',
    message: '$ must have currentTime.',
  } as const;
  const messageId = '7';
  const action = 'Heartbeat';
  assert.equal(
    told({ kind: 'invalidAnswer', action, messageId, violations: [violation] }),
    '00:00:00.000 the answer to Heartbeat is not valid: $ must have currentTime.',
  );
  assert.equal(
    told({ kind: 'notSent', action, reason: 'the link is stalled' }),
    '00:00:00.000 Heartbeat was not sent: the link is stalled',
  );
  assert.equal(
    told({ kind: 'answerToNothing', messageId }),
    '00:00:00.000 7 answers no call of the station',
  );
});

test('what the frames tell is not told twice', () => {
  const code = 'NotImplemented';
  assert.equal(told({ kind: 'answerRejected', messageId: '7', code, description: '' }), undefined);
});
