import assert from 'node:assert/strict';
import { test } from 'node:test';
import { seededRandom } from '@northbound/rpc/testing';
import type { StorageNews } from './medium.ts';
import { memoryStorage } from './memory.ts';
import { Session, type Step } from './testing/sessions.ts';

const MOST_LETTERS = 100;

/** Storage in RAM whose dead letters are full: with what a bill rests on, behind as many other ones as are named. */
function full(others: number) {
  const storage = memoryStorage();
  const told: StorageNews[] = [];
  storage.listen?.((news) => told.push(news));
  const session = new Session(seededRandom(1));
  const park = ({ message, after }: Step): string => {
    storage.queue.append(message, after);
    storage.queue.park();
    return message.messageId;
  };
  const first = park(session.started());
  const samples = Array.from({ length: others }, () => park(session.sampled()));
  for (let bills = others + 1; bills < MOST_LETTERS; bills++) park(session.limit());
  const ids = () => storage.deadLetters.list().map(({ message }) => message.messageId);
  const lost = () => told.filter(({ type }) => type === 'deadLettersLost');
  return { storage, session, park, first, samples, ids, lost };
}

test('of full dead letters in RAM the oldest goes of those that are worth least', () => {
  const { session, park, first, samples, ids, lost } = full(2);
  const newest = park(session.ended());
  assert.equal(ids().length, MOST_LETTERS);
  assert.deepEqual(
    [first, ...samples, newest].map((id) => ids().includes(id)),
    [true, false, true, true],
  );
  assert.deepEqual(lost(), [{ type: 'deadLettersLost', messages: 1, bills: 0 }]);
});

test('where nothing else is left in RAM, it is told that what a bill rests on is lost', () => {
  const { session, park, first, ids, lost } = full(0);
  park(session.ended());
  assert.equal(ids().includes(first), false);
  assert.deepEqual(lost(), [{ type: 'deadLettersLost', messages: 1, bills: 1 }]);
});
