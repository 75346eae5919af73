/** A process that lives one world after another for `northbound world explore`. */
import { runWorld } from '@northbound/world/simulation';
import type { WorkerNews, WorldJob } from './job.ts';

// Ctrl-C reaches the whole group; the explorer says when it is over.
process.on('SIGINT', () => undefined);
process.on('message', (job: WorldJob) => void live(job));

async function live(job: WorldJob): Promise<void> {
  const { seed, stations, days } = job;
  const progress = () => tell({ type: 'hour' });
  const { transactions, frames, violations } = await runWorld(job, { progress });
  const stationDays = stations * days;
  tell({ type: 'over', result: { seed, stationDays, transactions, frames, violations } });
}

function tell(news: WorkerNews): void {
  process.send?.(news);
}
