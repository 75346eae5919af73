import { createHash } from 'node:crypto';
import { checkBooks } from '../checkers/books.ts';
import { checkFailures } from '../checkers/failures.ts';
import type { Violation } from '../checkers/violation.ts';
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

/** Lives a world and checks it. */
export async function runWorld(
  options: WorldOptions,
  observer: Observer = {},
): Promise<WorldReport> {
  const trace = new Trace();
  let frames = 0;
  // What is switched off in the end is no part of the story.
  let isOver = false;
  const world = await World.create(options, {
    progress: (part) => observer.progress?.(part),
    uncaught: () => observer.uncaught?.(),
    happened: (atMs, place, what) => {
      if (!isOver) observer.happened?.(atMs, place, what);
    },
    frame: (frame) => {
      const { atMs, identity, from, text } = frame;
      frames += 1;
      trace.add(`${atMs} ${identity} ${from} ${text}\n`);
      observer.frame?.(frame);
    },
    arrived: (frame) => observer.arrived?.(frame),
  });
  let judged: Judged;
  try {
    await world.live();
    judged = await judge(world);
  } catch (error) {
    judged = { violations: [crashOf(error, world)], transactions: 0 };
  }
  const { violations, transactions } = judged;
  for (const violation of violations) {
    observer.broken?.(violation.atMs ?? world.clock.monotonicMs(), violation);
  }
  const powerCuts = world.stations.reduce((sum, { cuts }) => sum + cuts, 0);
  const energyWh = world.stations.reduce(
    (sum, { board, hardware }) =>
      board.evses.reduce((all, _, index) => all + hardware.readMeter(index + 1).registerWh, sum),
    0,
  );
  isOver = true;
  // Of what has thrown once nobody knows what it can still do.
  await world.end().catch(() => undefined);
  return {
    seed: options.seed,
    violations,
    faults: world.faults,
    transactions,
    energyWh,
    powerCuts,
    frames,
    traceSha256: trace.sha256(),
  };
}

type Judged = Pick<WorldReport, 'violations' | 'transactions'>;

async function judge(world: World): Promise<Judged> {
  const { csms, failures } = world.csms;
  const violations: Violation[] = csms === undefined ? [] : [...(await world.lastQuestions(csms))];
  violations.push(...world.watches.violations, ...world.watches.atTheEnd());
  violations.push(...checkFailures('CSMS', failures));
  for (const machine of world.stations) {
    violations.push(...checkFailures(machine.identity, machine.failures));
  }
  if (csms === undefined) {
    violations.push({ rule: 'power', place: 'CSMS', what: 'does not run at the end' });
    return { violations, transactions: 0 };
  }
  const stations = world.stations.filter(({ isAbsent }) => !isAbsent);
  const { answered } = world.watches.wire;
  const books = await checkBooks(csms, stations, world.pasts(), answered.values());
  return { violations: [...violations, ...books.violations], transactions: books.transactions };
}

/** What was thrown is a defect, too, and says where it is. */
function crashOf(error: unknown, { clock }: World): Violation {
  const what = `ended: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  return { rule: 'crash', place: 'the world', what, atMs: clock.monotonicMs() };
}

/** Of so many characters at once: to hash each line by itself costs several times as much. */
const BLOCK_CHARACTERS = 100_000;

/** What a world has said, as one number. */
class Trace {
  readonly #hash = createHash('sha256');
  #waiting = '';

  add(line: string): void {
    this.#waiting += line;
    if (this.#waiting.length > BLOCK_CHARACTERS) this.#flush();
  }

  sha256(): string {
    this.#flush();
    return this.#hash.digest('hex');
  }

  #flush(): void {
    this.#hash.update(this.#waiting);
    this.#waiting = '';
  }
}
