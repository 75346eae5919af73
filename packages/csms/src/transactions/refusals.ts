import { type Core, commit } from '../core.ts';
import type { Station } from '../stations/station.ts';
import type { Transaction, TransactionEvent } from './domain.ts';
import { decide } from './ledger.ts';
import { saveTransaction } from './sql.ts';
import { type ShownToken, stops, toBeRefused, withAnswer } from './tokens-shown.ts';

/**
 * Remembers what was answered to a token that was to authorize a transaction. A station may go on all the same, with
 * another token: then that one pays.
 */
export async function rememberAnswer(
  core: Core,
  station: Station,
  before: Transaction,
  event: TransactionEvent,
  isWelcome: boolean,
): Promise<void> {
  const { idToken } = event;
  if (idToken === undefined || stops(event)) return;
  const token = { idToken: idToken.idToken, type: idToken.type };
  const transaction = withAnswer(before, token, isWelcome);
  if (transaction === before) return;
  await commit(core, {
    statements: [saveTransaction(transaction)],
    apply: () => station.keepTransaction(transaction),
  });
  await decideRefusals(core, station, transaction);
}

/** Puts refusals into the ledger that make a difference to who pays. */
export async function decideRefusals(
  core: Core,
  station: Station,
  before: Transaction,
): Promise<Transaction> {
  let transaction = before;
  for (const token of toBeRefused(before)) {
    const change = decide(core, station, transaction, { kind: 'refused', token }, reasonOf(token));
    await commit(core, change);
    transaction = change.transaction;
  }
  return transaction;
}

function reasonOf({ idToken, type }: ShownToken): string {
  return `the token ${idToken} (${type}) was refused, and another one shown: that one pays`;
}
