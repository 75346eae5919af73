import { allTransactions } from '../../checkers/booked.ts';
import { checkBooks } from '../../checkers/books.ts';
import type { Violation } from '../../checkers/violation.ts';
import { checkVisits } from '../../checkers/visits.ts';
import { evidenceOf, identityIn } from '../evidence.ts';
import type { JournalEntry } from '../journal.ts';
import type { ToldOrders } from '../orders.ts';
import { checkHeard, checkRecordsHeard } from '../webhooks.ts';
import { JournalReader } from './journal-file.ts';
import { checkDataFile, withBooks } from './open-books.ts';
import type { Receiver } from './receiver.ts';
import type { SoakStationState } from './soak-station.ts';
import type { Surroundings } from './surroundings.ts';

/** Violations whose evidence is told in full: the rest says the same. */
const MOST_TOLD = 5;
const FRAMES = 500;

export interface Checked {
  readonly violations: readonly Violation[];
  readonly evidence: readonly string[];
  readonly transactions: number;
}

/** Compares what everybody has written down with the books of a CSMS that has stopped. */
export async function checkSoak(parts: {
  readonly database: string;
  readonly around: Surroundings;
  readonly receiver: Receiver;
  readonly states: readonly SoakStationState[];
  readonly told: ToldOrders;
}): Promise<Checked> {
  const { database, around, receiver, states, told } = parts;
  around.read();
  const { stations, pasts } = around.checked(states);
  return withBooks(database, async (csms) => {
    const { witness, orders } = around;
    const { violations: inBooks } = await checkBooks(csms, stations, pasts, witness.answered);
    const booked = await allTransactions(csms);
    const violations = [
      ...checkDataFile(database),
      ...witness.violations,
      ...inBooks,
      ...pasts.flatMap((past) =>
        checkVisits(
          past,
          booked.filter(
            ({ stationId, evseId }) =>
              stationId === past.machine.identity && evseId === past.evseId,
          ),
        ),
      ),
      ...orders.check(told),
      ...checkHeard(receiver.transactions, booked),
      ...checkRecordsHeard(
        receiver.records,
        booked.flatMap(({ cdr }) => (cdr === undefined ? [] : [cdr])),
      ),
    ];
    const evidence: string[] = [];
    for (const violation of violations.slice(0, MOST_TOLD)) {
      const identity = identityIn(violation);
      const frames = await csms.queries.frames(identity, { limit: FRAMES });
      evidence.push(...evidenceOf(violation, journalOf(around.journals, identity), frames.items));
    }
    return { violations, evidence, transactions: booked.length };
  });
}

function journalOf(files: readonly string[], identity: string): JournalEntry[] {
  return files.flatMap((file) =>
    [...new JournalReader(file).next()].filter(({ id }) => id === identity),
  );
}
