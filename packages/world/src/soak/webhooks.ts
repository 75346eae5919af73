import type { TransactionView } from '@northbound/csms';
import type { Violation } from '../checkers/violation.ts';

/** Whoever listens to transactions has heard of each, and the last that he has heard is how it ended. */
export function checkHeard(
  heard: ReadonlyMap<number, TransactionView>,
  booked: readonly TransactionView[],
): Violation[] {
  return booked.flatMap(({ id, stationId, transactionId, endedAt, energyWh }) => {
    const place = `${stationId} transaction ${transactionId}`;
    const last = heard.get(id);
    if (last === undefined) return [{ rule: 'webhook', place, what: 'was never told' }];
    if (last.endedAt === endedAt && last.energyWh === energyWh) return [];
    const what = `was told last with ${last.energyWh} Wh and end ${last.endedAt}, has ${energyWh} Wh and ${endedAt}`;
    return [{ rule: 'webhook', place, what }];
  });
}

/** Each charge detail record was told. */
export function checkRecordsHeard(
  heard: ReadonlySet<number>,
  numbers: Iterable<number>,
): Violation[] {
  const found: Violation[] = [];
  for (const number of numbers) {
    if (heard.has(number)) continue;
    found.push({ rule: 'webhook', place: `record ${number}`, what: 'was never told' });
  }
  return found;
}
