import type { TransactionView } from '@northbound/csms';
import type { Books } from './booked.ts';
import type { Violation } from './violation.ts';

/**
 * Every transaction that is over is billed by one record in force, with the energy that its books say; every record can
 * be told again from the ledger to the same bytes, and the chain of them is whole.
 *
 * @param mayLackItsStart whether a transaction's start is lost: as for missing numbers, the CSMS waits for it longer
 *   than a world goes on
 */
export async function checkRecords(
  { blocks }: Books,
  transactions: readonly TransactionView[],
  mayLackItsStart: (transaction: TransactionView) => boolean,
): Promise<Violation[]> {
  const found: Violation[] = [];
  const inForce = new Map<number, number | undefined>();
  for await (const page of blocks.cdrs.pages({})) {
    for (const { number, supersededBy, content } of page) {
      const place = `record ${number}`;
      const { contentMatches, hashMatches } = await blocks.cdrs.verify(number);
      if (!contentMatches) {
        found.push({ rule: 'records', place, what: 'is told otherwise by the ledger' });
      }
      if (!hashMatches) found.push({ rule: 'records', place, what: 'breaks the chain of hashes' });
      if (supersededBy !== undefined) continue;
      if (inForce.has(content.transaction)) {
        const what = `bills transaction ${content.transaction} a second time`;
        found.push({ rule: 'records', place, what });
      }
      inForce.set(content.transaction, content.energyWh);
    }
  }
  const known = new Set(transactions.map(({ id }) => id));
  for (const id of inForce.keys()) {
    if (known.has(id)) continue;
    found.push({ rule: 'records', place: `transaction ${id}`, what: 'has a record and no book' });
  }
  for (const transaction of transactions) {
    const { id, stationId, energyWh, endedAt, missingSeqNos } = transaction;
    const place = `${stationId} transaction ${id}`;
    if (!inForce.has(id)) {
      const mayWait = missingSeqNos.length > 0 || mayLackItsStart(transaction);
      if (endedAt === undefined || mayWait) continue;
      found.push({ rule: 'records', place, what: 'is over and has no record' });
    } else if (endedAt === undefined) {
      found.push({ rule: 'records', place, what: 'has a record and is not over' });
    } else if (inForce.get(id) !== energyWh) {
      const what = `delivered ${energyWh} Wh, its record bills ${inForce.get(id)} Wh`;
      found.push({ rule: 'records', place, what });
    }
  }
  return found;
}
