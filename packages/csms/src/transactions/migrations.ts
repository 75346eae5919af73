import type { Migration } from '../store/migrations.ts';

/** Name of the mark behind the last transaction with meter values from before there were partitions. */
export const WHOLE_UP_TO = 'wholeMeterValues';

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
  {
    name: 'transactions/002',
    sql: [
      // Counts the events of a transaction as they came: with it the books can be told again as they were.
      'ALTER TABLE transaction_events ADD COLUMN arrival INTEGER NOT NULL DEFAULT 0',
      // What came of checking the signatures of its meter values, when it came.
      'ALTER TABLE transaction_events ADD COLUMN signatures TEXT',
      // Over, and not in a charge detail record yet as the ledger tells it now.
      'ALTER TABLE transactions ADD COLUMN unsettled INTEGER NOT NULL DEFAULT 0',
      // The group of the token that started it, in lower case.
      'ALTER TABLE transactions ADD COLUMN group_key TEXT',
      'CREATE INDEX transactions_unsettled ON transactions (station_id, id) WHERE unsettled = 1',
      `CREATE INDEX transactions_active_token ON transactions (lower(id_token), id)
        WHERE active = 1`,
      'CREATE INDEX transactions_active_group ON transactions (group_key, id) WHERE active = 1',
      // What this CSMS found out or decided, beside what the events say.
      `CREATE TABLE transaction_decisions (
        transaction_key BIGINT NOT NULL,
        number INTEGER NOT NULL,
        at BIGINT NOT NULL,
        reason TEXT NOT NULL,
        decision TEXT NOT NULL,
        PRIMARY KEY (transaction_key, number)
      )`,
      `CREATE TABLE concurrency_rules (
        scope TEXT NOT NULL,
        id_key TEXT NOT NULL,
        id TEXT NOT NULL,
        max INTEGER NOT NULL,
        PRIMARY KEY (scope, id_key)
      )`,
      'CREATE TABLE ledger_settings (id INTEGER PRIMARY KEY, settings TEXT NOT NULL)',
    ],
  },
  {
    name: 'transactions/003',
    sql: [
      // `meter_values` is what records rest on; where more was measured, all of it lies under this number in the
      // partition of the day when it came.
      'ALTER TABLE transaction_events ADD COLUMN values_id BIGINT',
      // Up to here, `meter_values` is all that was measured.
      `INSERT INTO marks (name, mark)
        SELECT '${WHOLE_UP_TO}', max(id) FROM transactions HAVING count(*) > 0`,
    ],
  },
  {
    name: 'transactions/004',
    sql: [
      // Where events come first: the index of a few stays in a few pages, where that of the whole ledger has another page
      // for each transaction that is under way.
      `CREATE TABLE recent_transaction_events (
        transaction_key BIGINT NOT NULL,
        seq_no BIGINT NOT NULL,
        variant INTEGER NOT NULL,
        arrival INTEGER NOT NULL,
        at BIGINT NOT NULL,
        received_at BIGINT NOT NULL,
        event TEXT NOT NULL,
        meter_values TEXT,
        values_id BIGINT,
        signatures TEXT,
        inference TEXT,
        PRIMARY KEY (transaction_key, seq_no, variant)
      )`,
    ],
  },
];
