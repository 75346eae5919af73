import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkFailureText } from './link-failure.ts';

test('a failure to connect is told with what it usually means, and with no more than is known', () => {
  const ofStatus = (status: number) => linkFailureText({ reason: 'httpStatus', status });
  assert.equal(ofStatus(401), 'HTTP status 401: the CSMS does not accept the password');
  assert.match(ofStatus(404), /^HTTP status 404: .* identity, or its URL has another path$/);
  assert.equal(ofStatus(503), 'HTTP status 503');
  assert.equal(linkFailureText({ reason: 'network', code: 'ECONNREFUSED' }), 'ECONNREFUSED');
});
