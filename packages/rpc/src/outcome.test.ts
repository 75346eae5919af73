import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RpcCallError } from './outcome.ts';

test('what `call` throws says in one line how the call ended', () => {
  const violation = {
    path: '$.status',
    keyword: 'required',
    limit: 'status',
    actual: undefined,
    code: 'OccurrenceConstraintViolation',
    message: '$.status is missing.',
  } as const;
  const messages = (
    [
      { outcome: 'refused', code: 'NotSupported', description: '', details: {} },
      { outcome: 'timedOut', sent: true },
      { outcome: 'timedOut', sent: false },
      { outcome: 'closed', sent: true },
      { outcome: 'closed', sent: false },
      { outcome: 'invalidAnswer', violations: [violation], payload: {} },
      { outcome: 'invalidAnswer', violations: [], payload: 7 },
      { outcome: 'replaced' },
      { outcome: 'queueFull' },
    ] as const
  ).map((outcome) => new RpcCallError('Reset', outcome).message);
  assert.deepEqual(messages, [
    'Reset: refused with NotSupported',
    'Reset: no answer in time',
    'Reset: not sent in time, others waited for answers',
    'Reset: the connection closed before the answer came',
    'Reset: the connection closed before it was sent',
    'Reset: the answer does not validate: $.status is missing.',
    'Reset: the answer does not validate: not an object',
    'Reset: a newer call replaced it',
    'Reset: the queue is full',
  ]);
});
