import type { Clock } from '@northbound/rpc';
import type { Database } from '../store/database.ts';
import { Histogram } from './histogram.ts';

/** A store whose writes are timed, from being handed in to being durable. */
export interface MeasuredDatabase {
  readonly database: Database;
  readonly commits: Histogram;
  /** Batches that are not durable yet. */
  waiting(): number;
}

export function measured(inner: Database, clock: Pick<Clock, 'monotonicMs'>): MeasuredDatabase {
  const commits = new Histogram();
  let waiting = 0;
  return {
    commits,
    waiting: () => waiting,
    database: {
      write(statements) {
        const beganMs = clock.monotonicMs();
        waiting += 1;
        const written = inner.write(statements);
        const ended = () => {
          waiting -= 1;
          commits.observeMs(clock.monotonicMs() - beganMs);
        };
        written.then(ended, ended);
        return written;
      },
      read: (statement) => inner.read(statement),
      close: () => inner.close(),
      ...(inner.backups !== undefined && { backups: inner.backups }),
    },
  };
}
