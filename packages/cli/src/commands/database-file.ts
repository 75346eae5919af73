import { DatabaseError } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';

/** Nobody but the owner of the process: the store holds tokens of drivers and secrets of webhooks. */
const OWNER_ONLY = 0o077;

/**
 * Runs what opens a database file, and names the file when it cannot be used. What it makes is the owner's alone.
 * @param inUse what to say when another process has the file
 * @throws UsageError
 */
export async function withDatabaseFile<T>(
  file: string,
  open: () => Promise<T>,
  inUse?: string,
): Promise<T> {
  process.umask(OWNER_ONLY);
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    if (error.kind === 'locked' && inUse !== undefined) throw new UsageError(inUse);
    // What the store itself said is the name of the file in some cases.
    throw new UsageError(`${file}: ${error.detail === file ? error.advice : error.message}`);
  }
}
