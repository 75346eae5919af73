import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session } from './testing/sessions.ts';

const RECORD = new Uint8Array(TINY_SIZES.lastRecordBytes).fill(7);

describe('the last record', () => {
  it('takes at most three program operations and no erasure, at any moment', () => {
    const flash = new MemoryFlash(TINY);
    const random = seededRandom(1);
    let session = new Session(random);
    for (let step = 0; step < 300; step++) {
      const storage = flashStorage(flash, { sizes: TINY_SIZES });
      const { message, after } = step % 20 === 0 ? session.started() : session.sampled();
      storage.queue.append(message, after);
      if (step % 20 === 19) {
        storage.queue.append(session.ended().message, undefined);
        session = new Session(random);
        while (storage.queue.length > 0) storage.queue.remove();
      }
      const { operations } = flash;
      const erasures = flash.erasures.reduce((sum, count) => sum + count);
      storage.lastRecord.write(RECORD);
      assert.ok(flash.operations - operations <= 3, `${flash.operations - operations} at ${step}`);
      assert.equal(
        flash.erasures.reduce((sum, count) => sum + count),
        erasures,
      );
      assert.deepEqual(flashStorage(flash, { sizes: TINY_SIZES }).lastRecord.read(), RECORD);
    }
    assert.ok(
      flash.erasures.every((count) => count > 1),
      'the ring has turned',
    );
  });

  it('is there until it was made use of, and may not be longer than its room', () => {
    const flash = new MemoryFlash(TINY);
    const { lastRecord } = flashStorage(flash, { sizes: TINY_SIZES });
    assert.equal(lastRecord.read(), undefined);
    lastRecord.clear();
    lastRecord.write(RECORD);
    lastRecord.clear();
    assert.equal(flashStorage(flash, { sizes: TINY_SIZES }).lastRecord.read(), undefined);
    assert.throws(() => lastRecord.write(new Uint8Array(200)), RangeError);
  });
});
