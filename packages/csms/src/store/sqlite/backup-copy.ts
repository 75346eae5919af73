/** The thread of a backup: copies a data file and checks the copy. */
import { closeSync, fsyncSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import type { DatabaseErrorKind } from '../errors.ts';
import { checkIntegrity } from './check.ts';
import { databaseError } from './connection.ts';

export type BackupMessage =
  | { readonly type: 'done' }
  | { readonly type: 'failed'; readonly kind: DatabaseErrorKind; readonly detail: string };

function copy({
  source,
  target,
}: {
  readonly source: string;
  readonly target: string;
}): BackupMessage {
  try {
    const database = new DatabaseSync(source, { readOnly: true });
    try {
      // One consistent moment, whatever is written meanwhile, and without the pages that are free.
      database.prepare('VACUUM INTO ?').run(target);
    } finally {
      database.close();
    }
    checkIntegrity(target);
    const descriptor = openSync(target, 'r+');
    fsyncSync(descriptor);
    closeSync(descriptor);
    return { type: 'done' };
  } catch (cause) {
    const { kind, detail } = databaseError(cause);
    return { type: 'failed', kind, detail };
  }
}

parentPort?.postMessage(copy(workerData));
