import { readPacked } from './layouts.ts';
import type { DeadLetter, Medium } from './medium.ts';
import type { Outbox } from './outbox.ts';
import { LETTER_HEAD_BYTES, LETTER_LANES, LETTER_LAYOUT } from './parking.ts';
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
      .map((id) => this.#read(id))
      .filter((letter) => letter !== undefined);
  }

  requeue(id: number): boolean {
    const letter = this.#read(id);
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
    if (this.#read(id) === undefined) return false;
    this.#medium.log.commit([{ operation: 'delete', space: SPACE.deadLetters, id }]);
    return true;
  }

  #read(id: number): DeadLetter | undefined {
    const { layouts, log } = this.#medium;
    const letter = log.get(SPACE.deadLetters, id);
    if (letter === undefined || letter.version !== LETTER_LAYOUT) return undefined;
    const [number = 0, version = 0] = letter.value;
    const stored = { version, value: letter.value.subarray(LETTER_HEAD_BYTES) };
    const lane = LETTER_LANES[number];
    if (lane === undefined) return undefined;
    if (lane === 'transactions') {
      const message = readPacked(layouts.event, stored);
      return message === undefined ? undefined : { id, lane, message };
    }
    const message = readPacked(layouts.message, stored);
    return message === undefined ? undefined : { id, lane, message };
  }
}
