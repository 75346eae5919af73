import {
  alongRegister,
  type RegisterPath,
  type RegisterPoint,
  ROUNDING_WH,
} from '../metering/register-steps.ts';
import type { Database } from '../store/database.ts';
import type { DecisionEntry } from './decisions.ts';
import {
  placeOf,
  type Transaction,
  type TransactionIdentity,
  withDecision,
  withEvent,
} from './domain.ts';
import { FRONT, type LedgerEntry, selectBooksAfter, selectDecisions } from './events-sql.ts';
import { momentOf } from './moments.ts';
import { isAfterEnd, registersOf } from './readings.ts';

/** Events that are read in one go. */
const EVENTS_AT_ONCE = 500;

/** The whole ledger of a transaction, in the order of its numbers, piece by piece; of meter values what records rest on. */
export async function* ledgerOf(
  database: Database,
  transactionKey: number,
): AsyncGenerator<LedgerEntry[]> {
  let after = FRONT;
  for (;;) {
    const entries = await selectBooksAfter(database, transactionKey, after, EVENTS_AT_ONCE);
    if (entries.length > 0) yield entries;
    const last = entries.at(-1);
    if (last === undefined || entries.length < EVENTS_AT_ONCE) return;
    after = last;
  }
}

/** How far a ledger is told: so many events and decisions, in the order in which they came. */
export interface LedgerExtent {
  readonly events: number;
  readonly decisions: number;
}

/**
 * Tells a transaction again from its ledger, as it was when it held so much.
 *
 * @returns undefined when no event is left
 */
export async function replay(
  database: Database,
  identity: TransactionIdentity,
  extent: LedgerExtent,
): Promise<Transaction | undefined> {
  const entries: LedgerEntry[] = [];
  for await (const piece of ledgerOf(database, identity.key)) {
    for (const entry of piece) if (entry.arrival <= extent.events) entries.push(entry);
  }
  const decisions = await selectDecisions(database, identity.key);
  return retell(
    identity,
    entries,
    decisions.filter(({ number }) => number <= extent.decisions),
  );
}

/** The same in memory. Pure. */
function retell(
  { key, stationId, transactionId, generation, version }: TransactionIdentity,
  entries: readonly LedgerEntry[],
  decisions: readonly DecisionEntry[],
): Transaction | undefined {
  const [first, ...others] = entries.toSorted((a, b) => a.arrival - b.arrival);
  if (first === undefined) return undefined;
  const begun = withEvent({ key, stationId, transactionId, generation, version }, first);
  const told = others.reduce<Transaction>(withEvent, begun);
  return inOrder(decisions.reduce<Transaction>(withDecision, told), entries);
}

/** With the way of its register told in order, from the first register to the last, where that is not known. Pure. */
function inOrder(transaction: Transaction, entries: readonly LedgerEntry[]): Transaction {
  const { register, version } = transaction;
  if (register === undefined || !isLoose(transaction)) return transaction;
  const points = entries.flatMap(({ event, receivedAtMs }) => {
    const place = placeOf(version, event, momentOf(event.timestamp, receivedAtMs).atMs);
    return registersOf(event).map(({ registerWh = 0, atMs }) => ({
      place,
      atMs,
      valueWh: registerWh,
    }));
  });
  const told = untilItsEnd(transaction, points);
  const within = points.filter((point) => isWithin(told, point)).sort(inPlace);
  const path = pathAlong(within);
  const mayBeSorted = version === '1.6' || entries.some(({ variant }) => variant > 0);
  if (path?.steps.length !== 0 && mayBeSorted && mayOnlyRise(told, within)) {
    within.sort((a, b) => a.valueWh - b.valueWh);
    return withPath(told, register.place, pathAlong(within));
  }
  return withPath(told, register.place, path);
}

function isLoose({ register }: Transaction): boolean {
  return register?.isUnordered === true || register?.mustBeRetold === true;
}

/** With the last register before its end, where what follows an end that brought none came before it. */
function untilItsEnd(transaction: Transaction, points: readonly PlacedPoint[]): Transaction {
  const { meterLast } = transaction;
  if (meterLast === undefined || !isAfterEnd(transaction, meterLast.place)) return transaction;
  const last = points
    .filter(({ place }) => !isAfterEnd(transaction, place))
    .sort(inPlace)
    .at(-1);
  if (last === undefined) return transaction;
  const { valueWh: value, place, atMs } = last;
  return { ...transaction, meterLast: { value, place, atMs, marked: false } };
}

/** Between the first register of a transaction and its last: what else a meter told is no part of it. */
function isWithin({ meterStart, meterLast }: Transaction, point: PlacedPoint): boolean {
  const standsBefore = (one: Place, other: Place) =>
    one.place < other.place || (one.place === other.place && one.atMs < other.atMs);
  if (meterStart === undefined || meterLast === undefined) return false;
  return !standsBefore(point, meterStart) && !standsBefore(meterLast, point);
}

type Place = Pick<PlacedPoint, 'place' | 'atMs'>;

interface PlacedPoint extends RegisterPoint {
  readonly place: number;
}

function inPlace(a: PlacedPoint, b: PlacedPoint): number {
  return a.place - b.place || a.atMs - b.atMs;
}

function pathAlong(points: readonly PlacedPoint[]): RegisterPath | undefined {
  let path: RegisterPath | undefined;
  for (const { valueWh, atMs } of points) path = alongRegister(path, { valueWh, atMs });
  return path;
}

function withPath(
  transaction: Transaction,
  place: number,
  path: RegisterPath | undefined,
): Transaction {
  if (path === undefined) return transaction;
  return { ...transaction, register: { ...path, place, isUnordered: false, mustBeRetold: false } };
}

/**
 * Messages of 1.6 have no numbers, and the clock of a station may have been set back between two of them; a station of
 * 2.x that has forgotten its last numbers uses them again. When all registers lie between the first and the last, then
 * the register has risen, and the clock or the numbers were wrong.
 */
function mayOnlyRise(
  { meterStart, meterLast }: Transaction,
  points: readonly { readonly valueWh: number }[],
): boolean {
  if (meterStart === undefined || meterLast?.marked !== true) return false;
  const leastWh = meterStart.value - ROUNDING_WH;
  const mostWh = meterLast.value + ROUNDING_WH;
  return points.every(({ valueWh }) => valueWh >= leastWh && valueWh <= mostWh);
}

/** The transaction as its books say it for good: {@link inOrder} when that is needed, else as it is. */
export async function settled(database: Database, transaction: Transaction): Promise<Transaction> {
  if (!isLoose(transaction)) return transaction;
  const entries: LedgerEntry[] = [];
  for await (const piece of ledgerOf(database, transaction.key)) entries.push(...piece);
  return inOrder(transaction, entries);
}
