import { readFileSync } from 'node:fs';
import { VERSIONS, type Version } from '@northbound/protocol';
import { systemClock, webSocketDialer } from '@northbound/rpc';
import { replaySession } from '../replay/replay.ts';
import { readSession } from '../replay/session.ts';
import { UsageError } from '../usage-error.ts';

export interface ReplayCommandOptions {
  readonly id?: string;
  readonly ocpp?: Version;
  readonly password?: string;
}

const ANSWER_TIMEOUT_MS = 30_000;

/** @returns the exit status: 0 everything is answered as it was, 1 something is not. @throws UsageError */
export async function replayCommand(
  file: string,
  url: string,
  { id, ocpp, password }: ReplayCommandOptions,
): Promise<0 | 1> {
  const session = readSession(read(file));
  if (session === undefined) {
    throw new UsageError(
      `${file} holds no session: take it from GET /api/v1/stations/{id}/session.`,
    );
  }
  const version = ocpp ?? session.version;
  if (version === undefined) {
    throw new UsageError(`${file} names no version; say it: --ocpp ${VERSIONS.join('|')}.`);
  }
  const { sent, same, differences } = await replaySession(
    session,
    {
      url,
      identity: id ?? session.station,
      version,
      timeoutMs: ANSWER_TIMEOUT_MS,
      ...(password === undefined ? {} : { password }),
    },
    { clock: systemClock, dialer: webSocketDialer() },
  ).catch((error: unknown) => {
    throw error instanceof Error ? new UsageError(`${url}: ${error.message}.`) : error;
  });
  for (const { call, recorded, now } of differences) {
    process.stdout.write(`${call}: was ${recorded}, is ${now ?? 'no answer'}\n`);
  }
  const frames = `${sent} ${sent === 1 ? 'frame' : 'frames'} sent`;
  process.stdout.write(`${frames}, ${same} answered as before, ${differences.length} not.\n`);
  return differences.length > 0 ? 1 : 0;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw error instanceof Error ? new UsageError(error.message) : error;
  }
}
