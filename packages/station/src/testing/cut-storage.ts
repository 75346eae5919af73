import { memoryStorage } from '../nvm/memory.ts';
import type { KeyValueStore, Storage } from '../nvm/storage.ts';

/** A storage whose power goes: from a certain write on nothing that is written as a value stays. */
export class CutStorage {
  readonly #values: KeyValueStore;
  readonly storage: Storage;
  writes = 0;
  lastWrite = Number.POSITIVE_INFINITY;

  constructor() {
    const memory = memoryStorage();
    this.#values = memory.values;
    const values = new Proxy(memory.values, { get: this.#get });
    this.storage = new Proxy(memory, {
      get: (_, name) => (name === 'values' ? values : boundTo(memory, name)),
    });
  }

  /** The power goes after so many writes from now on. */
  cutAfter(writes: number): void {
    this.writes = 0;
    this.lastWrite = writes;
  }

  /** It is there again. */
  mend(): void {
    this.lastWrite = Number.POSITIVE_INFINITY;
  }

  readonly #get = (_target: KeyValueStore, name: string | symbol): unknown => {
    const found = boundTo(this.#values, name);
    if (typeof found !== 'function' || name === 'get' || name === 'keys') return found;
    return (...given: unknown[]): unknown => {
      this.writes += 1;
      return this.writes > this.lastWrite || Reflect.apply(found, undefined, given);
    };
  };
}

function boundTo(target: object, name: string | symbol): unknown {
  const found: unknown = Reflect.get(target, name, target);
  return typeof found === 'function' ? found.bind(target) : found;
}
