import type { Database, Statement } from '../store/database.ts';

/** A store that one process uses until it dies: then nothing reaches the disk any more, and nothing answers. */
export class MortalStore implements Database {
  readonly #inner: Database;
  #isDead = false;

  constructor(inner: Database) {
    this.#inner = inner;
  }

  die(): void {
    this.#isDead = true;
  }

  write(statements: readonly Statement[]): Promise<void> {
    return this.#isDead ? new Promise(() => undefined) : this.#inner.write(statements);
  }

  read<Row>(statement: Statement): Promise<Row[]> {
    return this.#isDead ? new Promise(() => undefined) : this.#inner.read(statement);
  }

  async close(): Promise<void> {
    this.die();
  }
}
