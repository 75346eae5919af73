import { packMeterValues, unpackMeterValues } from '../metering/pack.ts';
import type { Database, SqlValue, Statement } from '../store/database.ts';
import type { Migration } from '../store/migrations.ts';
import { epochMsOf } from '../timestamps.ts';
import {
  type Inference,
  isActive,
  startedAtMs,
  type Transaction,
  type TransactionEvent,
  withEvent,
} from './domain.ts';
import { packTransaction, type TransactionRow, unpackTransaction } from './state.ts';

export const transactionMigrations: readonly Migration[] = [
  {
    name: 'transactions/001',
    sql: [
      // `state` is everything that its events told; the other columns are what it is and what lists ask for.
      `CREATE TABLE transactions (
        id INTEGER PRIMARY KEY,
        station_id TEXT NOT NULL,
        transaction_id TEXT NOT NULL,
        generation INTEGER NOT NULL,
        version TEXT NOT NULL,
        id_token TEXT,
        active INTEGER NOT NULL,
        started_at BIGINT NOT NULL,
        state TEXT NOT NULL
      )`,
      'CREATE UNIQUE INDEX transactions_wire ON transactions (station_id, transaction_id, generation)',
      'CREATE INDEX transactions_station ON transactions (station_id, id)',
      'CREATE INDEX transactions_started ON transactions (station_id, started_at)',
      'CREATE INDEX transactions_token ON transactions (id_token, id)',
      'CREATE INDEX transactions_active ON transactions (id) WHERE active = 1',
      // The ledger. `variant` tells apart events that a station sent under one number with different contents.
      `CREATE TABLE transaction_events (
        transaction_key BIGINT NOT NULL,
        seq_no BIGINT NOT NULL,
        variant INTEGER NOT NULL,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        event TEXT NOT NULL,
        meter_values TEXT,
        inference TEXT,
        PRIMARY KEY (transaction_key, seq_no, variant)
      )`,
    ],
  },
];

/** An event as the ledger holds it. */
export interface LedgerEntry {
  readonly seqNo: number;
  readonly variant: number;
  readonly receivedAtMs: number;
  readonly event: TransactionEvent;
  readonly inference?: Inference;
}

const INSERT_EVENT = `INSERT INTO transaction_events
  (transaction_key, seq_no, variant, at, received_at, event, meter_values, inference)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)`;

export function appendEvent(transactionKey: number, entry: LedgerEntry): Statement {
  const { meterValue, ...event } = entry.event;
  return {
    sql: INSERT_EVENT,
    params: [
      transactionKey,
      entry.seqNo,
      entry.variant,
      epochMsOf(event.timestamp),
      entry.receivedAtMs,
      JSON.stringify(event),
      meterValue === undefined ? null : packMeterValues(meterValue),
      entry.inference === undefined ? null : JSON.stringify(entry.inference),
    ],
  };
}

export function insertTransaction(transaction: Transaction): Statement {
  return {
    sql: `INSERT INTO transactions
      (id, station_id, transaction_id, generation, version, id_token, active, started_at, state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    params: [
      transaction.key,
      transaction.stationId,
      transaction.transactionId,
      transaction.generation,
      transaction.version,
      ...listColumns(transaction),
      packTransaction(transaction),
    ],
  };
}

/** Events after which the state is written at the latest. */
const STATE_EVERY = 16;

/**
 * The state lags behind while events come in order and change nothing that lists ask for: the ledger holds them, and
 * {@link readTransactions} adds them. 1.6 is known by fingerprints, which only the state holds.
 */
export function updateTransaction(before: Transaction, after: Transaction): Statement[] {
  const sameColumns =
    before.idToken === after.idToken &&
    before.ended === after.ended &&
    before.supersededBy === after.supersededBy &&
    startedAtMs(before) === startedAtMs(after);
  const inOrder = after.lastSeqNo === before.lastSeqNo + 1;
  const isDue = after.eventCount % STATE_EVERY === 0;
  if (sameColumns && inOrder && !isDue && after.version !== '1.6') return [];
  const state = packTransaction(after);
  return sameColumns
    ? [{ sql: 'UPDATE transactions SET state = ? WHERE id = ?', params: [state, after.key] }]
    : [
        {
          sql: 'UPDATE transactions SET id_token = ?, active = ?, started_at = ?, state = ? WHERE id = ?',
          params: [...listColumns(after), state, after.key],
        },
      ];
}

function listColumns(transaction: Transaction): SqlValue[] {
  return [
    transaction.idToken?.value.idToken ?? null,
    isActive(transaction) ? 1 : 0,
    startedAtMs(transaction),
  ];
}

const COLUMNS = 'id, station_id, transaction_id, generation, version, state';

async function readTransactions(database: Database, statement: Statement): Promise<Transaction[]> {
  const rows = await database.read<TransactionRow>(statement);
  return Promise.all(rows.map((row) => caughtUp(database, unpackTransaction(row))));
}

/** With the events that came after the state was written. */
async function caughtUp(database: Database, transaction: Transaction): Promise<Transaction> {
  if (transaction.ended !== undefined) return transaction;
  const later = await readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events
      WHERE transaction_key = ? AND seq_no > ? ORDER BY seq_no, variant`,
    params: [transaction.key, transaction.lastSeqNo],
  });
  return later.reduce<Transaction>((known, { event }) => withEvent(known, event), transaction);
}

