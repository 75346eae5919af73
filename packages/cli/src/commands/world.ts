import { availableParallelism } from 'node:os';
import {
  FAULT_KINDS,
  type FaultKind,
  faultText,
  isFaultKind,
  momentText,
  runWorld,
  shortestFailure,
  sizeOf,
  type Violation,
  type WorldOptions,
} from '@northbound/world/simulation';
import { UsageError } from '../usage-error.ts';
import { explore } from '../world/explorer.ts';
import type { WorldJob } from '../world/job.ts';
import { Progress } from '../world/progress.ts';

interface WorldSize {
  /** As the seed wants it when absent. */
  readonly stations?: number;
  readonly days?: number;
  /** Names of kinds, with commas; `none` for a world in which nothing goes wrong. */
  readonly faults?: string;
}

export interface WorldRunOptions extends WorldSize {
  readonly seed: number;
}

export interface WorldExploreOptions extends WorldSize {
  readonly seeds: number;
  readonly from: number;
}

/** Lives one world. @returns the exit status: 1 when a rule was broken */
export async function worldRunCommand(options: WorldRunOptions): Promise<0 | 1> {
  const world = jobOf(options.seed, options, kindsOf(options.faults));
  const progress = new Progress(process.stderr);
  const report = await runWorld(world, { progress: (part) => progress.show(part, '') });
  progress.end();
  const { transactions, energyWh, frames, powerCuts, faults, violations, traceSha256 } = report;
  print(`seed ${world.seed}: ${world.stations} stations, ${world.days} days`);
  print(
    `${transactions} transactions, ${(energyWh / 1000).toFixed(1)} kWh, ${frames} frames, ` +
      `${powerCuts} power cuts, ${faults.length} faults`,
  );
  print(`trace ${traceSha256}`);
  if (violations.length === 0) {
    print('Nothing was lost, and no rule was broken.');
    return 0;
  }
  printViolations(violations);
  await printShortest(world, report, progress);
  return 1;
}

/** Lives many worlds on all cores. @returns the exit status: 1 when a rule was broken in one of them */
export async function worldExploreCommand(options: WorldExploreOptions): Promise<0 | 1> {
  const { seeds, from } = options;
  const kinds = kindsOf(options.faults);
  const jobs = Array.from({ length: seeds }, (_, index) => jobOf(from + index, options, kinds));
  const progress = new Progress(process.stderr);
  const failed: number[] = [];
  let done = 0;
  let stationDays = 0;
  let transactions = 0;
  await explore(jobs, Math.min(availableParallelism(), seeds), (result) => {
    done += 1;
    stationDays += result.stationDays;
    transactions += result.transactions;
    if (result.violations.length > 0) {
      failed.push(result.seed);
      progress.end();
      print(`seed ${result.seed}:`);
      printViolations(result.violations);
    }
    progress.show(done / seeds, `${done} of ${seeds} seeds, ${failed.length} failed`);
  });
  progress.end();
  print(`${done} seeds, ${stationDays} station-days, ${transactions} transactions`);
  if (failed.length === 0) {
    print('Nothing was lost, and no rule was broken.');
    return 0;
  }
  failed.sort((a, b) => a - b);
  print(`${failed.length} failed: ${failed.join(' ')}`);
  print(`Look at one: northbound world run --seed ${failed[0]}${sizeArguments(options)}`);
  return 1;
}

async function printShortest(
  world: WorldOptions,
  report: Awaited<ReturnType<typeof runWorld>>,
  progress: Progress,
): Promise<void> {
  let worlds = 0;
  const shortest = await shortestFailure(world, report, (left) => {
    worlds += 1;
    progress.note(`looking for the shortest story: ${worlds} worlds, ${left} faults`);
  });
  progress.end();
  print('');
  print(`It takes ${shortest.faults.length} of ${report.faults.length} faults:`);
  for (const fault of shortest.faults) print(`  ${momentText(fault.atMs)}  ${faultText(fault)}`);
  printViolations(shortest.report.violations);
  print('');
  print(shortest.story);
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
  if (names === 'none') return [];
  return names.split(',').map((name) => {
    if (isFaultKind(name)) return name;
    throw new UsageError(`There is no fault ${name}; there are: ${FAULT_KINDS.join(', ')}, none.`);
  });
}

function sizeArguments({ stations, days, faults }: WorldSize): string {
  return [
    stations === undefined ? '' : ` --stations ${stations}`,
    days === undefined ? '' : ` --days ${days}`,
    faults === undefined ? '' : ` --faults ${faults}`,
  ].join('');
}

function printViolations(violations: readonly Violation[]): void {
  for (const { rule, place, what } of violations) print(`  ${rule}: ${place} ${what}`);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
