import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import { MemoryFlash } from './flash/memory-flash.ts';
import { flashStorage } from './flash-storage.ts';
import type { StorageNews } from './medium.ts';
import { DEFAULT_GEOMETRY, defaultSizes } from './sizes.ts';
import type { MessageLane, QueuedMessage } from './storage.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session } from './testing/sessions.ts';

const OPTIONS = { sizes: TINY_SIZES };

function message(number: number, replaces?: string, bytes = 40) {
  return {
    messageId: `m-${number}`,
    action: 'SecurityEventNotification',
    payload: { number, techInfo: 'x'.repeat(bytes) },
    timestamp: new Date(number * 1000).toISOString(),
    ...(replaces !== undefined && { replaces }),
  };
}

describe('the storage on flash', () => {
  it('keeps events, their order, ids and attempts over reboots, and what runs', () => {
    const flash = new MemoryFlash(DEFAULT_GEOMETRY);
    let storage = flashStorage(flash);
    const session = new Session(seededRandom(1));
    const steps = [session.started(), session.charging(), session.sampled()];
    for (const { message, after } of steps) storage.queue.append(message, after);
    storage.queue.countAttempt();
    storage = flashStorage(flash);
    storage.queue.countAttempt();
    assert.deepEqual(storage.queue.first(), { ...steps[0]?.message, attempts: 2 });
    assert.deepEqual(storage.queue.running(), [steps[2]?.after]);
    for (const { message } of steps) {
      assert.equal(storage.queue.first()?.messageId, message.messageId);
      assert.deepEqual(storage.queue.first()?.event, message.event);
      storage.queue.remove();
      storage = flashStorage(flash);
    }
    assert.equal(storage.queue.length, 0);
    assert.equal(storage.queue.first(), undefined);
    const { message, after } = session.ended(3);
    storage.queue.append(message, after);
    assert.deepEqual(flashStorage(flash).queue.running(), []);
    assert.ok(storage.queue.holds(session.transactionId));
    assert.ok(!storage.queue.holds('another'));
  });

  it('commits a step of a transaction with one sync', () => {
    const flash = new MemoryFlash(DEFAULT_GEOMETRY);
    const { queue } = flashStorage(flash);
    const session = new Session(seededRandom(1));
    const { message, after } = session.started();
    queue.append(message, after);
    const before = flash.syncs;
    for (let step = 0; step < 5; step++) {
      const { message, after } = session.sampled();
      queue.append(message, after);
    }
    assert.equal(flash.syncs - before, 5);
  });

  it('keeps values by name, writes none again, and refuses what is over its share', () => {
    const flash = new MemoryFlash(TINY);
    const { values } = flashStorage(flash, OPTIONS);
    values.set('variable:A', '1');
    values.set('variable:B', '');
    values.set('other', 'é');
    const { operations } = flash;
    values.set('other', 'é');
    values.delete('nothing');
    assert.equal(flash.operations, operations);
    values.delete('variable:A');
    const again = flashStorage(flash, OPTIONS).values;
    assert.equal(again.get('variable:A'), undefined);
    assert.equal(again.get('variable:B'), '');
    assert.deepEqual(again.keys('variable:'), ['variable:B']);
    let stored = 0;
    while (again.store(`list:${stored}`, 'x'.repeat(50))) stored++;
    assert.ok(stored > 5);
    // The station's own values have room that lists and profiles cannot take.
    assert.ok(again.set('variable:C', 'x'.repeat(50)));
    while (again.set(`variable:${stored}`, 'x'.repeat(50))) stored++;
    assert.equal(again.set('too long', 'x'.repeat(2_000)), false);
    assert.equal(again.get('other'), 'é');
  });

  it('leaves room to the values that can be missed less, however many of the others there are', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const news: StorageNews[] = [];
    storage.listen((each) => void news.push(each));
    const { values } = storage;
    const ways: readonly (readonly [string, (key: string, value: string) => boolean])[] = [
      ['cached', (key, value) => values.cache(key, value)],
      ['given', (key, value) => values.store(key, value)],
      ['own', (key, value) => values.set(key, value)],
      ['kept', (key, value) => values.keep(key, value)],
    ];
    for (const [name, write] of ways) {
      let stored = 0;
      while (write(`${name}:${stored}`, 'x'.repeat(30))) stored++;
      assert.ok(stored > 0, name);
    }
    // A cache that is full is nothing to tell of.
    const untold = news.filter((each) => each.type === 'valuesFull').map(({ key }) => key);
    assert.deepEqual(
      untold.map((key) => key.split(':')[0]),
      ['given', 'own', 'kept'],
    );
    // What is no larger than what goes for it finds room in any case.
    assert.ok(values.set('own:0', 'y'.repeat(30)));
    assert.equal(values.cache('cached:new', 'z'.repeat(120), ['cached:0']), false);
    assert.equal(values.get('cached:0'), 'x'.repeat(30));
    assert.ok(values.cache('cached:new', 'z'.repeat(30), ['cached:0']));
    assert.equal(values.get('cached:0'), undefined);
    assert.equal(values.get('cached:new'), 'z'.repeat(30));
  });

  it('tells names apart that share a checksum', () => {
    // CRC-32 of both is 4ddb0c25.
    const { values } = flashStorage(new MemoryFlash(TINY), OPTIONS);
    values.set('plumless', '1');
    values.set('buckeroo', '2');
    assert.deepEqual([values.get('plumless'), values.get('buckeroo')], ['1', '2']);
    values.delete('plumless');
    assert.deepEqual([values.get('plumless'), values.get('buckeroo')], [undefined, '2']);
  });

  it('drops the oldest messages of a full lane but the first, and counts and tells them', () => {
    const flash = new MemoryFlash(TINY);
    const news: StorageNews[] = [];
    const storage = flashStorage(flash, OPTIONS);
    storage.listen((told) => news.push(told));
    const { security } = storage;
    for (let number = 0; number < 20; number++) assert.ok(security.append(message(number)));
    assert.equal(firstOf(security)?.messageId, 'm-0');
    removeFirst(security);
    const next = Number(firstOf(security)?.messageId.slice(2));
    assert.ok(next > 5, `${next}`);
    assert.equal(security.length, 20 - next);
    const status = flashStorage(flash, OPTIONS).status(0);
    assert.equal(status.security.dropped, next - 1);
    assert.equal(news.length, next - 1);
    assert.ok(status.security.usedBytes <= status.security.quotaBytes);
    assert.equal(security.append(message(99, undefined, 900)), undefined);
  });

  it('lets a newer message replace an older one', () => {
    const { other } = flashStorage(new MemoryFlash(TINY), OPTIONS);
    for (let number = 0; number < 9; number++) other.append(message(number, 'status/1'));
    assert.equal(other.length, 1);
    assert.equal(firstOf(other)?.messageId, 'm-8');
    // An answer to one that went meanwhile does no harm.
    other.remove([1, 2]);
    assert.equal(other.length, 1);
  });

  it('parks what exhausted its attempts, and queues it again as it was', () => {
    const flash = new MemoryFlash(TINY);
    let storage = flashStorage(flash, OPTIONS);
    const session = new Session(seededRandom(1));
    const { message: event, after } = session.started();
    storage.queue.append(event, after);
    storage.security.append(message(1));
    storage.queue.countAttempt();
    storage.queue.park();
    parkFirst(storage.security);
    parkFirst(storage.security);
    storage = flashStorage(flash, OPTIONS);
    assert.equal(storage.queue.length, 0);
    assert.equal(storage.security.length, 0);
    const [first, second] = storage.deadLetters.list();
    const { attempts: _, ...kept } = event;
    assert.deepEqual(first, { id: 1, lane: 'transactions', message: kept });
    assert.deepEqual(second, { id: 2, lane: 'security', message: message(1) });
    assert.ok(storage.deadLetters.requeue(1));
    assert.ok(!storage.deadLetters.requeue(1));
    assert.deepEqual(flashStorage(flash, OPTIONS).queue.first(), { ...kept, attempts: 0 });
    assert.ok(storage.deadLetters.discard(2));
    assert.ok(!storage.deadLetters.discard(2));
    assert.equal(storage.deadLetters.length, 0);
    assert.equal(storage.status(0).deadLetters.parked, 2);
  });

  it('loses the oldest dead letters for newer ones, counted and told', () => {
    const news: StorageNews[] = [];
    const flash = new MemoryFlash(TINY);
    const storage = flashStorage(flash, OPTIONS);
    storage.listen((told) => news.push(told));
    for (let number = 0; number < 40; number++) {
      storage.security.append(message(number));
      parkFirst(storage.security);
    }
    const { lost, messages, parked } = storage.status(0).deadLetters;
    assert.equal(lost + messages, 40);
    assert.equal(parked, 40);
    assert.ok(lost > 5);
    assert.equal(storage.deadLetters.list().at(-1)?.message.messageId, 'm-39');
    const told = news.filter(({ type }) => type === 'deadLettersLost');
    assert.equal(told.length, lost);
    assert.ok(told.every((each) => each.type === 'deadLettersLost' && each.bills === 0));
  });

  it('keeps of dead letters what a bill rests on, whatever else exhausts its attempts after it', () => {
    const { deadLetters, queue, security } = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const session = new Session(seededRandom(1));
    const park = ({ message: event, after }: ReturnType<Session['sampled']>) => {
      queue.append(event, after);
      queue.park();
    };
    park(session.started());
    for (let number = 0; number < 30; number++) park(session.sampled());
    park(session.charging());
    park(session.ended());
    for (let number = 0; number < 30; number++) {
      security.append(message(number));
      parkFirst(security);
    }
    const kept = deadLetters.list().map(({ lane, message: kept }) => {
      return lane === 'transactions' ? kept.event.eventType : lane;
    });
    assert.deepEqual(kept.slice(0, 2), ['Started', 'Ended']);
    assert.ok(kept.length > 4 && kept.slice(2).every((lane) => lane === 'security'), kept.join());
    const late = new Session(seededRandom(2));
    const begun = late.started();
    queue.append(begun.message, begun.after);
    queue.remove();
    const before = deadLetters.list();
    park(late.sampled());
    assert.deepEqual(deadLetters.list(), before, 'a sample displaces nothing dearer');
  });

  it('tells how much of what a bill rests on went where there was nothing else to lose', () => {
    const news: StorageNews[] = [];
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    storage.listen((told) => news.push(told));
    for (let number = 0; number < 40; number++) {
      const { message: event, after } = new Session(seededRandom(number)).started();
      storage.queue.append(event, after);
      storage.queue.park();
    }
    const told = news.flatMap((each) => (each.type === 'deadLettersLost' ? [each] : []));
    const { lost } = storage.status(0).deadLetters;
    assert.ok(lost > 5);
    assert.equal(
      told.reduce((sum, { bills }) => sum + bills, 0),
      lost,
    );
  });

  it('reports on itself', () => {
    const flash = new MemoryFlash(DEFAULT_GEOMETRY);
    const storage = flashStorage(flash);
    assert.equal(storage.status(0).flash.found, 'blank');
    const { message: event, after } = new Session(seededRandom(1)).started();
    storage.queue.append(event, after);
    storage.security.append(message(5));
    const status = flashStorage(flash).status(Date.parse(event.event.timestamp) + 7000);
    assert.equal(status.transactions.messages, 1);
    assert.equal(status.transactions.oldestAgeMs, 7000);
    assert.equal(status.other.oldestAgeMs, undefined);
    assert.equal(status.flash.found, 'log');
    assert.equal(status.flash.damagedRecords, 0);
    assert.equal(status.writeAmplification, 1);
  });

  it('has room for every lane at the same time, and goes on when all are full', () => {
    const flash = new MemoryFlash(TINY);
    let storage = flashStorage(flash, OPTIONS);
    const random = seededRandom(11);
    const upTo = (limit: number): number => Math.floor(random.next() * limit);
    let refused = 0;
    // Nothing throws, not even FlashFull: shares are checked before the log's own limit.
    const count = (isStored: boolean): void => {
      if (!isStored) refused++;
    };
    const running = new Session(random);
    const started = running.started();
    storage.queue.append(started.message, started.after);
    for (let turn = 0; turn < 1500; turn++) {
      const session = new Session(random, 2);
      const { message: event } = session.started();
      count(storage.queue.append(event, undefined));
      count(storage.values.set(`name ${upTo(40)}`, 'x'.repeat(upTo(200))));
      storage.security.append(message(turn, undefined, upTo(300)));
      storage.other.append(message(turn, `key ${upTo(9)}`, upTo(300)));
      storage.blackBox?.append(1, turn, Buffer.from(`${random.next()}`.repeat(9)));
      if (turn % 5 === 0) parkFirst(storage.security);
      if (turn % 40 === 0) storage.queue.remove();
      if (turn % 100 === 0) storage = flashStorage(flash, OPTIONS);
    }
    assert.ok(refused > 100);
    const status = storage.status(0);
    for (const { usedBytes, quotaBytes } of [
      status.transactions,
      status.security,
      status.other,
      status.deadLetters,
    ]) {
      assert.ok(usedBytes <= quotaBytes && usedBytes > quotaBytes / 2);
    }
    assert.ok(status.flash.liveBytes <= status.flash.capacityBytes);
    const { message: ended } = running.ended();
    storage.queue.append(ended, undefined);
    assert.deepEqual(storage.queue.running(), []);
  });

  it('refuses sizes that the flash cannot hold', () => {
    const sizes = { ...TINY_SIZES, valuesBytes: 100_000 };
    assert.throws(() => flashStorage(new MemoryFlash(TINY), { sizes }), RangeError);
    const noLetters = { ...TINY_SIZES, deadLetterBytes: 100 };
    assert.throws(() => flashStorage(new MemoryFlash(TINY), { sizes: noLetters }), RangeError);
    assert.ok(defaultSizes(DEFAULT_GEOMETRY).valuesBytes > 100_000);
  });
});

function firstOf(lane: MessageLane): QueuedMessage | undefined {
  const [first] = lane.entries();
  return first?.message;
}

function removeFirst(lane: MessageLane): void {
  const [first] = lane.entries();
  if (first !== undefined) lane.remove([first.id]);
}

function parkFirst(lane: MessageLane): void {
  const [first] = lane.entries();
  if (first !== undefined) lane.park(first.id);
}
