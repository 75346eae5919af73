import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACTIONS, type Version } from '@northbound/protocol';
import { payloads, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { csmsUnderTest } from './testing/csms-under-test.ts';
import { boot2, boot16 } from './testing/messages.ts';
import { RawStation } from './testing/raw-station.ts';

/** Longer messages close the connection: nobody has so much to say. */
const MOST_BYTES = 200_000;

function actionsOf(version: Version): [action: string, kind: 'CALL' | 'SEND'][] {
  return [...ACTIONS[version]]
    .filter(([, { from }]) => from !== 'CSMS')
    .map(([action, { kind }]) => [action, kind]);
}

const subprotocolOf = { '1.6': 'ocpp1.6', '2.0.1': 'ocpp2.0.1', '2.1': 'ocpp2.1' } as const;

for (const version of ['1.6', '2.0.1', '2.1'] as const) {
  describe(`every message of a station of ${version}`, () => {
    it('is answered with a valid answer, whatever valid payload it has', async () => {
      await using under = await csmsUnderTest();
      await using station = await RawStation.connect(under.port, 'CS-1', subprotocolOf[version]);
      await station.call('BootNotification', version === '1.6' ? boot16 : boot2);
      const actions = actionsOf(version);
      assert.ok(actions.length >= 10);
      for (const [action, kind] of actions) {
        for (const payload of fc.sample(payloads(version, action, 'request'), runs(2))) {
          const about = `${action} ${JSON.stringify(payload)}`;
          if (Buffer.byteLength(about) > MOST_BYTES) continue;
          if (kind === 'SEND') {
            station.send([6, `send ${action}`, action, payload]);
            continue;
          }
          assert.ok(typeof payload === 'object' && payload !== null);
          const [type, , answer, text] = await station.call(action, payload);
          assert.equal(type, 3, `${about}: ${answer} ${text}`);
        }
      }
      assert.deepEqual(under.failures, []);
    });
  });
}
