import { fork } from 'node:child_process';
import type { FuzzJob, FuzzNews, FuzzResult } from './job.ts';

const WORKER = new URL('./worker.ts', import.meta.url);

/** A case takes a fraction of a second; also on a machine that is busy with other things. */
const HANG_MS = 120_000;

/**
 * Fuzzes in a process of its own, which may crash or hang: then the case is known in which it did.
 *
 * @param progress told how much is done
 */
export function runFuzz(job: FuzzJob, progress: (done: number) => void): Promise<FuzzResult> {
  return new Promise((resolve) => {
    const worker = fork(WORKER, { execArgv: ['--expose-gc', '--max-old-space-size=1024'] });
    let current = job.from;
    let done = 0;
    const over = (result: FuzzResult) => {
      clearTimeout(timer);
      worker.kill('SIGKILL');
      resolve(result);
    };
    const broken = (how: string) =>
      over({ done, heapBytes: [0, 0], trouble: [`case ${current}: ${how}`] });
    const timer = setTimeout(() => broken('it hangs'), HANG_MS);
    // Whoever stops it still wants to know how far it came.
    process.once('SIGINT', () => over({ done, heapBytes: [0, 0], trouble: [] }));
    worker.once('exit', (code, signal) => broken(`the process ends with ${signal ?? code}`));
    worker.on('message', (news: FuzzNews) => {
      timer.refresh();
      switch (news.type) {
        case 'begun':
          current = news.case;
          return;
        case 'progress':
          done = news.done;
          progress(done);
          return;
        case 'end':
          over(news.result);
      }
    });
    worker.send(job);
  });
}
