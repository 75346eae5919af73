import { pack, unpack } from './encoding/packed.ts';
import type { FlashLog } from './flash/flash-log.ts';
import type { Entry } from './flash/format.ts';

const LAYOUT = 1;

/** How often each message of a lane was transmitted and not processed: a record of a few bytes beside the message's. */
export class Attempts {
  readonly #log: FlashLog;
  readonly #space: number;

  constructor(log: FlashLog, space: number) {
    this.#log = log;
    this.#space = space;
  }

  of(id: number): number {
    const stored = this.#log.get(this.#space, id);
    const count = stored?.version === LAYOUT ? unpack(stored.value) : 0;
    return typeof count === 'number' ? count : 0;
  }

  count(id: number): void {
    const value = pack(this.of(id) + 1);
    this.#log.commit([{ operation: 'put', space: this.#space, id, version: LAYOUT, value }]);
  }

  /** The change that forgets them, where there are any. */
  forget(id: number): Entry[] {
    const isCounted = this.#log.liveBytesOf(this.#space, id) > 0;
    return isCounted ? [{ operation: 'delete', space: this.#space, id }] : [];
  }
}
