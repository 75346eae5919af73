import { access, constants, stat, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname } from 'node:path';
import {
  FAULT_KINDS,
  type FaultKind,
  faultText,
  momentText,
  runWorld,
  shortestFailure,
  sizeOf,
  storyPage,
  storyText,
  type Violation,
  type WorldReport,
} from '@northbound/world/simulation';
import { faultsNamed } from '../options.ts';
import { EXIT_INTERRUPTED, stopSignal } from '../signals.ts';
import { UsageError } from '../usage-error.ts';
import { explore } from '../world/explorer.ts';
import type { WorldJob, WorldResult } from '../world/job.ts';
import { Progress } from '../world/progress.ts';
import { catching } from '../world/uncaught.ts';

const LAST_SEED = 2 ** 32 - 1;

interface WorldSize {
  /** As the seed wants it when absent. */
  readonly stations?: number;
  readonly days?: number;
  /** Names of kinds, with commas; `none` for a world in which nothing goes wrong. */
  readonly faults?: string;
}

export interface WorldRunOptions extends WorldSize {
  readonly seed: number;
  /** Where the story of a failure goes as a page; printed as text when absent. */
  readonly html?: string;
}

export interface WorldExploreOptions extends WorldSize {
  readonly seeds: number;
  readonly from: number;
}

/** Lives one world. @returns the exit status: 1 when a rule was broken */
export async function worldRunCommand(options: WorldRunOptions): Promise<0 | 1> {
  const world = jobOf(options.seed, options, kindsOf(options.faults));
  // A story takes minutes to find: where it cannot be left, nobody has to wait for that.
  if (options.html !== undefined) await checkPlace(options.html);
  const progress = new Progress(process.stderr);
  const report = await live(world, { progress: (part) => progress.show(part, '') });
  progress.end();
  const { transactions, energyWh, frames, powerCuts, faults, violations, traceSha256 } = report;
  print(`seed ${world.seed}: ${counted(world.stations, 'station')}, ${counted(world.days, 'day')}`);
  print(
    `${counted(transactions, 'transaction')}, ${(energyWh / 1000).toFixed(1)} kWh, ` +
      `${frames} frames, ${counted(powerCuts, 'power cut')}, ${counted(faults.length, 'fault')}`,
  );
  print(`trace ${traceSha256}`);
  if (violations.length === 0) {
    print('Nothing was lost, and no rule was broken.');
    return 0;
  }
  printViolations(violations);
  await tellShortest(world, report, progress, options.html);
  return 1;
}

const live = catching(runWorld);

/** @throws UsageError, or the error of the system, where no page can be written */
async function checkPlace(page: string): Promise<void> {
  await access(dirname(page), constants.W_OK);
  const there = await stat(page).catch(() => undefined);
  if (there === undefined) return;
  if (there.isDirectory()) throw new UsageError(`${page} is a folder.`);
  await access(page, constants.W_OK);
}

/**
 * Lives many worlds on all cores.
 * @returns the exit status: 1 when a rule was broken in one of them, else 130 when it was stopped before the last one
 */
export async function worldExploreCommand(options: WorldExploreOptions): Promise<0 | 1 | 130> {
  const { seeds, from } = options;
  const kinds = kindsOf(options.faults);
  if (from + seeds - 1 > LAST_SEED) {
    throw new UsageError(`The last seed is ${LAST_SEED}: from ${from} on there are not ${seeds}.`);
  }
  const jobs = Array.from({ length: seeds }, (_, index) => jobOf(from + index, options, kinds));
  const progress = new Progress(process.stderr);
  const failed: number[] = [];
  const done = new Set<number>();
  // What is not done yet can be done later.
  const stopped = new AbortController();
  void stopSignal().then(() => stopped.abort());
  let stationDays = 0;
  let transactions = 0;
  const told = (result: WorldResult) => {
    done.add(result.seed);
    stationDays += result.stationDays;
    transactions += result.transactions;
    if (result.violations.length > 0) {
      failed.push(result.seed);
      progress.end();
      print(`seed ${result.seed}:`);
      printViolations(result.violations);
    }
    const soFar = `${done.size} of ${seeds} seeds, ${failed.length} failed`;
    progress.show(done.size / seeds, soFar);
  };
  await explore(jobs, Math.min(availableParallelism(), seeds), told, stopped.signal);
  progress.end();
  print(`${counted(done.size, 'seed')}, ${stationDays} station-days, ${transactions} transactions`);
  if (done.size < seeds) {
    // Some later ones may be done, too: they are done again.
    const next = jobs.find(({ seed }) => !done.has(seed))?.seed ?? from;
    const left = `--seeds ${from + seeds - next} --from ${next}`;
    print(`Go on: northbound world explore ${left}${sizeArguments(options)}`);
  }
  if (failed.length === 0) {
    print('Nothing was lost, and no rule was broken.');
    return done.size < seeds ? EXIT_INTERRUPTED : 0;
  }
  failed.sort((a, b) => a - b);
  print(`${failed.length} failed: ${failed.join(' ')}`);
  print(`Look at one: northbound world run --seed ${failed[0]}${sizeArguments(options)}`);
  return 1;
}

