import { flushCompileCache } from 'node:module';
import { startCsms } from '@northbound/csms';
import { stopSignal } from '../signals.ts';
import { withDatabaseFile } from './database-file.ts';

/** Everything is loaded by then; a process that is killed later has its compile cache written, so that the next starts fast. */
const WARM_MS = 2000;

export interface CsmsOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly admission: 'known' | 'open';
  readonly console: boolean;
  readonly tolerance: 'all' | 'none';
}

/** Runs a CSMS until a signal. */
export async function csmsCommand(options: CsmsOptions): Promise<void> {
  const { host, port, database, admission, console, tolerance } = options;
  const stopped = stopSignal();
  const csms = await withDatabaseFile(database, () =>
    startCsms({ host, port, admission, databaseFile: database, console, tolerance }),
  );
  const stations = csms.url.replace(/^http/, 'ws');
  process.stdout.write(
    `Stations connect to ${stations}/ocpp/{identity} (admission: ${admission}).\n`,
  );
  process.stdout.write(`API at ${csms.url}/api/v1, its description at ${csms.url}/api/v1/docs.\n`);
  if (console) process.stdout.write(`Console at ${csms.url}/\n`);
  if (csms.adminKey !== undefined) {
    process.stdout.write(`Admin key, shown this once: ${csms.adminKey}\n`);
  }
  const flush = setTimeout(flushCompileCache, WARM_MS);
  await stopped;
  clearTimeout(flush);
  await csms.close();
}
