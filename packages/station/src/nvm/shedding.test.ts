import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Ocpp21 } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import { seededRandom } from '@northbound/rpc/testing';
import fc from 'fast-check';
import { MemoryFlash } from './flash/memory-flash.ts';
import { type FlashStorage, flashStorage } from './flash-storage.ts';
import { spaceOf, thinSamples } from './shedding.ts';
import { SPACE } from './spaces.ts';
import { TINY, TINY_SIZES } from './testing/flashes.ts';
import { Session, type Step } from './testing/sessions.ts';

type Event = Ocpp21.TransactionEventRequest;

const OPTIONS = { sizes: TINY_SIZES };

function drain(storage: FlashStorage): Event[] {
  const events: Event[] = [];
  for (let first = storage.queue.first(); first !== undefined; first = storage.queue.first()) {
    events.push(first.event);
    storage.queue.remove();
  }
  return events;
}

function event(changes: Partial<Event>): Event {
  return {
    eventType: 'Updated',
    timestamp: '2026-01-01T00:00:00.000Z',
    triggerReason: 'MeterValuePeriodic',
    seqNo: 1,
    transactionInfo: { transactionId: 't' },
    ...changes,
  };
}

function samples(...contexts: (Ocpp21.ReadingContextEnumType | undefined)[]) {
  return contexts.map((context, index) => ({
    timestamp: `2026-01-01T00:00:0${index}.000Z`,
    sampledValue: [{ value: index, ...(context !== undefined && { context }) }] as const,
  }));
}

const { keptEvents, sampledEvents, thinnableEvents, updatedEvents } = SPACE;
const CLASSES: readonly (readonly [string, Event, number])[] = [
  ['Started', event({ eventType: 'Started', triggerReason: 'Authorized' }), keptEvents],
  ['a sample', event({}), sampledEvents],
  ['an aligned sample', event({ triggerReason: 'MeterValueClock' }), sampledEvents],
  ['a change of state', event({ triggerReason: 'ChargingStateChanged' }), updatedEvents],
  [
    'a sample that tells the token',
    event({ idToken: { idToken: 'A', type: 'Central' } }),
    keptEvents,
  ],
  [
    'a sample that answers a remote start',
    event({ transactionInfo: { transactionId: 't', remoteStartId: 1 } }),
    updatedEvents,
  ],
  ['a limit set', event({ triggerReason: 'LimitSet' }), keptEvents],
  ['a cost limit', event({ triggerReason: 'CostLimitReached' }), keptEvents],
  ['an energy limit', event({ triggerReason: 'EnergyLimitReached' }), keptEvents],
  ['a time limit', event({ triggerReason: 'TimeLimitReached' }), keptEvents],
  ['a charge limit', event({ triggerReason: 'SoCLimitReached' }), keptEvents],
  [
    'a sample with a limit',
    event({ transactionInfo: { transactionId: 't', transactionLimit: { maxEnergy: 1 } } }),
    keptEvents,
  ],
  ['Ended', event({ eventType: 'Ended' }), keptEvents],
  [
    'Ended with a begin and an end',
    event({ eventType: 'Ended', meterValue: [...samples('Transaction.Begin', 'Transaction.End')] }),
    keptEvents,
  ],
  [
    'Ended with samples',
    event({
      eventType: 'Ended',
      meterValue: samples('Transaction.Begin', undefined, 'Transaction.End'),
    }),
    thinnableEvents,
  ],
  [
    'Ended with an interruption',
    event({
      eventType: 'Ended',
      meterValue: samples('Transaction.Begin', 'Interruption.Begin', 'Transaction.End'),
    }),
    keptEvents,
  ],
];

