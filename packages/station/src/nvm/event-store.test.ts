import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import { Counters } from './counters.ts';
import { EventStore } from './event-store.ts';
import { FlashLog } from './flash/flash-log.ts';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { RECORD_LAYOUTS } from './records.ts';
import { maxCommitBytes } from './sizes.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session } from './testing/sessions.ts';

test('an event whose id another one has is counted, told and taken out like any other', () => {
  const flash = new MemoryFlash(TINY);
  const log = FlashLog.mount(flash, {
    maxCommitBytes: maxCommitBytes(TINY_SIZES),
    lastCommitBytes: TINY_SIZES.lastRecordBytes + 8,
  });
  const store = new EventStore({
    log,
    sizes: TINY_SIZES,
    layouts: RECORD_LAYOUTS,
    counters: new Counters(log),
    tell: () => undefined,
  });
  // What is left when flash has lost that the first of them was taken out.
  const session = new Session(seededRandom(1));
  const steps = [session.started(), session.charging(), session.sampled()];
  for (const { message } of steps) log.commit([store.put(7, message)]);
  const { queue } = flashStorage(new MemoryFlash(TINY, flash.image()), { sizes: TINY_SIZES });
  assert.equal(queue.unreadable, 0);
  assert.equal(queue.length, 3);
  const told: number[] = [];
  for (let left = queue.length; left > 0; left--) {
    told.push(queue.first()?.event.seqNo ?? Number.NaN);
    queue.remove();
  }
  assert.deepEqual(new Set(told), new Set([0, 1, 2]));
  assert.equal(queue.first(), undefined);
});
