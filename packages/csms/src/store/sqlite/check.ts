import { DatabaseSync } from 'node:sqlite';
import { DatabaseError } from '../errors.ts';
import { databaseError } from './connection.ts';

/**
 * Reads every page of a data file.
 *
 * @throws DatabaseError `damaged` when something in it does not fit together
 */
export function checkIntegrity(file: string): void {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const [first] = database.prepare('PRAGMA integrity_check(1)').all();
      const said = String(first?.integrity_check);
      if (said !== 'ok') throw new DatabaseError('damaged', said);
    } finally {
      database.close();
    }
  } catch (cause) {
    throw databaseError(cause);
  }
}

/**
 * The steps of the schema that a data file holds.
 *
 * @throws DatabaseError `damaged` when it is no data file of a CSMS
 */
export function appliedMigrations(file: string): string[] {
  try {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      return database
        .prepare('SELECT name FROM migrations')
        .all()
        .map(({ name }) => String(name));
    } finally {
      database.close();
    }
  } catch (cause) {
    const error = databaseError(cause);
    if (error.kind !== 'failed') throw error;
    throw new DatabaseError('damaged', `${file} is no data file of a CSMS`);
  }
}
