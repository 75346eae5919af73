import { Problem } from '../problems.ts';

/** Passwords that are hashed at one moment: each takes 32 MiB and a core for a while. */
const mostAtOnce = 4;
/** Attempts of one address that wait, and those of all. */
const mostOfAddress = 20;
const mostWaiting = 200;

type Begin = () => void;

/**
 * Lets few passwords be hashed at once. Addresses take turns, so that one that sends thousands delays the others by one
 * hash each; who is known at an address waits for nobody who is not.
 */
export class HashingSlots {
  #free = mostAtOnce;
  #waiting = 0;
  readonly #known: Begin[] = [];
  /** By address; the one whose turn is next first. */
  readonly #lines = new Map<string, Begin[]>();

  /** @throws Problem `unavailable` when too many wait already */
  async run<T>(address: string, isKnown: boolean, hash: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(this.#lineFor(address, isKnown));
    try {
      return await hash();
    } finally {
      this.#passOn();
    }
  }

  #lineFor(address: string, isKnown: boolean): Begin[] {
    const line = isKnown ? this.#known : (this.#lines.get(address) ?? []);
    if (line.length >= mostOfAddress || (!isKnown && this.#waiting >= mostWaiting))
      throw new Problem('unavailable', {
        detail: 'Too many people sign in at this moment.',
        retryAfterS: 1,
      });
    if (!isKnown) {
      this.#waiting += 1;
      this.#lines.set(address, line);
    }
    return line;
  }

  #turn(line: Begin[]): Promise<void> {
    return new Promise((begin) => line.push(begin));
  }

  #passOn(): void {
    const next = this.#known.shift() ?? this.#nextOfAddresses();
    if (next === undefined) this.#free += 1;
    else next();
  }

  #nextOfAddresses(): Begin | undefined {
    for (const [address, line] of this.#lines) {
      const next = line.shift();
      this.#lines.delete(address);
      if (line.length > 0) this.#lines.set(address, line);
      this.#waiting -= 1;
      return next;
    }
    return undefined;
  }
}
