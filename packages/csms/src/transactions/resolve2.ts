import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { type Inference, isActive, type Transaction, type TransactionEvent } from './domain.ts';
import { selectVariants } from './events-sql.ts';
import { momentOf } from './moments.ts';
import { isSameEvent } from './same-event.ts';
import { findByWireId, findUses } from './sql.ts';

/** What is known of the id that a message names. */
export interface Use {
  readonly known: Transaction | undefined;
  /** The message begins another transaction under that id. */
  readonly isAnother: boolean;
  readonly inference?: Inference;
}

/**
 * Finds the transaction of a message. Ids are unique for one station only, and stations reuse them all the same: a
 * Started that is younger than everything known under its id begins another transaction, and so does one at another EVSE
 * than that at which the known one started.
 */
export async function findUse(core: Core, station: Station, event: TransactionEvent): Promise<Use> {
  const atHand = station.transaction(event.transactionInfo.transactionId);
  const isUsual =
    atHand?.generation === 0 &&
    isActive(atHand) &&
    !predates(core, event, atHand) &&
    !isElsewhere(event, atHand);
  const known = isUsual ? atHand : await resolve(core, station, event, atHand);
  if (known === undefined || event.eventType !== 'Started') return { known, isAnother: false };
  if (!isElsewhere(event, known))
    return { known, isAnother: await beginsAnother(core, known, event) };
  return {
    known,
    isAnother: true,
    ...(isActive(known) && {
      inference: {
        took: `EVSE ${known.evseId?.value} has a transaction of this id under way: this is another one`,
        alternatives: ['it is the same, and what follows without an EVSE may be of either'],
      },
    }),
  };
}

/**
 * Counts up when a station uses an id again: one that it has forgotten, or one of 1.6 that another CSMS gave it and that
 * we have given it too. What is found of the id need not be its newest: a Started may come late.
 */
export async function nextGeneration(
  core: Core,
  station: Station,
  transactionId: string,
): Promise<number> {
  const [newest] = await findByWireId(core.database, station.id, transactionId);
  return newest === undefined ? 0 : newest.generation + 1;
}

async function resolve(
  core: Core,
  station: Station,
  event: TransactionEvent,
  atHand: Transaction | undefined,
): Promise<Transaction | undefined> {
  const { atMs } = momentOf(event.timestamp, core.clock.epochMs());
  // One that is over may be older than another with its id, which is at hand no more.
  const isCurrent = atHand !== undefined && (isActive(atHand) || atMs <= atHand.latestAtMs);
  if (isCurrent && !predates(core, event, atHand) && !isElsewhere(event, atHand)) return atHand;
  const uses = await findUses(core.database, station.id, event.transactionInfo.transactionId);
  const begun = uses.filter((use) => !predates(core, event, use));
  const here = begun.filter((use) => !isElsewhere(event, use));
  const goesOn = here.find((use) => isActive(use) && event.seqNo === use.lastSeqNo + 1);
  return goesOn ?? here[0] ?? begun[0] ?? uses.at(-1);
}

/** Whether an event names another EVSE than that at which a transaction started. */
function isElsewhere({ evse }: TransactionEvent, { started, evseId }: Transaction): boolean {
  return (
    evse !== undefined && started !== undefined && evseId !== undefined && evse.id !== evseId.value
  );
}

/** Whether an event happened before a transaction began. */
function predates({ clock }: Core, { timestamp }: TransactionEvent, { started }: Transaction) {
  return started !== undefined && momentOf(timestamp, clock.epochMs()).atMs < started.value;
}

/** Whether a Started is not that of the transaction that is known. */
async function beginsAnother(
  core: Core,
  known: Transaction,
  event: TransactionEvent,
): Promise<boolean> {
  const { started, ended } = known;
  const { atMs, isFarOff } = momentOf(event.timestamp, core.clock.epochMs());
  // A station that counts on, from one use of an id to the next.
  if (ended !== undefined && event.seqNo > ended.place && atMs >= ended.value) return true;
  if (started === undefined || event.seqNo > known.lastSeqNo) return false;
  // A clock that cannot be gives every repetition a new moment.
  return atMs > known.latestAtMs && !(isFarOff && (await holds(core, known, event)));
}

async function holds(core: Core, known: Transaction, event: TransactionEvent): Promise<boolean> {
  const variants = await selectVariants(core.database, known.key, event.seqNo);
  return variants.some((entry) => isSameEvent(entry, event));
}
