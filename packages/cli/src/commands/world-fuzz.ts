import { megabytes } from '@northbound/world/fuzz';
import type { FuzzJob } from '../fuzz/job.ts';
import { runFuzz } from '../fuzz/run.ts';
import { Progress } from '../world/progress.ts';

const THINGS = { frames: 'frames', flash: 'images', certificates: 'certificates' } as const;

/** Feeds damaged things to both sides. @returns the exit status: 1 when something went wrong */
export async function worldFuzzCommand(job: FuzzJob): Promise<0 | 1> {
  const { what, seed, count } = job;
  const progress = new Progress(process.stderr);
  const { done, heapBytes, trouble } = await runFuzz(job, (part) =>
    progress.show(Math.min(1, part / count), `${part} ${THINGS[what]}`),
  );
  progress.end();
  for (const line of trouble) process.stdout.write(`${line}\n`);
  const [first, last] = heapBytes.map(megabytes);
  const heap = heapBytes[0] > 0 ? `, heap ${first} MB at the first look, ${last} at the last` : '';
  process.stdout.write(`${done} ${THINGS[what]}, seed ${seed}${heap}\n`);
  if (trouble.length > 0) return 1;
  process.stdout.write('Nothing crashed, nothing hung, and every rule was kept.\n');
  return 0;
}
