import type { MeterValue } from '../metering/domain.ts';
import { packMeterValues, unpackMeterValues } from '../metering/pack.ts';
import type { SignatureState } from '../metering/signatures.ts';
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
}

const INSERT_EVENT = `INSERT INTO transaction_events
  (transaction_key, seq_no, variant, arrival, at, received_at, event, meter_values, signatures, inference)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

export function appendEvent(transactionKey: number, entry: LedgerEntry): Statement {
  const { meterValue, ...event } = entry.event;
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
      meterValue === undefined ? null : packMeterValues(meterValue),
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
  readonly signatures: string | null;
  readonly inference: string | null;
}

const EVENT_COLUMNS =
  'seq_no, variant, arrival, received_at, event, meter_values, signatures, inference';

function entryOf(row: EventRow): LedgerEntry {
  const event: TransactionEvent = JSON.parse(row.event);
  return {
    seqNo: row.seq_no,
    variant: row.variant,
    arrival: row.arrival,
    receivedAtMs: row.received_at,
    event:
      row.meter_values === null
        ? event
        : { ...event, meterValue: unpackMeterValues(row.meter_values) },
    ...(row.signatures === null ? {} : { signatures: JSON.parse(row.signatures) }),
    ...(row.inference === null ? {} : { inference: JSON.parse(row.inference) }),
  };
}

async function readEntries(database: Database, statement: Statement): Promise<LedgerEntry[]> {
  return (await database.read<EventRow>(statement)).map(entryOf);
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

/** Events after the state of a transaction was written, in order. */
export function selectLaterEvents(
  database: Database,
  transactionKey: number,
  afterSeqNo: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events
      WHERE transaction_key = ? AND seq_no > ? ORDER BY seq_no, variant`,
    params: [transactionKey, afterSeqNo],
  });
}

/** In front of every event: 2.0.1 lets a station count from below 0. */
export const FRONT: Pick<LedgerEntry, 'seqNo' | 'variant'> = {
  seqNo: Number.MIN_SAFE_INTEGER,
  variant: 0,
};

/** A piece of the ledger, in the order of the numbers. */
export function selectEventsAfter(
  database: Database,
  transactionKey: number,
  after: Pick<LedgerEntry, 'seqNo' | 'variant'>,
  limit: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events
      WHERE transaction_key = ? AND (seq_no, variant) > (?, ?) ORDER BY seq_no, variant LIMIT ?`,
    params: [transactionKey, after.seqNo, after.variant, limit],
  });
}

/** The last by number, backwards. */
export function selectLastEvents(
  database: Database,
  transactionKey: number,
  limit: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events
      WHERE transaction_key = ? ORDER BY seq_no DESC, variant DESC LIMIT ?`,
    params: [transactionKey, limit],
  });
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

/** Events with meter values, in the order of the numbers. */
export function selectMeteredAfter(
  database: Database,
  transactionKey: number,
  after: Pick<LedgerEntry, 'seqNo' | 'variant'>,
  limit: number,
): Promise<LedgerEntry[]> {
  return readEntries(database, {
    sql: `SELECT ${EVENT_COLUMNS} FROM transaction_events
      WHERE transaction_key = ? AND (seq_no, variant) > (?, ?) AND meter_values IS NOT NULL
      ORDER BY seq_no, variant LIMIT ?`,
    params: [transactionKey, after.seqNo, after.variant, limit],
  });
}

/** The only change that an entry ever sees: what no record rests on is forgotten. */
export function updateMeterValues(
  transactionKey: number,
  { seqNo, variant }: LedgerEntry,
  meterValues: readonly MeterValue[],
): Statement {
  return {
    sql: `UPDATE transaction_events SET meter_values = ?
      WHERE transaction_key = ? AND seq_no = ? AND variant = ?`,
    params: [
      meterValues.length === 0 ? null : packMeterValues(meterValues),
      transactionKey,
      seqNo,
      variant,
    ],
  };
}
