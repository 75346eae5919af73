/** What a column holds. Booleans travel as 0 and 1, moments as epoch milliseconds, documents as JSON text. */
export type SqlValue = string | number | null | Uint8Array;

/**
 * One SQL statement with its parameters. Placeholders are `?`, in order. The SQL is the subset that SQLite and
 * PostgreSQL share (`INSERT … ON CONFLICT … DO UPDATE` included); what only one of them knows stays in its adapter.
 */
export interface Statement {
  readonly sql: string;
  readonly params: readonly SqlValue[];
}

/**
 * The store behind the CSMS.
 *
 * Writes are ordered: a batch is applied after every batch handed in before it. A batch is atomic. Many batches may
 * share one commit (group commit), and a batch that fails is rolled back alone.
 */
export interface Database {
  /** Applies the statements as one unit. Resolves when they are durable, rejects when they are not applied. */
  write(statements: readonly Statement[]): Promise<void>;
  /** Rows of committed data. A read after a resolved write sees that write. */
  read<Row>(statement: Statement): Promise<Row[]>;
  /** Copies of the whole store, made while it is in use; undefined where another tool makes them. */
  readonly backups?: Backups;
  /** Waits for the writes under way, then releases the files. */
  close(): Promise<void>;
}

/** One whole and consistent copy of the store, with all that its books name. */
export interface Backup {
  readonly name: string;
  /** The directory. */
  readonly file: string;
  readonly sizeBytes: number;
}

/**
 * Adds what a copy of the books names beside it, as files.
 *
 * @param snapshot the copy; what is written to it stays in it
 * @param directory where the copy lies
 */
export type Complete = (snapshot: Database, directory: string) => Promise<void>;

export interface Backups {
  /** Copies what is committed now; writes and reads go on meanwhile. @throws DatabaseError */
  create(name: string, complete: Complete): Promise<Backup>;
  /** By name. */
  list(): Promise<Backup[]>;
}
