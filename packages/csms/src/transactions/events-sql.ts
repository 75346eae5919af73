import { packMeterValues, unpackMeterValues } from '../metering/pack.ts';
import type { SignatureState } from '../metering/signatures.ts';
import { thin } from '../metering/thin.ts';
import { selectDetails } from '../metering/transaction-values-sql.ts';
import type { Database, Statement } from '../store/database.ts';
import { epochMsOf } from '../timestamps.ts';
import type { DecisionEntry } from './decisions.ts';
import type { Inference, TransactionEvent } from './domain.ts';

/** An event as the ledger holds it. */
export interface LedgerEntry {
  readonly seqNo: number;
  readonly variant: number;
  /** Counts the events of its transaction as they came, from 1; 0 in a ledger from before they were counted. */
  readonly arrival: number;
  readonly receivedAtMs: number;
  readonly event: TransactionEvent;
  readonly signatures?: readonly SignatureState[];
  readonly inference?: Inference;
  /** Of its meter values only those are left that records rest on. */
  readonly isThinned?: boolean;
}

/** The two tables of the ledger: an event lies in one of them. */
export const RECENT = 'recent_transaction_events';
export const SETTLED = 'transaction_events';

/** Those of both. */
export const EVENT_TABLE_COLUMNS = `transaction_key, seq_no, variant, arrival, at, received_at, event, meter_values, values_id,
  signatures, inference`;

