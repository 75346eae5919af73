import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import { MemoryFlash } from './flash/memory-flash.ts';
import { type FlashStorage, flashStorage } from './flash-storage.ts';
import type { Layout } from './layouts.ts';
import { RECORD_LAYOUTS, type RecordLayouts } from './records.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session } from './testing/sessions.ts';

/** Other bytes than those of `layout`, as a later firmware may write. */
function inverted<T>(layout: Layout<T>, version: number): Layout<T> {
  const invert = (bytes: Uint8Array): Uint8Array => bytes.map((byte) => byte ^ 0xff);
  return {
    version,
    pack: (value) => invert(layout.pack(value)),
    unpack: (bytes) => layout.unpack(invert(bytes)),
  };
}

/** A firmware that writes everything otherwise, and reads what this one writes. */
const LATER: RecordLayouts = {
  event: [inverted(RECORD_LAYOUTS.event[0], 2), ...RECORD_LAYOUTS.event],
  running: [inverted(RECORD_LAYOUTS.running[0], 2), ...RECORD_LAYOUTS.running],
  message: [inverted(RECORD_LAYOUTS.message[0], 2), ...RECORD_LAYOUTS.message],
};

function today(flash: MemoryFlash): FlashStorage {
  return flashStorage(flash, { sizes: TINY_SIZES });
}

function later(flash: MemoryFlash): FlashStorage {
  return flashStorage(flash, { sizes: TINY_SIZES, layouts: LATER });
}

function message(number: number) {
  const timestamp = '2026-01-01T00:00:00.000Z';
  return { messageId: `m-${number}`, action: 'SecurityEventNotification', payload: {}, timestamp };
}

function fillAndDrain(storage: FlashStorage, turns: number): void {
  const random = seededRandom(5);
  for (let turn = 0; turn < turns; turn++) {
    const session = new Session(random, 2);
    for (const { message, after } of [session.started(), session.sampled(), session.ended(2)]) {
      storage.queue.append(message, after);
    }
    for (let n = 0; n < 3; n++) storage.queue.remove();
  }
}

describe('the backlog', () => {
  it('survives an update of the firmware', () => {
    const flash = new MemoryFlash(TINY);
    const before = today(flash);
    const session = new Session(seededRandom(1));
    const steps = [session.started(), session.sampled()];
    for (const { message, after } of steps) before.queue.append(message, after);
    before.queue.countAttempt();
    before.security.append(message(1));
    const after = later(flash);
    assert.equal(after.status(0).transactions.unreadable, 0);
    assert.deepEqual(after.queue.first(), { ...steps[0]?.message, attempts: 1 });
    assert.deepEqual(after.queue.running(), [steps[1]?.after]);
    assert.equal([...after.security.entries()][0]?.message.messageId, 'm-1');
  });

  it('survives a rollback: what the old firmware cannot read it neither sends nor drops', () => {
    const flash = new MemoryFlash(TINY);
    const session = new Session(seededRandom(1));
    const old = today(flash);
    const started = session.started();
    old.queue.append(started.message, started.after);
    const updated = later(flash);
    const sampled = session.sampled();
    updated.queue.append(sampled.message, sampled.after);
    updated.security.append(message(1));

    const rolledBack = today(flash);
    const status = rolledBack.status(0);
    assert.deepEqual([status.transactions.messages, status.transactions.unreadable], [1, 1]);
    assert.deepEqual([status.security.messages, status.security.unreadable], [0, 1]);
    assert.equal(rolledBack.queue.first()?.messageId, started.message.messageId);
    rolledBack.queue.remove();
    assert.equal(rolledBack.queue.first(), undefined);
    assert.equal(rolledBack.queue.length, 0);
    assert.deepEqual(rolledBack.queue.running(), []);
    for (let number = 2; number < 30; number++) rolledBack.security.append(message(number));
    fillAndDrain(rolledBack, 120);
    assert.ok(
      flash.erasures.every((count) => count > 0),
      'the ring has turned',
    );

    const again = later(flash);
    assert.equal(again.queue.first()?.messageId, sampled.message.messageId);
    assert.deepEqual(again.queue.running(), [sampled.after]);
    assert.equal([...again.security.entries()][0]?.message.messageId, 'm-1');
    const ended = session.ended();
    again.queue.append(ended.message, ended.after);
    const numbers = [...again.queue.messages()].map(({ event }) => event.seqNo);
    assert.deepEqual(numbers, [1, 2]);
  });
});
