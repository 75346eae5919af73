import { fileURLToPath } from 'node:url';
import { quantile, runSoak, SOAK_KINDS, type SoakReport } from '@northbound/world/soak';
import { faultsNamed } from '../options.ts';
import { Progress } from '../world/progress.ts';

export interface WorldCrashOptions {
  readonly kills: number;
  readonly seed: number;
  readonly minutes: number;
  readonly size: number;
  /** Names of kinds, with commas. */
  readonly faults: string;
}

const NORTHBOUND = fileURLToPath(new URL('../../bin/northbound.js', import.meta.url));

/** Kills real processes, and checks what is left. @returns the exit status: 1 when a rule was broken */
export async function worldCrashCommand(options: WorldCrashOptions): Promise<0 | 1> {
  const { kills, seed, minutes, size } = options;
  const progress = new Progress(process.stderr);
  const report = await runSoak(
    {
      kills,
      seed,
      minutes,
      size,
      kinds: faultsNamed(options.faults, SOAK_KINDS),
      command: [process.execPath, NORTHBOUND],
    },
    {
      said(line) {
        progress.end();
        print(line);
      },
      progress: (part, text) => progress.show(part, text),
    },
  );
  progress.end();
  for (const line of summaryOf(report)) print(line);
  return report.violations.length === 0 ? 0 : 1;
}

function summaryOf(report: SoakReport): string[] {
  const { violations, faults, startsMs, gapsMs } = report;
  const counts = Object.entries(faults).map(([kind, count]) => `${kind} ${count}`);
  const lines = [
    '',
    `seed ${report.seed}: ${report.kills} SIGKILLs of the CSMS (${report.killsAtStart} while it started), ` +
      `${report.rounds} rounds; faults: ${counts.join(', ')}`,
    `${report.answers} messages of transactions answered, ${report.transactions} transactions, ` +
      `${(report.energyWh / 1000).toFixed(1)} kWh, ${report.orders} orders of the operator, ` +
      `${report.webhookEvents} events told by webhook (${report.webhookRepetitions} again), ` +
      `data file ${(report.databaseBytes / 1e6).toFixed(1)} MB`,
    `start: ${spreadOf(startsMs)}; from a kill to the next answer: ${spreadOf(gapsMs)}`,
  ];
  if (violations.length === 0) return [...lines, 'Nothing was lost, and no rule was broken.'];
  return [
    ...lines,
    `${violations.length} violations:`,
    ...violations.slice(0, 50).map(({ rule, place, what }) => `  ${rule}: ${place} ${what}`),
    'What both sides saw:',
    ...report.evidence,
    `Everything that is left of the run is in ${report.folder}.`,
  ];
}

function spreadOf(sorted: readonly number[]): string {
  const at = (part: number) => `${Math.round(quantile(sorted, part) ?? 0)} ms`;
  return `median ${at(0.5)}, 99 % ${at(0.99)}, slowest ${at(1)}`;
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
