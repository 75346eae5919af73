import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkFailureText } from './link-failure.ts';

test('a failure to connect is told with what it usually means, and with no more than is known', () => {
  const ofStatus = (status: number) => linkFailureText({ reason: 'httpStatus', status });
  assert.equal(
    ofStatus(401),
    'HTTP status 401: the password or the certificate is wrong or missing',
  );
  assert.match(ofStatus(404), /^HTTP status 404: .* identity, or its URL has another path$/);
  assert.equal(ofStatus(503), 'HTTP status 503');
  assert.equal(linkFailureText({ reason: 'network', code: 'ECONNREFUSED' }), 'ECONNREFUSED');
  const ofTls = (code: string) => linkFailureText({ reason: 'tls', code });
  assert.match(ofTls('SELF_SIGNED_CERT_IN_CHAIN'), /^SELF_\w+: no root certificate .* the CSMS$/);
  assert.equal(ofTls('CERT_HAS_EXPIRED'), 'CERT_HAS_EXPIRED');
});
