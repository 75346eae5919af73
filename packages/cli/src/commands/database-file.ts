import { DatabaseError } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';

/** Runs what opens a database file, and names the file when it cannot be used. */
export async function withDatabaseFile<T>(file: string, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof DatabaseError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
