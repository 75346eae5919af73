import { isDeepStrictEqual } from 'node:util';
import { thin } from '../metering/thin.ts';
import type { TransactionEvent } from './domain.ts';
import type { LedgerEntry } from './events-sql.ts';

/**
 * Whether an entry is of this event. A repetition may have become `offline` meanwhile (E04.FR.03), and of an old entry
 * the ledger may have forgotten what no record rests on; everything else must be the same.
 */
export function isSameEvent(entry: LedgerEntry, incoming: TransactionEvent): boolean {
  const { offline: _knownOffline, ...a } = entry.event;
  const { offline: _incomingOffline, ...b } = entry.isThinned ? thinned(incoming) : incoming;
  // As JSON has it: a field that is undefined here is absent there.
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

function thinned({ meterValue = [], ...event }: TransactionEvent): TransactionEvent {
  const kept = thin(meterValue);
  return kept.length === 0 ? event : { ...event, meterValue: kept };
}
