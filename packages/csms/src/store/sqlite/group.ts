import type { Statement } from '../database.ts';
import type { DatabaseError, DatabaseErrorKind } from '../errors.ts';
import { type Connection, databaseError } from './connection.ts';

/** What became of one batch of a group: nothing when it is durable. */
export type BatchResult = DatabaseError | undefined;

type Batch = readonly Statement[];

/** Kinds that every batch of a group would fail with, some of them after a long wait. */
const OF_ALL: ReadonlySet<DatabaseErrorKind> = new Set(['locked', 'readOnly', 'damaged']);

/**
 * Applies many batches with one commit. When one of them fails, the whole group is undone and applied again batch by
 * batch, so that it fails alone: the good case pays for no savepoints.
 */
export function commitGroup(connection: Connection, batches: readonly Batch[]): BatchResult[] {
  const error = commitTogether(connection, batches);
  if (error === undefined) return batches.map(() => undefined);
  if (OF_ALL.has(error.kind)) return batches.map(() => error);
  if (batches.length === 1) return [error];
  return batches.map((batch) => commitTogether(connection, [batch]));
}

function commitTogether(connection: Connection, batches: readonly Batch[]): BatchResult {
  try {
    connection.run('BEGIN IMMEDIATE', []);
    for (const batch of batches) {
      for (const { sql, params } of batch) connection.run(sql, params);
    }
    connection.run('COMMIT', []);
    return undefined;
  } catch (cause) {
    // A full disk makes SQLite roll back by itself; a second ROLLBACK would then be an error.
    if (connection.inTransaction) connection.run('ROLLBACK', []);
    return databaseError(cause);
  }
}
