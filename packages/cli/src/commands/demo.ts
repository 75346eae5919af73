import { fileURLToPath } from 'node:url';
import { type RunningCsms, startCsms } from '@northbound/csms';
import { FileFlash, flashStorage } from '@northbound/station/nvm';
import { FLEET_CARDS, startFleet } from '@northbound/world';
import { everybodyLeaves } from '../demo/closing-time.ts';
import { openDataFolder } from '../demo/data-folder.ts';
import { portOrAny } from '../demo/free-port.ts';
import { demoStations, welcomeText } from '../demo/plan.ts';
import { stopSignal } from '../signals.ts';
import { withDatabaseFile } from './database-file.ts';

const HOST = '127.0.0.1';
const HEARTBEAT_INTERVAL_S = 30;
/** Batteries fill this many times faster, so that whoever watches sees vehicles come and go. */
const SPEED = 20;
const HABITS = { pauseS: [3, 15], handlingS: [1, 4], stayS: [60, 180] } as const;

const LEAVE_WITHIN_MS = 3000;

/** `data/` in the root of the repository. */
const DATA_FOLDER = fileURLToPath(new URL('../../../../data', import.meta.url));

export interface DemoOptions {
  readonly port: number;
  readonly stations: number;
  readonly seed: number;
  readonly tolerance: 'all' | 'none';
  readonly fresh?: boolean;
  readonly data?: string;
}

/** Runs a CSMS with its console and a small fleet until a signal. */
export async function demoCommand(options: DemoOptions): Promise<void> {
  const stopped = stopSignal();
  const data = await openDataFolder(options.data ?? DATA_FOLDER, options.fresh === true);
  const port = await portOrAny(HOST, options.port);
  const csms = await withDatabaseFile(
    data.databaseFile,
    () =>
      startCsms({
        host: HOST,
        port,
        databaseFile: data.databaseFile,
        admission: 'open',
        heartbeatIntervalS: HEARTBEAT_INTERVAL_S,
        logLevel: 'warn',
        tolerance: options.tolerance,
      }),
    data.inUse,
  );
  const stations = demoStations(options.stations);
  await registerCards(csms);
  process.stdout.write(
    welcomeText({
      url: csms.url,
      key: data.key(csms.adminKey),
      databaseFile: data.databaseFile,
      stations,
      tokens: FLEET_CARDS.map(({ idToken }) => idToken),
      takenPort: port === options.port ? undefined : options.port,
    }),
  );
  const fleet = await startFleet({
    url: `${csms.url.replace(/^http/, 'ws')}/ocpp`,
    stations: stations.map((station) => ({
      ...station,
      storage: flashStorage(new FileFlash(data.flashFile(station.identity))),
    })),
    seed: options.seed,
    speed: SPEED,
    habits: HABITS,
  });
  await stopped;
  await everybodyLeaves(fleet.stations, LEAVE_WITHIN_MS);
  await fleet.close();
  await csms.close();
}

async function registerCards({ commands }: RunningCsms): Promise<void> {
  for (const { idToken, type } of FLEET_CARDS) {
    await commands.putToken({ idToken, type, status: 'Accepted', note: 'a driver of the demo' });
  }
}
