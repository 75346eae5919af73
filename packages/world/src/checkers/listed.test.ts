import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkListed } from './listed.ts';

const accepted = (idToken: string) => ({ status: 'Accepted', groupIdToken: { idToken } });

test('agreement: a local list is in sync at the end, and says what the CSMS believes', () => {
  const inSync = { state: 'InSync', listVersion: 3 };
  const held = [accepted('G0'), accepted('G1'), accepted('G0')];
  const believed = [accepted('G0'), accepted('G0'), accepted('G1')];
  const right = { version: 3, held, believed };
  assert.deepEqual(checkListed('CS-1', inSync, right), []);
  assert.deepEqual(checkListed('CS-1', { state: 'NotSupported' }, right), []);
  const wrong = [
    checkListed('CS-1', { state: 'Pending', detail: 'Timeout' }, right),
    checkListed('CS-1', inSync, { ...right, version: 2 }),
    checkListed('CS-1', inSync, { ...right, held: [...held, accepted('G1')] }),
    checkListed('CS-1', inSync, { ...right, held: held.slice(1) }),
    checkListed('CS-1', inSync, { ...right, held: held.map(() => accepted('G0')) }),
  ];
  for (const found of wrong)
    assert.deepEqual(
      found.map(({ rule }) => rule),
      ['agreement'],
    );
});
