import assert from 'node:assert/strict';
import { test } from 'node:test';
import { peerOf, SUBPROTOCOLS, VERSIONS, versionOf } from './version.ts';

test('a sub-protocol stands for its version, and nothing else does', () => {
  for (const version of VERSIONS) assert.equal(versionOf(SUBPROTOCOLS[version]), version);
  for (const name of ['ocpp1.5', 'ocpp2.0', 'OCPP1.6', '', 'constructor']) {
    assert.equal(versionOf(name), undefined);
  }
});

test('a peer’s peer is oneself', () => {
  assert.equal(peerOf('CSMS'), 'ChargingStation');
  assert.equal(peerOf(peerOf('CSMS')), 'CSMS');
});
