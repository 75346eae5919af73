import type { Database, Statement } from '../store/database.ts';
import { DatabaseError } from '../store/errors.ts';

/** A store that a test can slow down, break and watch. */
export class ControlledDatabase implements Database {
  readonly #inner: Database;
  #mode: 'normal' | 'full' | 'stalled' = 'normal';
  #held: { arrive: () => void; until: Promise<void> } | undefined;
  /** Batches handed in, without those that only hold frames. */
  writes: (readonly Statement[])[] = [];
  reads: Statement[] = [];

  constructor(inner: Database) {
    this.#inner = inner;
  }

  /** `full`: every write fails. `stalled`: no write ever ends. */
  become(mode: 'normal' | 'full' | 'stalled'): void {
    this.#mode = mode;
  }

  /** Keeps the next write back until it is released. */
  hold(): { readonly arrived: Promise<void>; readonly release: () => void } {
    const arrival = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    this.#held = { arrive: arrival.resolve, until: release.promise };
    return { arrived: arrival.promise, release: release.resolve };
  }

  write(statements: readonly Statement[]): Promise<void> {
    if (statements.every(({ sql }) => sql.startsWith('INSERT INTO frames'))) {
      return this.#inner.write(statements);
    }
    this.writes.push(statements);
    const held = this.#held;
    if (held !== undefined) {
      this.#held = undefined;
      held.arrive();
      return held.until.then(() => this.#inner.write(statements));
    }
    if (this.#mode === 'full')
      return Promise.reject(new DatabaseError('full', 'as the test wants'));
    if (this.#mode === 'stalled') return new Promise(() => undefined);
    return this.#inner.write(statements);
  }

  read<Row>(statement: Statement): Promise<Row[]> {
    this.reads.push(statement);
    return this.#inner.read<Row>(statement);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }
}
