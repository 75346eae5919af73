import { createHash } from 'node:crypto';
import { checkBooks } from '../checkers/books.ts';
import type { Violation } from '../checkers/violation.ts';
import { WireWatch } from '../checkers/wire-watch.ts';
import type { Fault } from './faults.ts';
import { World, type WorldOptions } from './world.ts';

/** What a seed came to. */
export interface WorldReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly faults: readonly Fault[];
  readonly transactions: number;
  readonly powerCuts: number;
  readonly frames: number;
  /** Over every text on every wire with its moment: two runs that agree in it were the same. */
  readonly traceSha256: string;
}

/** Lives a world and checks it. */
export async function runWorld(options: WorldOptions): Promise<WorldReport> {
  const world = await World.create(options);
  const trace = createHash('sha256');
  const watch = new WireWatch();
  let frames = 0;
  world.network.tap = (identity, from, text) => {
    frames += 1;
    trace.update(`${world.clock.monotonicMs()} ${identity} ${from} ${text}\n`);
    watch.sent(identity, from, text);
  };
  await world.live();
  const { csms } = world.csms;
  const violations: Violation[] = [...watch.violations];
  let transactions = 0;
  if (csms === undefined) {
    violations.push({ rule: 'power', place: 'CSMS', what: 'does not run at the end' });
  } else {
    const books = await checkBooks(csms, world.stations);
    transactions = books.transactions;
    violations.push(...books.violations);
  }
  const powerCuts = world.stations.reduce((sum, { cuts }) => sum + cuts, 0);
  await world.end();
  return {
    seed: options.seed,
    violations,
    faults: world.faults,
    transactions,
    powerCuts,
    frames,
    traceSha256: trace.digest('hex'),
  };
}
