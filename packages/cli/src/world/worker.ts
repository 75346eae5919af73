/** A process that lives one world after another for `northbound world explore`. */
import { runWorld } from '@northbound/world/simulation';
import type { WorldJob, WorldResult } from './job.ts';

// Ctrl-C reaches the whole group; the explorer says when it is over.
process.on('SIGINT', () => undefined);
process.on('message', (job: WorldJob) => void live(job));

async function live(job: WorldJob): Promise<void> {
  const { seed, stations, days } = job;
  const { transactions, frames, violations } = await runWorld(job);
  const stationDays = stations * days;
  const result: WorldResult = { seed, stationDays, transactions, frames, violations };
  process.send?.(result);
}
