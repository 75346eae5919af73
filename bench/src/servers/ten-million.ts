/** Fills a CSMS's data file with meter values, by copying the rows of one transaction that a station sent. */
import { DatabaseSync } from 'node:sqlite';
import {
  answerParent,
  type Numbers,
  numberSetting,
  type Settings,
  textSetting,
} from '../harness/child.ts';

answerParent({ fill });

const STATIONS = 500;
const HOUR_MS = 3_600_000;

interface TransactionRow {
  readonly id: number;
  readonly version: string;
  readonly started_at: number;
  readonly state: string;
}

interface EventRow {
  readonly seq_no: number;
  readonly at: number;
  readonly event: string;
  readonly meter_values: string | null;
}

/** Copies the only transaction of the file, each copy an hour later and of another station. */
function fill(settings: Settings): Numbers {
  const file = textSetting(settings, 'databaseFile');
  const copies = numberSetting(settings, 'copies');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000');
  const [transaction] = database
    .prepare('SELECT id, version, started_at, state FROM transactions')
    .all() as unknown as TransactionRow[];
  const events = database
    .prepare('SELECT seq_no, at, event, meter_values FROM transaction_events ORDER BY seq_no')
    .all() as unknown as EventRow[];
  if (transaction === undefined) throw new Error('there is no transaction to copy');
  const insertTransaction = database.prepare(
    `INSERT INTO transactions (id, station_id, transaction_id, generation, version, id_token, active,
      unsettled, started_at, state) VALUES (?, ?, ?, 0, ?, ?, 0, 0, ?, ?)`,
  );
  const insertEvent = database.prepare(
    `INSERT INTO transaction_events (transaction_key, seq_no, variant, arrival, at, received_at, event,
      meter_values) VALUES (?, ?, 0, ?, ?, ?, ?, ?)`,
  );
  const templates = events.map(templateOf);
  database.exec('BEGIN');
  copyStation(database);
  for (let copy = 1; copy <= copies; copy += 1) {
    const id = transaction.id + copy;
    const laterMs = Math.floor(copy / STATIONS) * HOUR_MS;
    insertTransaction.run(
      id,
      `CS-${copy % STATIONS}`,
      `TX-${copy}`,
      transaction.version,
      `TOKEN-${copy % 3_000}`,
      transaction.started_at + laterMs,
      laterState(transaction.state, laterMs),
    );
    for (const { seqNo, atMs, event, meterValues } of templates) {
      const at = new Date(atMs + laterMs).toISOString();
      insertEvent.run(
        id,
        seqNo,
        seqNo + 1,
        atMs + laterMs,
        atMs + laterMs,
        event.join(at),
        meterValues.join(at),
      );
    }
  }
  database.exec('COMMIT');
  database.close();
  return { events: copies * events.length };
}

/** The station that has sent the transaction, under the other identities. */
function copyStation(database: DatabaseSync): void {
  database.exec("CREATE TEMP TABLE copied AS SELECT * FROM stations WHERE id = 'CS-0'");
  for (let n = 1; n < STATIONS; n += 1) {
    database.prepare('UPDATE copied SET id = ?').run(`CS-${n}`);
    database.exec('INSERT INTO stations SELECT * FROM copied');
  }
}

/** The texts around the moments in a row. */
function templateOf({ seq_no, at, event, meter_values }: EventRow) {
  const moment = new Date(at).toISOString();
  return {
    seqNo: seq_no,
    atMs: at,
    event: event.split(moment),
    meterValues: (meter_values ?? '').split(moment),
  };
}

/** Every epoch in milliseconds of a state, later. */
function laterState(state: string, laterMs: number): string {
  return state.replaceAll(/\b\d{13}\b/g, (epochMs) => String(Number(epochMs) + laterMs));
}
