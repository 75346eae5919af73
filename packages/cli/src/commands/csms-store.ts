import { existsSync } from 'node:fs';
import { BackupError, backUpCsms, restoreCsms } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';
import { withDatabaseFile } from './database-file.ts';

interface Places {
  readonly database: string;
  /** Beside the database when absent. */
  readonly files?: string;
}

/** Copies what a CSMS has, also while it runs. */
export async function backupCommand({
  database,
  files,
  to,
}: Places & { readonly to: string }): Promise<void> {
  if (!existsSync(database)) throw new UsageError(`${database}: there is no such data file`);
  if (existsSync(to)) throw new UsageError(`${to}: is there already`);
  const leftOut = await withDatabaseFile(database, () => backUpCsms(database, to, files));
  process.stdout.write(`${database} and its files are copied to ${to}, and the copy is whole.\n`);
  if (leftOut.length > 0) {
    const numbers = leftOut.join(', ');
    process.stdout.write(`Left out, as removed meanwhile or damaged: files ${numbers}.\n`);
  }
}

/** Puts a backup in the place of what a CSMS has that does not run. */
export async function restoreCommand({
  database,
  files,
  from,
}: Places & { readonly from: string }): Promise<void> {
  if (!existsSync(from)) throw new UsageError(`${from}: there is no such backup`);
  const { kept } = await withDatabaseFile(database, () =>
    restoreCsms(from, database, files).catch((error: unknown) => {
      throw error instanceof BackupError ? new UsageError(`${from}: ${error.message}`) : error;
    }),
  );
  process.stdout.write(`${database} is what ${from} holds.\n`);
  if (kept !== undefined) process.stdout.write(`What was there before is ${kept}.\n`);
}
