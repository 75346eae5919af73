import type { Database, Statement } from '../store/database.ts';

/** A store that one process uses until it dies: then nothing reaches the disk any more, and nothing answers. */
export class MortalStore implements Database {
  readonly #inner: Database;
  #isDead = false;
  #isLast: (statement: Statement) => boolean = () => false;

  constructor(inner: Database) {
    this.#inner = inner;
  }

  die(): void {
    this.#isDead = true;
  }

  /** Right behind the commit of the batch that has such a statement. */
  dieBehind(isLast: (statement: Statement) => boolean): void {
    this.#isLast = isLast;
  }

  write(statements: readonly Statement[]): Promise<void> {
    if (this.#isDead) return new Promise(() => undefined);
    if (statements.some(this.#isLast)) this.die();
    return this.#inner.write(statements);
  }

  read<Row>(statement: Statement): Promise<Row[]> {
    return this.#isDead ? new Promise(() => undefined) : this.#inner.read(statement);
  }

  async close(): Promise<void> {
    this.die();
  }
}
