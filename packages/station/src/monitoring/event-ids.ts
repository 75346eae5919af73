import type { KeyValueStore } from '../nvm/storage.ts';

const STORED = 'monitoring:eventIds';

/** So many ids are lost when the power is cut, and so many are given out for each write. */
const BLOCK = 1_000;

/** Numbers for `eventId`: none is given twice, over reboots too, so that `cause` stays unique. */
export class EventIds {
  readonly #values: KeyValueStore;
  #next = 0;
  #end = 0;

  constructor(values: KeyValueStore) {
    this.#values = values;
  }

  readonly next = (): number => {
    if (this.#next === this.#end) {
      this.#next = Number(this.#values.get(STORED) ?? 0);
      this.#end = this.#next + BLOCK;
      this.#values.keep(STORED, String(this.#end));
    }
    return this.#next++;
  };
}