async function tellShortest(
  world: WorldJob,
  report: WorldReport,
  progress: Progress,
  page: string | undefined,
): Promise<void> {
  let worlds = 0;
  const tried = (left: number) => {
    worlds += 1;
    progress.note(`looking for the shortest story: ${worlds} worlds, ${left} faults`);
  };
  // Who does not want to wait gets the shortest so far.
  const stopped = new AbortController();
  void stopSignal().then(() => stopped.abort());
  const shortest = await shortestFailure(world, report, tried, live, stopped.signal);
  progress.end();
  const { story } = shortest;
  const { faults, days, only } = shortest.world;
  const { violations } = shortest.report;
  print('');
  const alone = only === undefined ? '' : `, ${only.join(' and ')} alone`;
  print(
    `It takes ${faults.length} of ${report.faults.length} faults, ${counted(days, 'day')}${alone}:`,
  );
  for (const fault of faults) print(`  ${momentText(fault.atMs)}  ${faultText(fault)}`);
  printViolations(violations);
  if (page === undefined) {
    print('');
    print(storyText(story));
    return;
  }
  const title = `World ${world.seed}: ${report.violations[0]?.rule ?? ''} is broken`;
  const command = `northbound world run --seed ${world.seed}${sizeArguments(world)}`;
  try {
    await writeFile(page, storyPage({ title, command, violations, faults, lines: story }));
    print(`The story is in ${page}.`);
  } catch (error) {
    // It took minutes to find.
    print(`No page can be written: ${error instanceof Error ? error.message : String(error)}`);
    print('');
    print(storyText(story));
  }
}

function jobOf(
  seed: number,
  { stations, days }: WorldSize,
  kinds: readonly FaultKind[] | undefined,
): WorldJob {
  const size = sizeOf(seed);
  return {
    seed,
    stations: stations ?? size.stations,
    days: days ?? size.days,
    ...(kinds && { kinds }),
  };
}

/** @throws UsageError for a kind that there is not */
function kindsOf(names: string | undefined): readonly FaultKind[] | undefined {
  if (names === undefined) return undefined;
  const kinds = faultsNamed(names, [...FAULT_KINDS, 'none']);
  if (kinds.length > 1 && kinds.includes('none')) {
    throw new UsageError('none stands alone: with other faults something goes wrong.');
  }
  return kinds.filter((kind) => kind !== 'none');
}

function sizeArguments({ stations, days, faults, kinds }: WorldSize & Partial<WorldJob>): string {
  return [
    stations === undefined ? '' : ` --stations ${stations}`,
    days === undefined ? '' : ` --days ${days}`,
    faults === undefined ? '' : ` --faults ${faults}`,
    kinds === undefined ? '' : ` --faults ${kinds.join() || 'none'}`,
  ].join('');
}

function printViolations(violations: readonly Violation[]): void {
  for (const { rule, place, what, atMs } of violations) {
    const moment = atMs === undefined ? '' : ` (${momentText(atMs)})`;
    print(`  ${rule}: ${place} ${what}${moment}`);
  }
}

function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? '' : 's'}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
