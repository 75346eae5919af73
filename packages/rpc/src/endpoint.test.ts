import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointOf, isEndpoint } from './endpoint.ts';

test('the identity ends the path, percent-encoded; a query stays behind it', () => {
  const at = (url: string, identity = 'CS 1/2') => endpointOf({ url, identity });
  assert.equal(at('ws://csms'), 'ws://csms/CS%201%2F2');
  assert.equal(at('wss://csms/ocpp//'), 'wss://csms/ocpp/CS%201%2F2');
  assert.equal(at('ws://csms/ocpp/?tenant=7&x=/'), 'ws://csms/ocpp/CS%201%2F2?tenant=7&x=/');
  assert.equal(at('ws://csms?tenant=7', 'A'), 'ws://csms/A?tenant=7');
});

test('only where a WebSocket can be opened is an endpoint', () => {
  for (const url of ['ws://csms', 'wss://csms:8443/ocpp?tenant=7', 'WS://[::1]/']) {
    assert.equal(isEndpoint(url), true, url);
  }
  for (const url of ['', 'csms', 'http://csms', 'ws://', 'ws://csms/ocpp#there', 'ws://csms#']) {
    assert.equal(isEndpoint(url), false, url);
  }
  // A URL to whoever takes the space away; with an identity behind it no more.
  for (const url of [
    ' ws://csms',
    'ws://csms:80 ',
    'ws://csms\n',
    'ws://csms/oc pp',
    'ws://c\u0001',
  ]) {
    assert.equal(isEndpoint(url), false, JSON.stringify(url));
  }
});