describe('shedding', () => {
  for (const [name, given, space] of CLASSES) {
    it(`knows what may become of ${name}`, () => assert.equal(spaceOf(given), space));
  }

  it('takes the first, third, fifth intermediate sample of an Ended until none is left', () => {
    const contexts = ['Sample.Periodic', 'Sample.Clock', 'Interruption.End', undefined] as const;
    let ended = event({
      eventType: 'Ended',
      meterValue: samples('Transaction.Begin', ...contexts, 'Sample.Clock', 'Transaction.End'),
    });
    const left: string[] = [];
    for (let thin = thinSamples(ended); thin !== undefined; thin = thinSamples(ended)) {
      ended = thin.event;
      left.push(
        (ended.meterValue ?? []).map(({ sampledValue }) => sampledValue[0]?.value).join(''),
      );
    }
    assert.deepEqual(left, ['02356', '0356', '036']);
  });

  it('drops samples first, every other one of each transaction', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const random = seededRandom(3);
    const sessions = [new Session(random, 1), new Session(random, 2)];
    const put = ({ message, after }: Step): void => void storage.queue.append(message, after);
    for (const session of sessions) put(session.started());
    for (const session of sessions) put(session.charging());
    let dropped = 0;
    while (dropped < 8) {
      for (const session of sessions) put(session.sampled());
      dropped = storage.status(0).transactions.dropped;
    }
    const events = drain(storage);
    for (const { transactionId } of sessions) {
      const mine = events.filter((e) => e.transactionInfo.transactionId === transactionId);
      const numbers = mine.map(({ seqNo }) => seqNo);
      // 0 and 1 are no samples; of the samples every other one is gone as far as the round has come.
      assert.deepEqual(numbers.slice(0, 5), [0, 1, 3, 5, 7]);
      assert.deepEqual(
        numbers.slice(-2).map((n) => n - (numbers.at(-1) ?? 0)),
        [-1, 0],
      );
    }
  });

  it('drops changes of state only when no sample is left', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const session = new Session(seededRandom(3));
    const put = ({ message, after }: Step): void => void storage.queue.append(message, after);
    put(session.started());
    for (let n = 0; n < 3; n++) put(session.sampled());
    let samplesWhenFirstDropped: number | undefined;
    while (samplesWhenFirstDropped === undefined) {
      put(session.charging());
      const { dropped, messages } = storage.status(0).transactions;
      if (dropped > 3) samplesWhenFirstDropped = messages;
    }
    const left = drain(storage).filter(
      ({ triggerReason }) => triggerReason === 'MeterValuePeriodic',
    );
    assert.deepEqual(left, []);
  });

  it('thins the samples of Ended events before it drops an event', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const random = seededRandom(3);
    const put = ({ message, after }: Step): void => void storage.queue.append(message, after);
    const first = new Session(random);
    put(first.started());
    put(first.sampled());
    put(first.ended(4));
    const second = new Session(random);
    put(second.started());
    while (storage.status(0).transactions.dropped === 0) put(second.sampled());
    assert.equal(storage.status(0).thinnedSamples, 4);
    const ended = drain(storage).find(({ eventType }) => eventType === 'Ended');
    assert.deepEqual(
      ended?.meterValue?.map(({ sampledValue }) => sampledValue[0]?.context),
      ['Transaction.Begin', 'Transaction.End'],
    );
  });

  it('takes nothing out of an Ended that was sent already and is to be sent again', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const random = seededRandom(3);
    const put = ({ message, after }: Step): void => void storage.queue.append(message, after);
    const first = new Session(random);
    put(first.started());
    const ended = first.ended(4);
    put(ended);
    storage.queue.remove();
    storage.queue.park();
    const second = new Session(random);
    put(second.started());
    const [letter] = storage.deadLetters.list();
    assert.ok(letter !== undefined && storage.deadLetters.requeue(letter.id));
    while (storage.status(0).transactions.dropped === 0) put(second.sampled());
    assert.equal(storage.status(0).thinnedSamples, 0);
    assert.ok(drain(storage).some((left) => isDeepStrictEqual(left, ended.message.event)));
  });

  it('makes an Ended fit by its own samples when it is too long for a record', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const session = new Session(seededRandom(3));
    const { message, after } = session.started();
    storage.queue.append(message, after);
    const ended = session.ended(100);
    storage.queue.append(ended.message, ended.after);
    const kept = drain(storage).at(-1)?.meterValue ?? [];
    const all = ended.message.event.meterValue ?? [];
    assert.ok(kept.length > 2 && kept.length < all.length);
    assert.deepEqual([kept[0], kept.at(-1)], [all[0], all.at(-1)]);
  });

  it('refuses a Started when the Ended of what runs would lose its room, and says so before', () => {
    const storage = flashStorage(new MemoryFlash(TINY), OPTIONS);
    const random = seededRandom(4);
    const running: Session[] = [];
    for (let evse = 1; ; evse++) {
      const session = new Session(random, evse);
      const hadRoom = storage.queue.hasRoomForTransaction;
      const { message, after } = session.started();
      const before = storage.queue.length;
      if (!storage.queue.append(message, after)) {
        assert.ok(!hadRoom);
        assert.equal(storage.queue.length, before);
        break;
      }
      running.push(session);
    }
    assert.ok(running.length >= 2);
    assert.equal(storage.queue.running().length, running.length);
    for (const session of running) {
      const { message, after } = session.ended();
      storage.queue.append(message, after);
    }
    assert.deepEqual(storage.queue.running(), []);
    assert.equal(drain(storage).length, 2 * running.length);
  });

  it('never loses a Started, an Ended or a limit, whatever comes, and keeps the order', () => {
    const action = fc.constantFrom(
      'sampled',
      'sampled',
      'sampled',
      'charging',
      'limit',
      'ended',
      'remove',
      'reboot',
    );
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), action, fc.nat(6)), { maxLength: 150 }),
        (seed, actions) => {
          const flash = new MemoryFlash(TINY);
          let storage = flashStorage(flash, OPTIONS);
          const random = seededRandom(seed);
          const sessions: (Session | undefined)[] = [];
          const sent: Event[] = [];
          const due: string[] = [];
          const put = ({ message, after }: Step): boolean => {
            const { event } = message;
            const before = storage.queue.length;
            const first = storage.queue.first()?.messageId ?? message.messageId;
            if (!storage.queue.append(message, after)) {
              assert.notEqual(event.eventType, 'Ended');
              assert.equal(storage.queue.length, before);
              return false;
            }
            assert.equal(storage.queue.first()?.messageId ?? first, first, 'may be on its way');
            if ([keptEvents, thinnableEvents].some((space) => space === spaceOf(event))) {
              due.push(`${event.transactionInfo.transactionId}/${event.seqNo}`);
            }
            return true;
          };
          for (const [evse, what, count] of actions) {
            const session = sessions[evse];
            if (what === 'reboot') storage = flashStorage(flash, OPTIONS);
            else if (what === 'remove') {
              const first = storage.queue.first();
              if (first !== undefined) sent.push(first.event);
              storage.queue.remove();
            } else if (session === undefined) {
              const begun = new Session(random, evse + 1);
              if (put(begun.started())) sessions[evse] = begun;
            } else if (what === 'ended') {
              assert.ok(put(session.ended(count)));
              sessions[evse] = undefined;
            } else if (!put(session[what]())) {
              // A limit that cannot be stored: the station ends what it cannot record.
              assert.ok(put(session.ended()));
              sessions[evse] = undefined;
            }
            const { transactions } = storage.status(0);
            assert.ok(transactions.usedBytes <= transactions.quotaBytes);
          }
          sent.push(...drain(storage));
          const last = new Map<string, number>();
          for (const { seqNo, transactionInfo } of sent) {
            assert.ok(seqNo > (last.get(transactionInfo.transactionId) ?? -1), 'strictly rising');
            last.set(transactionInfo.transactionId, seqNo);
          }
          const arrived = new Set(sent.map((e) => `${e.transactionInfo.transactionId}/${e.seqNo}`));
          for (const key of due) assert.ok(arrived.has(key), `${key} is lost`);
        },
      ),
      runs(60),
    );
  });
});
