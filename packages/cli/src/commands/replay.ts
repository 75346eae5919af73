import { readFileSync, statSync } from 'node:fs';
import { VERSIONS, type Version } from '@northbound/protocol';
import { systemClock, webSocketDialer } from '@northbound/rpc';
import { decoderOf } from '../log-text.ts';
import { certificatesIn, pemFile } from '../pem.ts';
import { NoConnection, replaySession } from '../replay/replay.ts';
import { readSession } from '../replay/session.ts';
import { summaryOf } from '../replay/summary.ts';
import { checkIdentity, checkUrl } from '../station-console/checks.ts';
import { UsageError } from '../usage-error.ts';

export interface ReplayCommandOptions {
  readonly id?: string;
  readonly ocpp?: Version;
  readonly password?: string;
  readonly ca?: string;
}

const ANSWER_TIMEOUT_MS = 30_000;

/**
 * @returns the exit status: 0 everything is answered as it was, 1 something is not
 * @throws UsageError, or the system's error when the file cannot be read
 */
export async function replayCommand(
  file: string,
  url: string,
  { id, ocpp, password, ca }: ReplayCommandOptions,
): Promise<0 | 1> {
  // To read one fails without its name.
  if (statSync(file).isDirectory()) throw new UsageError(`${file} is a directory.`);
  const bytes = readFileSync(file);
  const session = readSession(decoderOf(bytes).decode(bytes));
  if (session === undefined) {
    throw new UsageError(
      `${file} holds no session: take it from GET /api/v1/stations/{id}/session.`,
    );
  }
  const version = ocpp ?? session.version;
  if (version === undefined) {
    throw new UsageError(`${file} names no version; say it: --ocpp ${VERSIONS.join('|')}.`);
  }
  const options = {
    url: checkUrl(url),
    identity: checkIdentity(id ?? session.station, [version]),
    version,
    timeoutMs: ANSWER_TIMEOUT_MS,
    ...(password !== undefined && { password }),
    ...(ca !== undefined && { tls: { ca: [certificatesIn(pemFile('--ca', ca))] } }),
  };
  const ports = { clock: systemClock, dialer: webSocketDialer() };
  const result = await replaySession(session, options, ports).catch((error: unknown) => {
    throw error instanceof NoConnection ? new UsageError(`${url}: ${error.message}.`) : error;
  });
  for (const { call, recorded, now } of result.differences) {
    process.stdout.write(`${call}: was ${recorded}, is ${now ?? 'no answer'}\n`);
  }
  process.stdout.write(`${summaryOf(result)}\n`);
  return result.differences.length > 0 ? 1 : 0;
}
