import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Circumstances, judge, type Standing } from './judgement.ts';

const STANDINGS: readonly Standing[] = ['unknown', 'accepted', 'notAccepted'];

const NAMES = [
  'online',
  'localPreAuthorize',
  'localAuthorizeOffline',
  'offlineTxForUnknownIdEnabled',
  'disableRemoteAuthorization',
  'disablePostAuthorize',
] as const satisfies readonly (keyof Circumstances)[];

/** Every combination of what decides. */
function* everything(): Generator<[Standing, Circumstances]> {
  for (const standing of STANDINGS) {
    for (let bits = 0; bits < 2 ** NAMES.length; bits++) {
      const is = (name: (typeof NAMES)[number]) => (bits & (1 << NAMES.indexOf(name))) !== 0;
      yield [
        standing,
        {
          online: is('online'),
          localPreAuthorize: is('localPreAuthorize'),
          localAuthorizeOffline: is('localAuthorizeOffline'),
          offlineTxForUnknownIdEnabled: is('offlineTxForUnknownIdEnabled'),
          disableRemoteAuthorization: is('disableRemoteAuthorization'),
          disablePostAuthorize: is('disablePostAuthorize'),
        },
      ];
    }
  }
}

test('nobody is asked without a link, or where the operator forbids it', () => {
  for (const [standing, given] of everything()) {
    if (!given.online || given.disableRemoteAuthorization) {
      assert.notEqual(judge(standing, given), 'ask', JSON.stringify([standing, given]));
    }
  }
});

test('a token that is known to be bad is never accepted without the CSMS', () => {
  for (const [standing, given] of everything()) {
    if (standing === 'notAccepted') assert.notEqual(judge(standing, given), 'accept');
  }
});

test('a stranger is accepted without a link only, and only by OfflineTxForUnknownIdEnabled', () => {
  for (const [standing, given] of everything()) {
    if (standing !== 'unknown' || judge(standing, given) !== 'accept') continue;
    assert.ok(!given.online && given.offlineTxForUnknownIdEnabled);
  }
});

test('who is known to be good is refused without a link only, where the operator wants that', () => {
  for (const [standing, given] of everything()) {
    if (standing !== 'accepted' || judge(standing, given) !== 'refuse') continue;
    assert.ok(!given.online && !given.localAuthorizeOffline);
  }
});