const INSERT_EVENT = `INSERT INTO ${RECENT} (${EVENT_TABLE_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** The meter values of an event as the ledger holds them, packed. */
export interface StoredValues {
  readonly packed: string | undefined;
  /** Where all of them are, when these are a part. */
  readonly detailsId?: number;
}

export function appendEvent(
  transactionKey: number,
  entry: LedgerEntry,
  { packed, detailsId }: StoredValues,
): Statement {
  const { meterValue: _packed, ...event } = entry.event;
  return {
    sql: INSERT_EVENT,
    params: [
      transactionKey,
      entry.seqNo,
      entry.variant,
      entry.arrival,
      epochMsOf(event.timestamp),
      entry.receivedAtMs,
      JSON.stringify(event),
      packed ?? null,
      detailsId ?? null,
      entry.signatures === undefined ? null : JSON.stringify(entry.signatures),
      entry.inference === undefined ? null : JSON.stringify(entry.inference),
    ],
  };
}

interface EventRow {
  readonly seq_no: number;
  readonly variant: number;
  readonly arrival: number;
  readonly received_at: number;
  readonly event: string;
  readonly meter_values: string | null;
  readonly values_id: number | null;
  readonly signatures: string | null;
  readonly inference: string | null;
}

const EVENT_COLUMNS =
  'seq_no, variant, arrival, received_at, event, meter_values, values_id, signatures, inference';

/** @param details all its meter values, when they lie elsewhere and are still there */
function entryOf(row: EventRow, details?: string): LedgerEntry {
  const event: TransactionEvent = JSON.parse(row.event);
  const packed = details ?? row.meter_values;
  return {
    seqNo: row.seq_no,
    variant: row.variant,
    arrival: row.arrival,
    receivedAtMs: row.received_at,
    event: packed === null ? event : { ...event, meterValue: unpackMeterValues(packed) },
    ...(row.values_id === null || details !== undefined ? {} : { isThinned: true }),
    ...(row.signatures === null ? {} : { signatures: JSON.parse(row.signatures) }),
    ...(row.inference === null ? {} : { inference: JSON.parse(row.inference) }),
  };
}

interface EventSelection {
  /** More that must be true of them: `AND …`. */
  readonly wanted?: string;
  readonly params?: readonly number[];
  readonly order: typeof FORWARDS | typeof BACKWARDS;
  readonly limit?: number;
}

/** Entries of one transaction, from both tables. */
function eventsOf(
  transactionKey: number,
  { wanted = '', params = [], order, limit }: EventSelection,
): Statement {
  const from = (table: string) =>
    `SELECT ${EVENT_COLUMNS} FROM ${table} WHERE transaction_key = ? ${wanted}`;
  const each = [transactionKey, ...params];
  return {
    sql: `${from(SETTLED)} UNION ALL ${from(RECENT)} ${order}${limit === undefined ? '' : ' LIMIT ?'}`,
    params: [...each, ...each, ...(limit === undefined ? [] : [limit])],
  };
}

const FORWARDS = 'ORDER BY seq_no, variant';
const BACKWARDS = 'ORDER BY seq_no DESC, variant DESC';

async function readEntries(database: Database, statement: Statement): Promise<LedgerEntry[]> {
  const rows = await database.read<EventRow>(statement);
  const places = rows.flatMap(({ values_id: id, received_at }) =>
    id === null ? [] : [{ id, receivedAtMs: received_at }],
  );
  if (places.length === 0) return rows.map((row) => entryOf(row));
  const details = await selectDetails(database, places);
  return rows.map((row) => entryOf(row, details.get(row.values_id ?? 0)));
}

/** Everything that came under one number. */
export function selectVariants(
  database: Database,
  transactionKey: number,
  seqNo: number,
): Promise<LedgerEntry[]> {
  const selection = { wanted: 'AND seq_no = ?', params: [seqNo], order: FORWARDS } as const;
  return readEntries(database, eventsOf(transactionKey, selection));
}

/** Which events with meter values are wanted; moments are inclusive. */
export interface MeteredSelection {
  readonly fromMs: number;
  readonly toMs: number;
  /** Only events in front of this one. */
  readonly before: Place;
  readonly limit: number;
}

/** From the end of the transaction backwards. */
export function selectMeteredEvents(
  database: Database,
  transactionKey: number,
  { fromMs, toMs, before: { seqNo, variant }, limit }: MeteredSelection,
): Promise<LedgerEntry[]> {
  const wanted = `AND (seq_no, variant) < (?, ?) AND at BETWEEN ? AND ?
    AND (meter_values IS NOT NULL OR values_id IS NOT NULL)`;
  const params = [seqNo, variant, fromMs, toMs];
  return readEntries(
    database,
    eventsOf(transactionKey, { wanted, params, order: BACKWARDS, limit }),
  );
}

/** Events after the state of a transaction was written, in order. */
export function selectLaterEvents(
  database: Database,
  transactionKey: number,
  afterSeqNo: number,
): Promise<LedgerEntry[]> {
  const selection = { wanted: 'AND seq_no > ?', params: [afterSeqNo], order: FORWARDS } as const;
  return readEntries(database, eventsOf(transactionKey, selection));
}

/** Where an event stands in its transaction. */
type Place = Pick<LedgerEntry, 'seqNo' | 'variant'>;

/** In front of every event: 2.0.1 lets a station count from below 0. */
export const FRONT: Place = {
  seqNo: Number.MIN_SAFE_INTEGER,
  variant: 0,
};

/** A piece of the ledger, in the order of the numbers. */
export function selectEventsAfter(
  database: Database,
  transactionKey: number,
  after: Place,
  limit: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, eventsAfter(transactionKey, after, limit));
}

/** The same with what records rest on, and no more of the meter values. */
export async function selectBooksAfter(
  database: Database,
  transactionKey: number,
  after: Place,
  limit: number,
): Promise<LedgerEntry[]> {
  const rows = await database.read<EventRow>(eventsAfter(transactionKey, after, limit));
  return rows.map((row) => entryOf(row));
}

function eventsAfter(transactionKey: number, { seqNo, variant }: Place, limit: number): Statement {
  const wanted = 'AND (seq_no, variant) > (?, ?)';
  return eventsOf(transactionKey, { wanted, params: [seqNo, variant], order: FORWARDS, limit });
}

/** The last by number, backwards. */
export function selectLastEvents(
  database: Database,
  transactionKey: number,
  limit: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, eventsOf(transactionKey, { order: BACKWARDS, limit }));
}

export function insertDecision(transactionKey: number, entry: DecisionEntry): Statement {
  return {
    sql: `INSERT INTO transaction_decisions (transaction_key, number, at, reason, decision)
      VALUES (?, ?, ?, ?, ?)`,
    params: [
      transactionKey,
      entry.number,
      entry.atMs,
      entry.reason,
      JSON.stringify(entry.decision),
    ],
  };
}

interface DecisionRow {
  readonly number: number;
  readonly at: number;
  readonly reason: string;
  readonly decision: string;
}

/** In the order in which they were made. */
export async function selectDecisions(
  database: Database,
  transactionKey: number,
): Promise<DecisionEntry[]> {
  const rows = await database.read<DecisionRow>({
    sql: `SELECT number, at, reason, decision FROM transaction_decisions
      WHERE transaction_key = ? ORDER BY number`,
    params: [transactionKey],
  });
  return rows.map(({ number, at, reason, decision }) => ({
    number,
    atMs: at,
    reason,
    decision: JSON.parse(decision),
  }));
}

/** Forgets what no record rests on, in a ledger from before there were partitions. Nothing else ever changes an entry. */
export function thinMeterValues(
  transactionKey: number,
  { seqNo, variant, event }: LedgerEntry,
): Statement {
  const meterValues = thin(event.meterValue ?? []);
  return {
    sql: `UPDATE ${SETTLED} SET meter_values = ?
      WHERE transaction_key = ? AND seq_no = ? AND variant = ?`,
    params: [
      meterValues.length === 0 ? null : packMeterValues(meterValues),
      transactionKey,
      seqNo,
      variant,
    ],
  };
}
