import type { RegisterName } from '../metering/domain.ts';
import { alongRegister, type RegisterPath, ROUNDING_WH } from '../metering/register-steps.ts';
import type { Database } from '../store/database.ts';
import type { DecisionEntry } from './decisions.ts';
import {
  placeOf,
  type Transaction,
  type TransactionEvent,
  type TransactionIdentity,
  withDecision,
  withEvent,
} from './domain.ts';
import { FRONT, type LedgerEntry, selectBooksAfter, selectDecisions } from './events-sql.ts';
import { momentOf } from './moments.ts';
import { type Meters, registersIn, takeReadings } from './readings.ts';
import {
  type EnergyRegister,
  inPlace,
  isLoose,
  NO_REGISTERS,
  type PlacedPoint,
  standsBefore,
} from './registers.ts';

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

/**
 * With its registers told in order, from the first to the last, where that is not known: what stands after the end is
 * left out, although it may have come before it. Pure.
 */
function inOrder(transaction: Transaction, entries: readonly LedgerEntry[]): Transaction {
  if (!isLoose(transaction)) return transaction;
  const { version, ended } = transaction;
  const placed = entries
    .filter((entry) => !isSecondEnd(entry, entries))
    .map(({ event, receivedAtMs }) => ({
      event,
      place: placeOf(version, event, momentOf(event.timestamp, receivedAtMs).atMs),
    }))
    .sort((a, b) => a.place - b.place);
  const draft: Meters & Pick<Transaction, 'ended'> = {
    registers: NO_REGISTERS,
    ...(ended !== undefined && { ended }),
  };
  for (const { event, place } of placed) takeReadings(draft, event, place);
  const mayBeSorted = version === '1.6' || entries.some(({ variant }) => variant > 0);
  const pointsOf = pointsByName(placed);
  const registers = new Map<RegisterName, EnergyRegister>();
  for (const [name, told] of draft.registers) {
    const { otherEnd } = transaction.registers.get(name) ?? {};
    const register = { ...told, ...(otherEnd !== undefined && { otherEnd }) };
    registers.set(name, withWay(register, pointsOf.get(name) ?? [], mayBeSorted));
  }
  return { ...transaction, registers };
}

/** See {@link withEvent}. */
function isSecondEnd(entry: LedgerEntry, entries: readonly LedgerEntry[]): boolean {
  return (
    entry.variant > 0 &&
    entry.event.eventType === 'Ended' &&
    entries.some(({ event, arrival }) => event.eventType === 'Ended' && arrival < entry.arrival)
  );
}

function pointsByName(
  placed: readonly { readonly event: TransactionEvent; readonly place: number }[],
): ReadonlyMap<RegisterName, PlacedPoint[]> {
  const points = new Map<RegisterName, PlacedPoint[]>();
  for (const { event, place } of placed) {
    for (const { name, valueWh, atMs } of registersIn(event)) {
      const known = points.get(name) ?? [];
      known.push({ place, atMs, valueWh });
      points.set(name, known);
    }
  }
  return points;
}

/** From its first point to its last: what else a meter told is no part of the transaction. */
function withWay(
  register: EnergyRegister,
  points: readonly PlacedPoint[],
  mayBeSorted: boolean,
): EnergyRegister {
  const { value: startWh, ...start } = register.start;
  const { value: endWh, ...end } = register.end;
  const within = points
    .filter(
      (point) =>
        !standsBefore(point, { ...start, valueWh: startWh }) &&
        !standsBefore({ ...end, valueWh: endWh }, point),
    )
    .sort(inPlace);
  const path = pathAlong(within);
  const isSorted = path?.steps.length !== 0 && mayBeSorted && mayOnlyRise(register, within);
  const told = isSorted ? pathAlong(within.toSorted((a, b) => a.valueWh - b.valueWh)) : path;
  if (told === undefined) return register;
  const way = { ...told, place: end.place, isUnordered: false, mustBeRetold: false };
  return { ...register, way };
}

function pathAlong(points: readonly PlacedPoint[]): RegisterPath | undefined {
  let path: RegisterPath | undefined;
  for (const { valueWh, atMs } of points) path = alongRegister(path, { valueWh, atMs });
  return path;
}

/**
 * Messages of 1.6 have no numbers, and the clock of a station may have been set back between two of them; a station of
 * 2.x that has forgotten its last numbers uses them again. When all registers lie between the first and the last, then
 * the register has risen, and the clock or the numbers were wrong.
 */
function mayOnlyRise(
  { start, end }: EnergyRegister,
  points: readonly { readonly valueWh: number }[],
): boolean {
  if (!end.marked) return false;
  const leastWh = start.value - ROUNDING_WH;
  const mostWh = end.value + ROUNDING_WH;
  return points.every(({ valueWh }) => valueWh >= leastWh && valueWh <= mostWh);
}

/** The transaction as its books say it for good: {@link inOrder} when that is needed, else as it is. */
export async function settled(database: Database, transaction: Transaction): Promise<Transaction> {
  if (!isLoose(transaction)) return transaction;
  const entries: LedgerEntry[] = [];
  for await (const piece of ledgerOf(database, transaction.key)) entries.push(...piece);
  return inOrder(transaction, entries);
}
