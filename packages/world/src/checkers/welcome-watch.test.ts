import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StationEvent } from '@northbound/station';
import { STRANGER } from '../simulation/cards.ts';
import { WelcomeWatch } from './welcome-watch.ts';

const machine = (connected: boolean) => ({
  identity: 'CS-1',
  station: { state: () => ({ connected, registration: 'Accepted' }) },
});

const AT = '2026-01-05T10:00:00.000Z';

const authorization = (
  result: 'checking' | 'authorized' | 'refused',
  idToken = STRANGER,
): StationEvent => ({
  ...({ type: 'authorization', at: AT, evseId: 1, result } as const),
  idToken: { idToken, type: 'ISO14443' },
});

const link = (connected: boolean): StationEvent => ({ type: 'link', at: AT, connected });

/** @returns whether it is seen: each moment a second after the one before, or a text that comes to the station */
function isSeen(
  ...moments: readonly (readonly [online: boolean, event: StationEvent, afterS?: number] | string)[]
): boolean {
  const watch = new WelcomeWatch();
  let nowMs = 0;
  for (const moment of moments) {
    if (typeof moment === 'string') watch.taken('CS-1', moment);
    else {
      const [online, event, afterS = 1] = moment;
      nowMs += afterS * 1_000;
      watch.told(machine(online), event, nowMs);
    }
  }
  return watch.violations.length > 0;
}

test('authorization: a card that nobody knows is welcome only where nobody could be asked', () => {
  const [asks, welcome] = [authorization('checking'), authorization('authorized')];
  assert.equal(isSeen([true, asks], [true, welcome]), true);
  assert.equal(
    isSeen([true, asks], '[3,"1",{"idTagInfo":{"status":"Invalid"}}]', [true, welcome]),
    true,
  );
  assert.equal(isSeen([true, asks], [true, authorization('refused')]), false);
  assert.equal(isSeen([false, asks], [false, welcome]), false);
  // The CSMS was lost, or found, between the question and the verdict.
  assert.equal(isSeen([true, asks], [false, link(false)], [false, welcome]), false);
  assert.equal(
    isSeen([true, asks], [false, link(false)], [true, link(true)], [true, welcome]),
    false,
  );
  assert.equal(isSeen([false, asks], [true, link(true)], [true, welcome]), false);
  // It did not answer, or nothing that could be understood.
  assert.equal(isSeen([true, asks], [true, welcome, 30]), false);
  assert.equal(isSeen([true, asks], '[4,"1","InternalError","",{}]', [true, welcome]), false);
  assert.equal(isSeen([true, asks], '[3,"1",{}]', [true, welcome]), false);
  const known = [authorization('checking', 'A'), authorization('authorized', 'A')] as const;
  assert.equal(isSeen([true, known[0]], [true, known[1]]), false);
});
