import assert from 'node:assert/strict';
import { test } from 'node:test';
import { UsageError } from '../usage-error.ts';
import { checkIdentity, checkUrl } from './checks.ts';

test('an identity is what a CSMS lets in of the version', () => {
  for (const identity of ['CS-1', 'a/b', '…', 'x'.repeat(48)])
    assert.equal(checkIdentity(identity, ['1.6', '2.1']), identity);
  for (const identity of ['a:b', 'x'.repeat(49), 'x'.repeat(255)]) {
    assert.equal(checkIdentity(identity, ['1.6']), identity);
    assert.throws(() => checkIdentity(identity, ['1.6', '2.0.1']), UsageError);
  }
  for (const identity of ['', '.', '..', 'CS-1\n', 'x'.repeat(256)])
    assert.throws(() => checkIdentity(identity, ['1.6']), UsageError);
});

test('a URL is where a WebSocket can be opened', () => {
  assert.equal(checkUrl('ws://a/ocpp//'), 'ws://a/ocpp');
  for (const url of ['http://a', 'ws://a/#b', 'a']) assert.throws(() => checkUrl(url), UsageError);
});
