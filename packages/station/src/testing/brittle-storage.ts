import { PowerCut } from '../nvm/flash/flash.ts';
import { memoryStorage } from '../nvm/memory.ts';
import type { MessageLane, Storage } from '../nvm/storage.ts';

/** A storage whose power goes in the moment in which a message of the lane `other` is to be stored. */
export class BrittleStorage implements Storage {
  readonly #memory = memoryStorage();
  /** Whether the next one is the one. */
  breaks = false;
  readonly queue = this.#memory.queue;
  readonly security = this.#memory.security;
  readonly deadLetters = this.#memory.deadLetters;
  readonly values = this.#memory.values;
  readonly other: MessageLane = new Proxy(this.#memory.other, {
    get: (lane, name) => {
      const found: unknown = Reflect.get(lane, name, lane);
      if (typeof found !== 'function') return found;
      return (...given: unknown[]): unknown => {
        if (name === 'append' && this.breaks) {
          this.breaks = false;
          throw new PowerCut();
        }
        return Reflect.apply(found, lane, given);
      };
    },
  });

  status(nowEpochMs: number): ReturnType<Storage['status']> {
    return this.#memory.status(nowEpochMs);
  }

  listen(listener: Parameters<Storage['listen']>[0]): void {
    this.#memory.listen(listener);
  }
}
