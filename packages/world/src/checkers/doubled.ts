import type { TransactionView } from '@northbound/csms';
import type { Violation } from './violation.ts';

/** No message was processed twice: nothing is in the books a second time under another number. */
export function checkDoubled(booked: readonly TransactionView[]): Violation[] {
  const found: Violation[] = [];
  const seen = new Map<string, TransactionView>();
  for (const transaction of booked) {
    const { stationId, version, evseId, idToken, startedAt, meterStartWh } = transaction;
    // 2.x has its own ids; a StartTransaction is known by all that it says.
    const mark =
      version === '1.6' ? [evseId, idToken, startedAt, meterStartWh] : [transaction.transactionId];
    const key = JSON.stringify([stationId, ...mark]);
    const first = seen.get(key);
    if (first === undefined) seen.set(key, transaction);
    else {
      const place = `${stationId} transactions ${first.id} and ${transaction.id}`;
      found.push({ rule: 'twice', place, what: 'are one transaction' });
    }
  }
  return found;
}
