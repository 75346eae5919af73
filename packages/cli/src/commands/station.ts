import { createInterface } from 'node:readline';
import type { Version } from '@northbound/protocol';
import { FlashFileError } from '@northbound/station/nvm';
import { pemFile, tlsIdentity } from '../pem.ts';
import { stopSignal } from '../signals.ts';
import { buildStation, type StationSettings } from '../station-console/build-station.ts';
import { checkIdentity, checkUrl, checkWatchdog } from '../station-console/checks.ts';
import { ControlChannel } from '../station-console/control.ts';
import { runLines } from '../station-console/line-mode.ts';
import { runTerminal } from '../station-console/terminal.ts';
import { UsageError } from '../usage-error.ts';

/** How long the process may hang, where nothing else is said. */
const WATCHDOG_S = 60;

export interface StationOptions {
  readonly id?: string;
  readonly ocpp: Version;
  readonly password?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly evses: number;
  readonly flash?: string;
  readonly token: string;
  /** Seconds; 0 for none. When absent the usual time, where there is flash. */
  readonly watchdog?: number;
  readonly json?: boolean;
}

/** Runs one station until somebody ends it, or a signal. */
export async function stationCommand(
  url: string | undefined,
  options: StationOptions,
): Promise<void> {
  const stopped = stopSignal();
  await (options.json === true
    ? control(url, options, stopped)
    : attended(settingsOf(url, options), options.token, stopped));
  // An open keyboard would keep the process alive.
  process.stdin.destroy();
}

/** A person at the keyboard: keys on a terminal, lines from anything else. */
async function attended(
  settings: StationSettings,
  token: string,
  stopped: Promise<void>,
): Promise<void> {
  const station = onFlash(settings);
  const { evses } = settings;
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  void stopped.then(end);
  const isTerminal = process.stdin.isTTY && process.stdout.isTTY;
  const attendance = isTerminal
    ? runTerminal(station, { evseCount: evses, idToken: token }, ended, process)
    : Promise.race([ended, runLines(station, evses)]);
  try {
    await station.start();
  } catch (error) {
    // What is said of it belongs on the terminal as it was.
    end();
    await attendance;
    throw error;
  }
  await attendance;
  await station.stop();
}

/** Another program drives the station. With a URL it is configured and started at once. */
async function control(
  url: string | undefined,
  options: StationOptions,
  stopped: Promise<void>,
): Promise<void> {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  const channel = new ControlChannel({
    build: buildStation,
    write: (line) => process.stdout.write(`${line}\n`),
    stopped: resolve,
  });
  if (url !== undefined) {
    channel.configure(settingsOf(url, options));
    await channel.station.start();
  }
  const lines = createInterface({ input: process.stdin });
  // One after the other, so that answers come in the order of the commands.
  let last = Promise.resolve();
  lines.on('line', (line) => {
    last = last.then(() => channel.handle(line));
  });
  await Promise.race([stopped, ended]);
  lines.close();
  await channel.end();
}

function settingsOf(url: string | undefined, options: StationOptions): StationSettings {
  const { id, ocpp, password, evses, flash } = options;
  if (url === undefined || id === undefined) {
    throw new UsageError('A station needs a URL and --id; only with --json they may come later.');
  }
  return {
    identity: checkIdentity(id, [ocpp]),
    url: checkUrl(url),
    versions: [ocpp],
    evses,
    ...(password !== undefined && { password }),
    ...tlsOf(options),
    ...(flash !== undefined && { flash }),
    ...watchdogOf(options),
  };
}

/** @throws UsageError when one was asked for that nobody could hear of */
function watchdogOf({ flash, watchdog }: StationOptions): Pick<StationSettings, 'watchdogS'> {
  if (watchdog === 0) return {};
  if (watchdog !== undefined) checkWatchdog(flash);
  return flash === undefined ? {} : { watchdogS: watchdog ?? WATCHDOG_S };
}

/** @throws UsageError for a file that is not what it should be, or one of a pair */
function tlsOf({ ca, cert, key }: StationOptions): Pick<StationSettings, 'tls'> {
  if (ca === undefined && cert === undefined && key === undefined) return {};
  return {
    tls: tlsIdentity({
      ca: ca === undefined ? undefined : pemFile('--ca', ca),
      cert: cert === undefined ? undefined : pemFile('--cert', cert),
      key: key === undefined ? undefined : pemFile('--key', key),
    }),
  };
}

function onFlash(settings: StationSettings) {
  try {
    return buildStation(settings);
  } catch (error) {
    if (error instanceof FlashFileError) throw new UsageError(error.message);
    throw error;
  }
}
