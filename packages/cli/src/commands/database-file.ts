import { DatabaseError } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';

/** Nobody but the owner of the process: the store holds tokens of drivers and secrets of webhooks. */
const OWNER_ONLY = 0o077;

/** Runs what opens a database file, and names the file when it cannot be used. What it makes is the owner's alone. */
export async function withDatabaseFile<T>(file: string, open: () => Promise<T>): Promise<T> {
  process.umask(OWNER_ONLY);
  try {
    return await open();
  } catch (error) {
    if (error instanceof DatabaseError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
