import { existsSync } from 'node:fs';
import { BackupError, copyDataFile, restoreCsms } from '@northbound/csms';
import { UsageError } from '../usage-error.ts';
import { withDatabaseFile } from './database-file.ts';

/** Copies a data file, also while a CSMS runs on it. */
export async function backupCommand({
  database,
  to,
}: {
  readonly database: string;
  readonly to: string;
}): Promise<void> {
  if (!existsSync(database)) throw new UsageError(`${database}: there is no such data file`);
  if (existsSync(to)) throw new UsageError(`${to}: is there already`);
  await withDatabaseFile(database, () => copyDataFile(database, to));
  process.stdout.write(`${database} is copied to ${to}, and the copy is whole.\n`);
}

/** Puts a backup in the place of a data file on which no CSMS runs. */
export async function restoreCommand({
  database,
  from,
}: {
  readonly database: string;
  readonly from: string;
}): Promise<void> {
  const { kept } = await withDatabaseFile(database, () =>
    restoreCsms(from, database).catch((error: unknown) => {
      throw error instanceof BackupError ? new UsageError(`${from}: ${error.message}`) : error;
    }),
  );
  process.stdout.write(`${database} is what ${from} holds.\n`);
  if (kept !== undefined) process.stdout.write(`What was there before is ${kept}.\n`);
}
