import type { Database, SqlValue, Statement } from '../store/database.ts';
import { isActive, isUnsettled, startedAtMs, type Transaction, withEvent } from './domain.ts';
import { selectLaterEvents } from './events-sql.ts';
import { packTransaction, type TransactionRow, unpackTransaction } from './state.ts';
import { troubleOf } from './trouble.ts';

export function insertTransaction(transaction: Transaction): Statement {
  return {
    sql: `INSERT INTO transactions
      (id, station_id, transaction_id, generation, version, id_token, active, unsettled, trouble, started_at,
       state)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
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
const STATE_EVERY = 32;

/**
 * The state lags behind while events come in order and change nothing that lists ask for: the ledger holds them, and
 * {@link readTransactions} adds them. 1.6 is known by fingerprints, which only the state holds.
 */
export function updateTransaction(before: Transaction, after: Transaction): Statement[] {
  const sameColumns =
    before.idToken === after.idToken &&
    isActive(before) === isActive(after) &&
    isUnsettled(before) === isUnsettled(after) &&
    troubleOf(before) === troubleOf(after) &&
    startedAtMs(before) === startedAtMs(after);
  const inOrder = after.lastSeqNo === before.lastSeqNo + 1;
  const isDue = after.eventCount % STATE_EVERY === 0;
  const mayLag = sameColumns && inOrder && !isDue && isActive(after) && after.version !== '1.6';
  return mayLag ? [] : [writeTransaction(before, after, sameColumns)];
}

/** With its columns, when one of them may be another. */
function writeTransaction(
  { key }: Transaction,
  after: Transaction,
  sameColumns = false,
): Statement {
  const state = packTransaction(after);
  return sameColumns
    ? { sql: 'UPDATE transactions SET state = ? WHERE id = ?', params: [state, key] }
    : {
        sql: `UPDATE transactions SET id_token = ?, active = ?, unsettled = ?, trouble = ?,
          started_at = ?, state = ? WHERE id = ?`,
        params: [...listColumns(after), state, key],
      };
}

/** The transaction as it is, when something else than an event has changed it. */
export function saveTransaction(transaction: Transaction): Statement {
  return writeTransaction(transaction, transaction);
}

export function saveGroup(transactionKey: number, groupKey: string): Statement {
  return {
    sql: 'UPDATE transactions SET group_key = ? WHERE id = ?',
    params: [groupKey, transactionKey],
  };
}

function listColumns(transaction: Transaction): SqlValue[] {
  return [
    transaction.idToken?.value.idToken ?? null,
    isActive(transaction) ? 1 : 0,
    isUnsettled(transaction) ? 1 : 0,
    troubleOf(transaction),
    startedAtMs(transaction),
  ];
}

/** Of the rows that {@link catchUp} makes transactions of. */
export const TRANSACTION_COLUMNS = 'id, station_id, transaction_id, generation, version, state';

async function readTransactions(database: Database, statement: Statement): Promise<Transaction[]> {
  return catchUp(database, await database.read<TransactionRow>(statement));
}

/** The transactions of rows as they are now: what was written may lag behind the ledger. */
export function catchUp(
  database: Database,
  rows: readonly TransactionRow[],
): Promise<Transaction[]> {
  return Promise.all(rows.map((row) => caughtUp(database, unpackTransaction(row))));
}

/** With the events that came after the state was written. */
async function caughtUp(database: Database, transaction: Transaction): Promise<Transaction> {
  if (!isActive(transaction)) return transaction;
  const later = await selectLaterEvents(database, transaction.key, transaction.lastSeqNo);
  return later.reduce<Transaction>(withEvent, transaction);
}

export function loadActiveTransactions(database: Database): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE active = 1 ORDER BY id`,
    params: [],
  });
}

/** Generations of one id that are looked at; a station without ids has one for each message that fits nowhere. */
const MAX_GENERATIONS = 50;

/** Those of a station with one id on the wire, the one that came to be known last first. */
export function findByWireId(
  database: Database,
  stationId: string,
  transactionId: string,
  limit = MAX_GENERATIONS,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE station_id = ? AND transaction_id = ?
      ORDER BY generation DESC LIMIT ?`,
    params: [stationId, transactionId, limit],
  });
}

/** The same, the one that began last first: they are numbered as they came, and may have begun in another order. */
export async function findUses(
  database: Database,
  stationId: string,
  transactionId: string,
): Promise<Transaction[]> {
  const uses = await findByWireId(database, stationId, transactionId);
  return uses.sort((a, b) => startedAtMs(b) - startedAtMs(a));
}

export function findByStart(
  database: Database,
  stationId: string,
  atMs: number,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE station_id = ? AND started_at = ? ORDER BY id`,
    params: [stationId, atMs],
  });
}

/** Those of a station that began before, the last one first. */
export function selectByStart(
  database: Database,
  stationId: string,
  before: { readonly startedAtMs: number; readonly key: number },
  limit: number,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE station_id = ? AND (started_at, id) < (?, ?)
      ORDER BY started_at DESC, id DESC LIMIT ?`,
    params: [stationId, before.startedAtMs, before.key, limit],
  });
}

export async function findByKey(database: Database, key: number): Promise<Transaction | undefined> {
  const [transaction] = await readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE id = ?`,
    params: [key],
  });
  return transaction;
}

/** Those that are over and not in a charge detail record as they are. */
export async function selectUnsettledKeys(database: Database): Promise<number[]> {
  const rows = await database.read<{ readonly id: number }>({
    sql: 'SELECT id FROM transactions WHERE unsettled = 1',
    params: [],
  });
  return rows.map(({ id }) => id);
}

/** Those of one station. */
export function selectUnsettledOf(
  database: Database,
  stationId: string,
  limit: number,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE station_id = ? AND unsettled = 1
      ORDER BY id LIMIT ?`,
    params: [stationId, limit],
  });
}

/** In the order of their keys, of all stations. */
export function selectAfterKey(
  database: Database,
  afterKey: number,
  limit: number,
): Promise<Transaction[]> {
  return readTransactions(database, {
    sql: `SELECT ${TRANSACTION_COLUMNS} FROM transactions WHERE id > ? ORDER BY id LIMIT ?`,
    params: [afterKey, limit],
  });
}
