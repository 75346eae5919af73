import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { crc32 } from 'node:zlib';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import { PowerCut } from './flash/flash.ts';
import { MemoryFlash, type Tear } from './flash/memory-flash.ts';
import { type FlashStorage, flashStorage } from './flash-storage.ts';
import { TEARS } from './testing/cut-flash.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session, type Step } from './testing/sessions.ts';

type Operation = (storage: FlashStorage) => void;

/** Every hundredth asked-for run is another seed: a run of this test is thousands of power cuts. */
const SEEDS = Math.ceil(runs(1).numRuns / 100);
/** Operations that go before, so that the ring has turned and is full. */
const WARM_UP = 220;
const EXAMINED = 18;

function open(flash: MemoryFlash): FlashStorage {
  return flashStorage(flash, { sizes: TINY_SIZES });
}

/** All that a station can see of its storage, as checksums of its parts. */
function seen(storage: FlashStorage): string {
  const { queue, values, security, deadLetters, blackBox } = storage;
  const running = queue.running();
  const messages = [...queue.messages()];
  for (const { transactionId, nextSeqNo } of running) {
    const mine = messages.filter(
      ({ event }) => event.transactionInfo.transactionId === transactionId,
    );
    const last = mine.at(-1);
    if (last !== undefined) assert.ok(last.event.seqNo < nextSeqNo, 'a number is used twice');
  }
  const parts = [
    messages,
    running,
    values.keys('').map((key) => [key, values.get(key)]),
    [...security.entries()],
    deadLetters.list(),
    [...(blackBox?.entries() ?? [])].map(({ kind }) => kind),
    storage.lastRecord.read()?.join(),
  ];
  return parts.map((part) => crc32(JSON.stringify(part) ?? '').toString(16)).join(' ');
}

function workload(seed: number): Operation[] {
  const random = seededRandom(seed);
  const upTo = (limit: number): number => Math.floor(random.next() * limit);
  const sessions: (Session | undefined)[] = [];
  const step = (): Step => {
    const evse = upTo(2);
    const session = sessions[evse] ?? new Session(random, evse + 1);
    if (sessions[evse] === undefined) {
      sessions[evse] = session;
      return session.started();
    }
    const choice = upTo(9);
    if (choice === 0) {
      sessions[evse] = undefined;
      return session.ended(upTo(4));
    }
    return choice === 1 ? session.charging() : session.sampled();
  };
  const bytes = (): Uint8Array => new Uint8Array(upTo(300)).map(() => upTo(256));
  const operation = (_: unknown, index: number): Operation => {
    const kind = upTo(16);
    if (kind < 8) {
      const { message, after } = step();
      return ({ queue }) => void queue.append(message, after);
    }
    const timestamp = new Date(index * 1000).toISOString();
    const payload = { type: 'Reset', techInfo: `${index}` };
    const message = { messageId: `s-${index}`, action: 'Security', timestamp, payload };
    const text = bytes().join();
    const kept = bytes();
    switch (kind) {
      case 8:
        return ({ queue }) => queue.countAttempt();
      case 9:
        return ({ values }) => void values.set(`name ${index % 3}`, text.slice(0, 200));
      case 10:
        return ({ security }) => void security.append(message);
      case 11:
        return ({ blackBox }) => {
          blackBox?.append(index & 0xff, index, kept);
          blackBox?.flush();
        };
      case 12:
        return ({ queue }) => queue.park();
      case 13:
        return ({ lastRecord }) => {
          lastRecord.write(kept.subarray(0, TINY_SIZES.lastRecordBytes));
        };
      default:
        return ({ queue }) => queue.remove();
    }
  };
  return Array.from({ length: WARM_UP + EXAMINED }, operation);
}

/** @returns whether the power went before the end */
function cutDuring(work: () => void): boolean {
  try {
    work();
    return false;
  } catch (error) {
    if (error instanceof PowerCut) return true;
    throw error;
  }
}

/** Cuts an operation after some flash operations. @returns the image that the next boot finds, none without a cut */
function cutIn(image: Uint8Array, operation: Operation, after: number, tear: Tear) {
  const flash = new MemoryFlash(TINY, image);
  const wasCut = cutDuring(() => {
    const storage = open(flash);
    flash.cutAfter(after, tear);
    operation(storage);
  });
  flash.powerUp();
  return wasCut ? flash.image() : undefined;
}

/** Boots, does an operation, and tells what is seen then and what the flash holds. */
function boot(image: Uint8Array, operation?: Operation): { seen: string; image: Uint8Array } {
  const flash = new MemoryFlash(TINY, image);
  const storage = open(flash);
  operation?.(storage);
  return { seen: seen(storage), image: flash.image() };
}

describe('the storage and power cuts', () => {
  it('holds all of a step or nothing, wherever the power goes, and again while it recovers', () => {
    let cuts = 0;
    let erasures = 0;
    for (let seed = 1; seed <= SEEDS; seed++) {
      const operations = workload(seed);
      const flash = new MemoryFlash(TINY);
      const storage = open(flash);
      for (const operation of operations.slice(0, WARM_UP)) operation(storage);
      erasures += flash.erasures.reduce((sum, count) => sum + count);
      let image = flash.image();
      for (const operation of operations.slice(WARM_UP)) {
        const before = boot(image);
        const after = boot(image, operation);
        for (let at = 0; ; at++) {
          const torn = TEARS.map((tear) => cutIn(image, operation, at, tear));
          if (torn[0] === undefined) break;
          torn.forEach((found, kind) => {
            if (found === undefined) return;
            cuts++;
            // The second cut comes while the next boot makes room, or in the operation after it.
            const again = cutIn(found, operation, (at + kind) % 4, TEARS[kind] ?? ((old) => old));
            const held = boot(found);
            const expected = held.seen === before.seen ? before.seen : after.seen;
            assert.equal(held.seen, expected, `seed ${seed}, cut ${at}`);
            if (held.seen === before.seen) assert.equal(boot(found, operation).seen, after.seen);
            if (again === undefined) return;
            const twice = boot(again).seen;
            const possible = [held.seen, boot(found, operation).seen];
            assert.ok(possible.includes(twice), `seed ${seed}, cut ${at}, then again`);
          });
        }
        image = after.image;
      }
    }
    assert.ok(cuts > 100, `${cuts} cuts`);
    assert.ok(erasures > 0, 'the ring has turned');
  });

  it('survives a hundred cuts one after the other without getting anything done', () => {
    const operations = workload(7);
    const flash = new MemoryFlash(TINY);
    const storage = open(flash);
    for (const operation of operations.slice(0, WARM_UP)) operation(storage);
    const expected = seen(storage);
    let image = flash.image();
    const set: Operation = ({ values }) => void values.set('name 0', `${image.length}`.repeat(30));
    for (let boots = 0; boots < 100; boots++) {
      const half: Tear = (old, next) => old.map((byte, i) => (i % 2 === 0 ? (next[i] ?? 0) : byte));
      image = cutIn(image, set, 0, half) ?? image;
      assert.equal(boot(image).seen, expected, `boot ${boots}`);
    }
  });
});
