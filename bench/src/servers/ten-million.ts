/** Fills a CSMS's data file with meter values, by copying the rows of one transaction that a station sent. */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
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
  readonly received_at: number;
  readonly event: string;
  readonly meter_values: string | null;
  readonly values_id: number;
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
    .prepare(
      `SELECT seq_no, at, received_at, event, meter_values, values_id FROM recent_transaction_events
        ORDER BY seq_no`,
    )
    .all() as unknown as EventRow[];
  if (transaction === undefined) throw new Error('there is no transaction to copy');
  const insertTransaction = database.prepare(
    `INSERT INTO transactions (id, station_id, transaction_id, generation, version, id_token, active,
      unsettled, started_at, state) VALUES (?, ?, ?, 0, ?, ?, 0, 0, ?, ?)`,
  );
  const insertEvent = database.prepare(
    `INSERT INTO transaction_events (transaction_key, seq_no, variant, arrival, at, received_at, event,
      meter_values, values_id) VALUES (?, ?, 0, ?, ?, ?, ?, ?, ?)`,
  );
  const days = new Days(database);
  const templates = events.map((row) => templateOf(row, days.valuesOf(row)));
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
    for (const { seqNo, atMs, receivedAtMs, event, kept, values } of templates) {
      const at = new Date(atMs + laterMs).toISOString();
      const receivedMs = receivedAtMs + laterMs;
      insertEvent.run(
        id,
        seqNo,
        seqNo + 1,
        atMs + laterMs,
        receivedMs,
        event.join(at),
        kept.join(at),
        days.insert(receivedMs, values.join(at)),
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

/** The tables of all that was measured, one for each day of arrival. */
class Days {
  readonly #database: DatabaseSync;
  readonly #inserts = new Map<string, StatementSync>();
  #lastId = 1_000_000;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  valuesOf({ received_at, values_id }: EventRow): string {
    const row = this.#database
      .prepare(`SELECT meter_values FROM ${nameOf(received_at)} WHERE id = ?`)
      .get(values_id);
    return String(row?.meter_values);
  }

  insert(receivedAtMs: number, values: string): number {
    const name = nameOf(receivedAtMs);
    let insert = this.#inserts.get(name);
    if (insert === undefined) {
      this.#database.exec(
        `CREATE TABLE IF NOT EXISTS ${name} (id INTEGER PRIMARY KEY, meter_values TEXT NOT NULL)`,
      );
      this.#database
        .prepare(
          `INSERT INTO meter_value_partitions (name, from_at, to_at, holds)
            VALUES (?, 0, 0, 'transactions') ON CONFLICT (name) DO NOTHING`,
        )
        .run(name);
      insert = this.#database.prepare(`INSERT INTO ${name} (id, meter_values) VALUES (?, ?)`);
      this.#inserts.set(name, insert);
    }
    this.#lastId += 1;
    insert.run(this.#lastId, values);
    return this.#lastId;
  }
}

function nameOf(receivedAtMs: number): string {
  const day = new Date(receivedAtMs).toISOString().slice(0, 10);
  return `transaction_values_${day.replaceAll('-', '_')}`;
}

/** The texts around the moments in a row. */
function templateOf({ seq_no, at, received_at, event, meter_values }: EventRow, values: string) {
  const moment = new Date(at).toISOString();
  return {
    seqNo: seq_no,
    atMs: at,
    receivedAtMs: received_at,
    event: event.split(moment),
    kept: (meter_values ?? '').split(moment),
    values: values.split(moment),
  };
}

/** Every epoch in milliseconds of a state, later. */
function laterState(state: string, laterMs: number): string {
  return state.replaceAll(/\b\d{13}\b/g, (epochMs) => String(Number(epochMs) + laterMs));
}
