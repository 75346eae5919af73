import { timestampOf } from '../timestamps.ts';
import type { LedgerEntry } from '../transactions/events-sql.ts';
import type { TransactionCostView } from './views.ts';

/** What an event says of costs; nothing when it says nothing. */
export function costIn({ seqNo, receivedAtMs, event }: LedgerEntry): TransactionCostView[] {
  const { costDetails, timestamp } = event;
  if (costDetails === undefined) return [];
  const { totalCost, failureToCalculate, failureReason } = costDetails;
  const { currency, typeOfCost, total } = totalCost;
  return [
    {
      seqNo,
      at: timestamp,
      receivedAt: timestampOf(receivedAtMs),
      currency,
      typeOfCost,
      ...(total.exclTax === undefined ? {} : { totalExclTax: total.exclTax }),
      ...(total.inclTax === undefined ? {} : { totalInclTax: total.inclTax }),
      ...(failureToCalculate === undefined ? {} : { failureToCalculate }),
      ...(failureReason === undefined ? {} : { failureReason }),
      costDetails,
    },
  ];
}
