import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import type { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import type { StorageNews } from './medium.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session } from './testing/sessions.ts';
import { WornFlash } from './testing/worn-flash.ts';

const OPTIONS = { sizes: TINY_SIZES };
const BYTES = TINY.sectorBytes * TINY.sectorCount;

/** Where a text stands on flash. */
function addressOf(flash: MemoryFlash, text: string | Uint8Array): number {
  const address = Buffer.from(flash.image()).lastIndexOf(text);
  assert.ok(address >= 0, `${text} is on flash`);
  return address;
}

/** A bit of the byte that is set. */
function setBitOf(flash: MemoryFlash, address: number): number {
  return 31 - Math.clz32(flash.image()[address] ?? 0);
}

test('an event that flash loses on its way is not mistaken for the next one', async () => {
  const flash = new WornFlash(TINY);
  const storage = flashStorage(flash, OPTIONS);
  const news: StorageNews[] = [];
  storage.listen((one) => news.push(one));
  const session = new Session(seededRandom(1));
  for (const { message, after } of [session.started(), session.charging()]) {
    storage.queue.append({ ...message, messageId: `id of ${message.event.seqNo}` }, after);
  }
  assert.equal(storage.queue.first()?.messageId, 'id of 0');
  const address = addressOf(flash, 'id of 0');
  flash.wear(address, setBitOf(flash, address));
  assert.ok(storage.queue.holds(session.transactionId));
  assert.equal(storage.queue.length, 1);
  storage.queue.remove();
  assert.equal(storage.queue.first()?.messageId, 'id of 1');
  await Promise.resolve();
  assert.deepEqual(news, [{ type: 'damaged', records: 1 }]);
  assert.equal(storage.status(0).flash.lostValues, 1);
});

test('a value that flash has lost is none, and stays lost over a boot', () => {
  const flash = new WornFlash(TINY);
  const storage = flashStorage(flash, OPTIONS);
  storage.values.set('limit', 'sixteen');
  storage.values.set('limit', 'twenty');
  const address = addressOf(flash, 'twenty');
  flash.wear(address, setBitOf(flash, address));
  assert.equal(storage.values.get('limit'), undefined);
  storage.values.set('other', '1');
  const again = flashStorage(flash, OPTIONS);
  assert.equal(again.values.get('limit'), undefined, 'what it was before does not come back');
  assert.equal(again.values.get('other'), '1');
});

test('a running transaction that flash has lost keeps its place to itself', () => {
  const flash = new WornFlash(TINY);
  const storage = flashStorage(flash, OPTIONS);
  const session = new Session(seededRandom(1));
  const other = new Session(seededRandom(2), 2);
  const begun = session.started();
  storage.queue.append(begun.message, begun.after);
  const id = Buffer.from(session.transactionId.replaceAll('-', ''), 'hex');
  const address = addressOf(flash, id);
  flash.wear(address, setBitOf(flash, address));
  assert.deepEqual(storage.queue.running(), []);
  const { message, after } = other.started();
  storage.queue.append(message, after);
  const next = session.charging();
  storage.queue.append(next.message, next.after);
  assert.deepEqual(storage.queue.running(), [next.after, after]);
});

test('whatever bits flip while it runs: nothing is thrown, and what it tells was written', () => {
  const wear = fc.record({ address: fc.nat(BYTES - 1), bit: fc.nat(7) });
  const act = fc.oneof(
    { arbitrary: wear, weight: 4 },
    fc.constantFrom('append', 'append', 'append', 'send', 'park', 'end', 'value', 'lane', 'boot'),
  );
  let lost = 0;
  fc.assert(
    fc.property(fc.nat(), fc.array(act, { minLength: 100, maxLength: 250 }), (seed, acts) => {
      const random = seededRandom(seed);
      const flash = new WornFlash(TINY);
      let storage = flashStorage(flash, OPTIONS);
      const written = new Map<string, unknown>();
      const values = new Set<string | undefined>([undefined]);
      let session: Session | undefined;
      let number = 0;
      const append = ({ message, after }: ReturnType<Session['started']>) => {
        if (storage.queue.append(message, after)) written.set(message.messageId, message.event);
      };
      for (const one of acts) {
        number += 1;
        if (typeof one !== 'string') flash.wear(one.address, one.bit);
        else if (one === 'append' && session !== undefined) append(session.sampled());
        else if (one === 'append') {
          session = new Session(random);
          append(session.started());
        } else if (one === 'end' && session !== undefined) {
          append(session.ended(2));
          session = undefined;
        } else if (one === 'value') {
          values.add(`value ${number}`);
          storage.values.set('key', `value ${number}`);
        } else if (one === 'lane') {
          const payload = { techInfo: 'x'.repeat(number % 90) };
          const timestamp = new Date(number * 1_000).toISOString();
          storage.other.append({ messageId: `m${number}`, action: 'A', payload, timestamp });
        } else if (one === 'boot') {
          lost += storage.status(0).flash.lostValues;
          storage = flashStorage(flash, OPTIONS);
          session = undefined;
        }
        const first = storage.queue.first();
        // Ended events may have been thinned since.
        if (first !== undefined && first.event.eventType !== 'Ended') {
          assert.deepEqual(first.event, written.get(first.messageId));
        }
        if (one === 'send') storage.queue.remove();
        if (one === 'park') storage.queue.park();
        assert.ok(values.has(storage.values.get('key')));
        assert.ok(storage.queue.length >= 0 && storage.other.length >= 0);
        const lane = [...storage.other.entries()];
        assert.equal(lane.length, storage.other.length);
        storage.other.remove(lane.slice(3).map(({ id }) => id));
        assert.ok(storage.deadLetters.list().length <= storage.deadLetters.length);
      }
      lost += storage.status(0).flash.lostValues;
    }),
    runs(60),
  );
  assert.ok(lost > 0, 'nothing was lost: the property has lost its subject');
});
