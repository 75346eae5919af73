import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session } from './testing/sessions.ts';
import { WornFlash } from './testing/worn-flash.ts';

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

  it('is there though any of the cells that it is written to is worn', () => {
    /** A storage in whose sector there are so many values. */
    const filled = (flash: MemoryFlash, count: number) => {
      const storage = flashStorage(flash, { sizes: TINY_SIZES });
      for (let number = 0; number < count; number++) storage.values.set('value', `${number}`);
      return storage;
    };
    let sectors = 0;
    // In the middle of a sector, over its end, and at its beginning.
    for (let count = 1; count < 20; count++) {
      const whole = new MemoryFlash(TINY);
      const storage = filled(whole, count);
      const before = whole.image();
      storage.lastRecord.write(RECORD);
      const after = whole.image();
      const written = [...after.keys()].filter((address) => after[address] !== before[address]);
      sectors = Math.max(sectors, new Set(written.map((at) => Math.floor(at / 512))).size);
      for (const address of written.filter((_, index) => index % 7 === count % 7)) {
        const flash = new WornFlash(TINY);
        const worn = filled(flash, count);
        flash.wear(address, 31 - Math.clz32(after[address] ?? 0));
        const { operations } = flash;
        worn.lastRecord.write(RECORD);
        assert.ok(flash.operations - operations <= 6, `${flash.operations - operations}`);
        const again = flashStorage(flash, { sizes: TINY_SIZES });
        assert.deepEqual(again.lastRecord.read(), RECORD, `${count} values, ${address}`);
        assert.equal(again.values.get('value'), `${count - 1}`);
      }
    }
    assert.equal(sectors, 2);
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
