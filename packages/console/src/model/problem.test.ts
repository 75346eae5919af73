import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readProblem } from './problem.ts';

test('a problem document with violations', () => {
  const body = JSON.stringify({
    type: 'urn:northbound:problem:invalidPayload',
    title: 'The payload does not fit',
    violations: [{ path: '$.type', keyword: 'enum', message: '$.type must be one of A, B' }, 7],
  });
  assert.deepEqual(readProblem(422, 'Unprocessable Entity', body), {
    status: 422,
    title: 'The payload does not fit',
    detail: undefined,
    code: 'invalidPayload',
    violations: [
      { path: '$.type', message: '$.type must be one of A, B' },
      { path: '$', message: 'is not valid' },
    ],
    callError: undefined,
  });
});

test("a station's CALLERROR", () => {
  const callError = { errorCode: 'NotSupported', errorDescription: 'no', errorDetails: { a: 1 } };
  const problem = readProblem(502, '', JSON.stringify({ title: 'Refused', callError }));
  assert.deepEqual(problem.callError, {
    code: 'NotSupported',
    description: 'no',
    details: { a: 1 },
  });
});

test('what is no problem document still makes a sentence', () => {
  assert.equal(readProblem(502, 'Bad Gateway', '<html>').title, 'Bad Gateway');
  assert.equal(readProblem(500, '', '').title, 'HTTP 500');
  assert.equal(readProblem(500, '', '[1]').title, 'HTTP 500');
});
