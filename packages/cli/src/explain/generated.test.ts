import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ACTIONS, VERSIONS } from '@northbound/protocol';
import { payloads, runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { explain, rulesOf } from './testing.ts';

/** Rules on what a message says of the world; a random valid payload may well say odd things. */
const ABOUT_CONTENT = /clock-not-set|transaction-id|status-transition|meter-backwards/;

for (const version of VERSIONS) {
  test(`finds nothing wrong with valid messages of ${version}`, async () => {
    for (const [action, { kind }] of ACTIONS[version]) {
      const request = payloads(version, action);
      const response =
        kind === 'SEND' ? fc.constant(undefined) : payloads(version, action, 'response');
      await fc.assert(
        fc.asyncProperty(request, response, async (asked, answered) => {
          const call = JSON.stringify([kind === 'SEND' ? 6 : 2, 'id', action, asked]);
          const answer = answered === undefined ? [] : [JSON.stringify([3, 'id', answered])];
          const explained = await explain([call, ...answer], version);
          assert.equal(explained.messages.length, 1 + answer.length);
          assert.deepEqual(
            rulesOf(explained).filter((rule) => !ABOUT_CONTENT.test(rule)),
            [],
          );
        }),
        runs(3),
      );
    }
  });

  test(`finds the version of a valid message of ${version}`, async () => {
    for (const action of ACTIONS[version].keys()) {
      await fc.assert(
        fc.asyncProperty(payloads(version, action), async (payload) => {
          const frame = JSON.stringify([
            action === 'NotifyPeriodicEventStream' ? 6 : 2,
            'id',
            action,
            payload,
          ]);
          const { version: found, findings } = await explain(frame);
          const schema = findings.filter(({ finding }) => finding.rule === 'schema');
          assert.deepEqual(schema, [], `taken for ${found}`);
        }),
        runs(3),
      );
    }
  });
}
