import type { Version } from '@northbound/protocol';
import { startFleet } from '@northbound/world';
import { FleetCounter } from '../fleet/summary.ts';
import { stopSignal } from '../signals.ts';
import { checkIdentity, checkUrl } from '../station-console/checks.ts';

export interface FleetCommandOptions {
  readonly count: number;
  readonly ocpp: Version;
  readonly prefix: string;
  readonly ramp: number;
  readonly seed: number;
  readonly speed: number;
  readonly password?: string;
}

const SUMMARY_MS = 1000;

/** Runs many stations with people and vehicles until a signal, and says each second how they are. */
export async function fleetCommand(url: string, options: FleetCommandOptions): Promise<void> {
  const stopped = stopSignal();
  const { count, ocpp, prefix, ramp, seed, speed, password } = options;
  const digits = String(count).length;
  const stations = Array.from({ length: count }, (_, index) => ({
    identity: checkIdentity(`${prefix}${String(index + 1).padStart(digits, '0')}`, [ocpp]),
    versions: [ocpp],
    ...(password !== undefined && { password }),
  }));
  const fleet = await startFleet({
    url: checkUrl(url),
    stations,
    seed,
    speed,
    staggerMs: (ramp * 1000) / count,
  });
  const counter = new FleetCounter(fleet.stations);
  const summary = setInterval(() => {
    const lines = [...counter.takeNews(), counter.line(SUMMARY_MS / 1000)];
    process.stdout.write(`${lines.join('\n')}\n`);
  }, SUMMARY_MS);
  await stopped;
  clearInterval(summary);
  await fleet.close();
  process.stdout.write(`${counter.total()}\n`);
}
