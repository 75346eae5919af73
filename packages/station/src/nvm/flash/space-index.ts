const FIRST_ROOM = 4;

/** Of a value in the array of words: its id, its address, its check. */
const WORDS = 3;

/** Where a live value stands, how long its entry is, and the CRC-32 of it as it was when it was last known to be whole. */
export interface Place {
  readonly address: number;
  readonly entryBytes: number;
  readonly check: number;
}

/**
 * Where the live values of one space stand, in the order of their ids: 14 bytes for each in two flat arrays, which
 * shrink again when a backlog is gone; an array has a head of 200 bytes, so there are no more. Appending a highest id
 * and deleting the lowest, what queues do, moves nothing.
 */
export class SpaceIndex {
  #words = new Uint32Array(FIRST_ROOM * WORDS);
  #lengths = new Uint16Array(FIRST_ROOM);
  #start = 0;
  #end = 0;
  /** What the values occupy, each counted as if it stood in a record of its own. */
  liveBytes = 0;

  get count(): number {
    return this.#end - this.#start;
  }

  /** What the index itself takes of RAM. */
  get ramBytes(): number {
    return this.#words.byteLength + this.#lengths.byteLength;
  }

  place(id: number): Place | undefined {
    const at = this.#find(id);
    return at < this.#end && this.#idAt(at) === id ? this.#placeAt(at) : undefined;
  }

  /** The lowest id that is not below `from`. */
  idFrom(from: number): number | undefined {
    const at = this.#find(from);
    return at < this.#end ? this.#idAt(at) : undefined;
  }

  lastId(): number | undefined {
    return this.count === 0 ? undefined : this.#idAt(this.#end - 1);
  }

  /** A copy, rising. */
  ids(): number[] {
    return Array.from({ length: this.count }, (_, index) => this.#idAt(this.#start + index));
  }

  /** Whether a value stands at one of the addresses from `from` to before `to`. */
  isAnyBetween(from: number, to: number): boolean {
    for (let at = this.#start; at < this.#end; at++) {
      const address = this.#words[at * WORDS + 1] ?? 0;
      if (address >= from && address < to) return true;
    }
    return false;
  }

  set(id: number, { address, entryBytes, check }: Place): void {
    let at = this.#find(id);
    if (at === this.#end || this.#idAt(at) !== id) {
      at = this.#open(at);
      this.#words[at * WORDS] = id;
    }
    this.#words[at * WORDS + 1] = address;
    this.#words[at * WORDS + 2] = check;
    this.#lengths[at] = entryBytes;
  }

  delete(id: number): void {
    const at = this.#find(id);
    if (at === this.#end || this.#idAt(at) !== id) return;
    if (at === this.#start) {
      this.#start++;
    } else {
      this.#move(at + 1, this.#end, at);
      this.#end--;
    }
    if (this.#start === this.#end) {
      this.#start = 0;
      this.#end = 0;
    }
    const room = this.#lengths.length;
    if (this.count < room / 4 && room > FIRST_ROOM) this.#resize();
  }

  /** The place of the id, or of the next higher one. */
  #find(id: number): number {
    let low = this.#start;
    let high = this.#end;
    if (high > low && this.#idAt(high - 1) < id) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#idAt(middle) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #idAt(at: number): number {
    return this.#words[at * WORDS] ?? 0;
  }

  #placeAt(at: number): Place {
    return {
      address: this.#words[at * WORDS + 1] ?? 0,
      entryBytes: this.#lengths[at] ?? 0,
      check: this.#words[at * WORDS + 2] ?? 0,
    };
  }

  /** Makes a gap before a place and returns where the gap is. */
  #open(before: number): number {
    let at = before;
    if (this.#end === this.#lengths.length) {
      at -= this.#start;
      this.#resize();
    }
    this.#move(at, this.#end, at + 1);
    this.#end++;
    return at;
  }

  #move(from: number, to: number, target: number): void {
    if (from === to) return;
    this.#words.copyWithin(target * WORDS, from * WORDS, to * WORDS);
    this.#lengths.copyWithin(target, from, to);
  }

  /** Half as much again as is needed, from the beginning of the arrays on. */
  #resize(): void {
    const room = Math.max(FIRST_ROOM, Math.ceil(this.count * 1.5));
    const words = this.#words.subarray(this.#start * WORDS, this.#end * WORDS);
    const lengths = this.#lengths.subarray(this.#start, this.#end);
    this.#words = new Uint32Array(room * WORDS);
    this.#words.set(words);
    this.#lengths = new Uint16Array(room);
    this.#lengths.set(lengths);
    this.#end -= this.#start;
    this.#start = 0;
  }
}
