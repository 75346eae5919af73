import { accessSync, constants, mkdirSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { type CsmsConfig, startCsms } from '@northbound/csms';
import { certificatesIn, pemFile, privateKeyOf } from '../pem.ts';
import { stopSignal } from '../signals.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabaseFile } from './database-file.ts';

/** Everything is loaded by then; a process that is killed later has its compile cache written, so that the next starts fast. */
const WARM_MS = 2000;

export interface CsmsOptions {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly admission: 'known' | 'open';
  readonly registration: 'accept' | 'configure' | 'approve';
  readonly deviceModels: boolean;
  readonly console: boolean;
  readonly tolerance: 'all' | 'none';
  readonly files?: string;
  readonly publicUrl?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly clientCa?: string;
  readonly trustProxy?: readonly string[];
}

/** Runs a CSMS until a signal. */
export async function csmsCommand(options: CsmsOptions): Promise<void> {
  const { host, port, database, admission, console, tolerance, trustProxy, files, publicUrl } =
    options;
  const tls = tlsTexts(options);
  if (files !== undefined) makeFolder(files);
  const stopped = stopSignal();
  const csms = await withDatabaseFile(database, () =>
    startCsms({
      host,
      port,
      admission,
      registration: options.registration,
      readsDeviceModels: options.deviceModels,
      databaseFile: database,
      console,
      tolerance,
      ...(files !== undefined && { filesDirectory: files }),
      ...(publicUrl !== undefined && { publicUrl }),
      ...(tls !== undefined && { tls }),
      ...(trustProxy !== undefined && { trustedProxies: trustProxy }),
    }).catch(asUsage),
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
  if (csms.invitation !== undefined) {
    process.stdout.write(
      `Choose the password of "admin" within a week: ${csms.url}/#invitation=${csms.invitation}\n`,
    );
  }
  const flush = setTimeout(flushCompileCache, WARM_MS);
  await stopped;
  clearTimeout(flush);
  await csms.close();
}

/** Now, and not when the first log of a station arrives. @throws UsageError when nothing can be written there */
function makeFolder(files: string): void {
  try {
    mkdirSync(files, { recursive: true, mode: 0o700 });
    accessSync(files, constants.W_OK);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? `: ${error.code}` : '';
    throw new UsageError(`--files ${files} is no folder that can be written${code}.`);
  }
}

/** @throws UsageError when one of the files is missing that belong together, or is not what it should be */
function tlsTexts({ tlsCert, tlsKey, clientCa }: CsmsOptions): CsmsConfig['tls'] {
  if (tlsCert === undefined && tlsKey === undefined && clientCa === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined)
    throw new UsageError('TLS needs both --tls-cert and --tls-key.');
  const cert = certificatesIn(pemFile('--tls-cert', tlsCert));
  return {
    cert,
    key: privateKeyOf(cert, pemFile('--tls-key', tlsKey)),
    ...(clientCa !== undefined && { clientCa: certificatesIn(pemFile('--client-ca', clientCa)) }),
  };
}

/** What `startCsms` says of its configuration is said to who wrote the command. */
function asUsage(error: unknown): never {
  throw error instanceof RangeError ? new UsageError(error.message) : error;
}
