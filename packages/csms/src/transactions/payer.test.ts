import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Ocpp21 } from '@northbound/protocol';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import { transactionEvent } from '../testing/messages.ts';
import { stationWithBooks } from './testing/station-with-books.ts';

type Shown = Ocpp21.IdTokenType['idToken'];

/** A station with a transaction in whose events these tokens are shown, and what the books say of who pays. */
async function payerOf(
  shown: readonly Shown[],
  order: readonly number[],
  stopper?: Shown,
): Promise<{ readonly payer: unknown; readonly contentMatches: boolean; readonly told: string }> {
  const { logic, tell, known, billed, end } = await stationWithBooks();
  for (const [idToken, status] of [
    ['BLOCKED', 'Blocked'],
    ['GOOD', 'Accepted'],
    ['BETTER', 'Accepted'],
  ] as const) {
    await logic.csms.blocks.tokens.put({ idToken, type: 'ISO14443', status });
  }
  const events = shown.map((idToken, seqNo) =>
    transactionEvent('T', seqNo, seqNo === 0 ? 'Started' : 'Updated', {
      idToken: { idToken, type: 'ISO14443' },
      triggerReason: 'Authorized',
    }),
  );
  const stop = stopper === undefined ? {} : { idToken: { idToken: stopper, type: 'ISO14443' } };
  events.push(transactionEvent('T', shown.length, 'Ended', stop));
  for (const index of order) await tell(events[index] ?? {});
  const { records, contentMatches } = await billed();
  const [view] = await known();
  assert.equal(records[0]?.idToken, view?.idToken);
  const { items } = await logic.csms.blocks.transactions.story(1, { limit: 9 });
  await end();
  return { payer: view?.idToken, contentMatches, told: items.flatMap((one) => one.proved).join() };
}

test('who pays is the first token that was not refused, whichever is told first', async () => {
  const token = fc.constantFrom<Shown>('BLOCKED', 'STRANGER', 'GOOD', 'BETTER');
  const transaction = fc.array(token, { minLength: 1, maxLength: 4 }).chain((shown) => {
    const indexes = [...shown.keys(), shown.length];
    return fc.tuple(
      fc.constant(shown),
      fc.shuffledSubarray(indexes, { minLength: indexes.length }),
    );
  });
  await fc.assert(
    fc.asyncProperty(transaction, async ([shown, order]) => {
      const { payer, contentMatches } = await payerOf(shown, order);
      const isWelcome = (idToken: string) => idToken === 'GOOD' || idToken === 'BETTER';
      assert.deepEqual([payer, contentMatches], [shown.find(isWelcome) ?? shown[0], true]);
    }),
    runs(20),
  );
});

test('a refusal is in the story where it makes a difference, and only there', async () => {
  const another = await payerOf(['BLOCKED', 'GOOD'], [0, 1, 2]);
  assert.match(another.told, /the token BLOCKED \(ISO14443\) was refused, and another one shown/);
  assert.doesNotMatch((await payerOf(['BLOCKED'], [0, 1])).told, /refused/);
});

test('who stops what a refused token began does not pay for it', async () => {
  assert.equal((await payerOf(['BLOCKED'], [0, 1], 'GOOD')).payer, 'BLOCKED');
});
