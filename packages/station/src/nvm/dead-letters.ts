import type { DeadLetter, Medium } from './medium.ts';
import type { Outbox } from './outbox.ts';
import { readLetter } from './parking.ts';
import { SPACE } from './spaces.ts';
import type { DeadLetterBox } from './storage.ts';
import type { TransactionQueue } from './transaction-queue.ts';

export interface Lanes {
  readonly transactions: TransactionQueue;
  readonly security: Outbox;
  readonly other: Outbox;
}

/** What exhausted its attempts: kept as it was queued, within a share of the flash, until somebody decides. */
export class DeadLetters implements DeadLetterBox {
  readonly #medium: Medium;
  readonly #lanes: Lanes;

  constructor(medium: Medium, lanes: Lanes) {
    this.#medium = medium;
    this.#lanes = lanes;
  }

  get length(): number {
    return this.#medium.log.count(SPACE.deadLetters);
  }

  get liveBytes(): number {
    return this.#medium.log.liveBytes(SPACE.deadLetters);
  }

  /** Those that this firmware can read, from the oldest on. */
  list(): readonly DeadLetter[] {
    return this.#medium.log
      .ids(SPACE.deadLetters)
      .map((id) => readLetter(this.#medium, id))
      .filter((letter) => letter !== undefined);
  }

  requeue(id: number): boolean {
    const letter = readLetter(this.#medium, id);
    if (letter === undefined) return false;
    const queued =
      letter.lane === 'transactions'
        ? this.#lanes.transactions.queueAgain(letter.message)
        : this.#lanes[letter.lane].queueAgain(letter.message);
    if (queued === undefined) return false;
    this.#medium.log.commit([{ operation: 'delete', space: SPACE.deadLetters, id }, ...queued]);
    return true;
  }

  discard(id: number): boolean {
    if (readLetter(this.#medium, id) === undefined) return false;
    this.#medium.log.commit([{ operation: 'delete', space: SPACE.deadLetters, id }]);
    return true;
  }
}