export function loadActiveTransactions(database: Database): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${COLUMNS} FROM transactions WHERE active = 1 ORDER BY id`,
    params: [],
  });
}

/** All of a station with one id on the wire, the newest first. */
export function findByWireId(
  database: Database,
  stationId: string,
  transactionId: string,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${COLUMNS} FROM transactions WHERE station_id = ? AND transaction_id = ?
      ORDER BY generation DESC`,
    params: [stationId, transactionId],
  });
}

export function findByStart(
  database: Database,
  stationId: string,
  atMs: number,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${COLUMNS} FROM transactions WHERE station_id = ? AND started_at = ? ORDER BY id`,
    params: [stationId, atMs],
  });
}

export async function findByKey(database: Database, key: number): Promise<Transaction | undefined> {
  const [transaction] = await readTransactions(database, {
    sql: `SELECT ${COLUMNS} FROM transactions WHERE id = ?`,
    params: [key],
  });
  return transaction;
}

/** What a list of transactions asks for; absent means any. */
export interface TransactionSelection {
  readonly stationId?: string;
  readonly active?: boolean;
  readonly idToken?: string;
  /** Only keys below this one. */
  readonly beforeKey?: number;
  readonly limit: number;
}

/** Newest first. */
export function selectTransactions(
  database: Database,
  selection: TransactionSelection,
): Promise<Transaction[]> {
  return readTransactions(database, transactionSelect(selection));
}

function transactionSelect({
  stationId,
  active,
  idToken,
  beforeKey,
  limit,
}: TransactionSelection): Statement {
  const conditions: string[] = [];
  const params: SqlValue[] = [];
  if (stationId !== undefined) {
    conditions.push('station_id = ?');
    params.push(stationId);
  }
  if (idToken !== undefined) {
    conditions.push('id_token = ?');
    params.push(idToken);
  }
  // Written out, because a planner uses the partial index only for a condition it can read.
  if (active !== undefined) conditions.push(active ? 'active = 1' : 'active = 0');
  if (beforeKey !== undefined) {
    conditions.push('id < ?');
    params.push(beforeKey);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  return {
    sql: `SELECT ${COLUMNS} FROM transactions ${where} ORDER BY id DESC LIMIT ?`,
    params: [...params, limit],
  };
}

interface EventRow {
  readonly seq_no: number;
  readonly variant: number;
  readonly received_at: number;
  readonly event: string;
  readonly meter_values: string | null;
  readonly inference: string | null;
}

const EVENT_COLUMNS = 'seq_no, variant, received_at, event, meter_values, inference';

function entryOf(row: EventRow): LedgerEntry {
  const event: TransactionEvent = JSON.parse(row.event);
  return {
    seqNo: row.seq_no,
    variant: row.variant,
    receivedAtMs: row.received_at,
    event:
      row.meter_values === null
        ? event
        : { ...event, meterValue: unpackMeterValues(row.meter_values) },
    ...(row.inference === null ? {} : { inference: JSON.parse(row.inference) }),
  };
}

async function readEntries(database: Database, statement: Statement): Promise<LedgerEntry[]> {
  return (await database.read<EventRow>(statement)).map(entryOf);
}

/** In the order of their numbers. */
export function selectEvents(database: Database, transactionKey: number): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events WHERE transaction_key = ?
      ORDER BY seq_no, variant`,
    params: [transactionKey],
  });
}

/** Everything that came under one number. */
export function selectVariants(
  database: Database,
  transactionKey: number,
  seqNo: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events WHERE transaction_key = ? AND seq_no = ?
      ORDER BY variant`,
    params: [transactionKey, seqNo],
  });
}

/** Which events with meter values are wanted; moments are inclusive. */
export interface MeteredSelection {
  readonly fromMs: number;
  readonly toMs: number;
  /** Only events in front of this one. */
  readonly before: Pick<LedgerEntry, 'seqNo' | 'variant'>;
  readonly limit: number;
}

/** From the end of the transaction backwards. */
export function selectMeteredEvents(
  database: Database,
  transactionKey: number,
  { fromMs, toMs, before, limit }: MeteredSelection,
): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events
      WHERE transaction_key = ? AND (seq_no, variant) < (?, ?) AND at BETWEEN ? AND ?
        AND meter_values IS NOT NULL
      ORDER BY seq_no DESC, variant DESC LIMIT ?`,
    params: [transactionKey, before.seqNo, before.variant, fromMs, toMs, limit],
  });
}
