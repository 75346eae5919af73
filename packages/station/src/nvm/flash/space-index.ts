const FIRST_ROOM = 4;

/** Where a live value stands, how long its entry is, and the CRC-32 of it as it was when it was last known to be whole. */
export interface Place {
  readonly address: number;
  readonly entryBytes: number;
  readonly check: number;
}

/**
 * Where the live values of one space stand, in the order of their ids: 14 bytes for each in flat arrays, which shrink
 * again when a backlog is gone. Appending a highest id and deleting the lowest, what queues do, moves nothing.
 */
export class SpaceIndex {
  #ids = new Uint32Array(FIRST_ROOM);
  #addresses = new Uint32Array(FIRST_ROOM);
  #lengths = new Uint16Array(FIRST_ROOM);
  #checks = new Uint32Array(FIRST_ROOM);
  #start = 0;
  #end = 0;
  /** What the values occupy, each counted as if it stood in a record of its own. */
  liveBytes = 0;

  get count(): number {
    return this.#end - this.#start;
  }

  /** What the index itself takes of RAM. */
  get ramBytes(): number {
    return this.#arrays.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  place(id: number): Place | undefined {
    const at = this.#find(id);
    return at < this.#end && this.#ids[at] === id ? this.#placeAt(at) : undefined;
  }

  /** The lowest id that is not below `from`. */
  idFrom(from: number): number | undefined {
    const at = this.#find(from);
    return at < this.#end ? this.#ids[at] : undefined;
  }

  lastId(): number | undefined {
    return this.count === 0 ? undefined : this.#ids[this.#end - 1];
  }

  /** A copy, rising. */
  ids(): number[] {
    return [...this.#ids.subarray(this.#start, this.#end)];
  }

  /** Whether a value stands at one of the addresses from `from` to before `to`. */
  isAnyBetween(from: number, to: number): boolean {
    for (let at = this.#start; at < this.#end; at++) {
      const address = this.#addresses[at] ?? 0;
      if (address >= from && address < to) return true;
    }
    return false;
  }

  set(id: number, { address, entryBytes, check }: Place): void {
    let at = this.#find(id);
    if (at === this.#end || this.#ids[at] !== id) {
      at = this.#open(at);
      this.#ids[at] = id;
    }
    this.#addresses[at] = address;
    this.#lengths[at] = entryBytes;
    this.#checks[at] = check;
  }

  delete(id: number): void {
    const at = this.#find(id);
    if (at === this.#end || this.#ids[at] !== id) return;
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
    if (this.count < this.#ids.length / 4 && this.#ids.length > FIRST_ROOM) this.#resize();
  }

  /** The place of the id, or of the next higher one. */
  #find(id: number): number {
    let low = this.#start;
    let high = this.#end;
    if (high > low && (this.#ids[high - 1] ?? 0) < id) return high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#ids[middle] ?? 0) < id) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #placeAt(at: number): Place {
    return {
      address: this.#addresses[at] ?? 0,
      entryBytes: this.#lengths[at] ?? 0,
      check: this.#checks[at] ?? 0,
    };
  }

  /** Makes a gap before a place and returns where the gap is. */
  #open(before: number): number {
    let at = before;
    if (this.#end === this.#ids.length) {
      at -= this.#start;
      this.#resize();
    }
    this.#move(at, this.#end, at + 1);
    this.#end++;
    return at;
  }

  #move(from: number, to: number, target: number): void {
    if (from === to) return;
    for (const array of this.#arrays) {
      array.copyWithin(target, from, to);
    }
  }

  get #arrays(): readonly (Uint16Array | Uint32Array)[] {
    return [this.#ids, this.#addresses, this.#lengths, this.#checks];
  }

  /** Half as much again as is needed, from the beginning of the arrays on. */
  #resize(): void {
    const room = Math.max(FIRST_ROOM, Math.ceil(this.count * 1.5));
    const from = this.#start;
    const to = this.#end;
    this.#ids = copied(new Uint32Array(room), this.#ids.subarray(from, to));
    this.#addresses = copied(new Uint32Array(room), this.#addresses.subarray(from, to));
    this.#lengths = copied(new Uint16Array(room), this.#lengths.subarray(from, to));
    this.#checks = copied(new Uint32Array(room), this.#checks.subarray(from, to));
    this.#end -= from;
    this.#start = 0;
  }
}

function copied<T extends Uint16Array | Uint32Array>(target: T, source: T): T {
  target.set(source);
  return target;
}
