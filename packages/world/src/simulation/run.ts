import { createHash } from 'node:crypto';
import { checkBooks } from '../checkers/books.ts';
import type { Violation } from '../checkers/violation.ts';
import { WireWatch } from '../checkers/wire-watch.ts';
import type { Fault } from './faults.ts';
import type { Observer } from './story.ts';
import { World, type WorldOptions } from './world.ts';

/** What a seed came to. */
export interface WorldReport {
  readonly seed: number;
  readonly violations: readonly Violation[];
  readonly faults: readonly Fault[];
  readonly transactions: number;
  /** What all meters counted. */
  readonly energyWh: number;
  readonly powerCuts: number;
  readonly frames: number;
  /** Over every text on every wire with its moment: two runs that agree in it were the same. */
  readonly traceSha256: string;
}

/** What looks at a world while it lives. */
export interface WorldObserver extends Observer {
  /** A text on a wire. */
  frame?(atMs: number, identity: string, from: 'station' | 'csms', text: string): void;
}

/** Lives a world and checks it. */
export async function runWorld(
  options: WorldOptions,
  observer: WorldObserver = {},
): Promise<WorldReport> {
  const world = await World.create(options, observer);
  const trace = createHash('sha256');
  const watch = new WireWatch();
  let frames = 0;
  world.network.tap = (identity, from, text) => {
    const nowMs = world.clock.monotonicMs();
    frames += 1;
    trace.update(`${nowMs} ${identity} ${from} ${text}\n`);
    watch.sent(identity, from, text);
    observer.frame?.(nowMs, identity, from, text);
  };
  await world.live();
  const { csms, failures } = world.csms;
  const violations: Violation[] = [...watch.violations, ...world.outputs.violations];
  for (const failure of failures) {
    violations.push({ rule: 'failure', place: 'CSMS', what: String(failure) });
  }
  let transactions = 0;
  if (csms === undefined) {
    violations.push({ rule: 'power', place: 'CSMS', what: 'does not run at the end' });
  } else {
    const { stations } = world;
    const books = await checkBooks(csms, stations, world.pasts(), watch.answered.values());
    transactions = books.transactions;
    violations.push(...books.violations);
  }
  const powerCuts = world.stations.reduce((sum, { cuts }) => sum + cuts, 0);
  const energyWh = world.stations.reduce(
    (sum, { board, hardware }) =>
      board.evses.reduce((all, _, index) => all + hardware.readMeter(index + 1).registerWh, sum),
    0,
  );
  await world.end();
  return {
    seed: options.seed,
    violations,
    faults: world.faults,
    transactions,
    energyWh,
    powerCuts,
    frames,
    traceSha256: trace.digest('hex'),
  };
}
