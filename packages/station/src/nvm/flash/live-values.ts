import { crc32 } from 'node:zlib';
import { alignUp } from './flash.ts';
import { decodeEntries, type Entry, entryBytes, RECORD_HEADER_BYTES } from './format.ts';
import { type Place, SpaceIndex } from './space-index.ts';

/** What a value is known by. */
export interface Key {
  readonly space: number;
  readonly id: number;
}

/** The values of a log that are neither overwritten nor deleted: where they are and what room they take. */
export class LiveValues {
  readonly #spaces: (SpaceIndex | undefined)[] = [];
  readonly #programBytes: number;
  #bytes = 0;

  constructor(programBytes: number) {
    this.#programBytes = programBytes;
  }

  /** The room of all, each counted as if it stood in a record of its own. */
  get bytes(): number {
    return this.#bytes;
  }

  get ramBytes(): number {
    return this.#spaces.reduce((sum, space) => sum + (space?.ramBytes ?? 0), 0);
  }

  space(number: number): SpaceIndex | undefined {
    return this.#spaces[number];
  }

  place(space: number, id: number): Place | undefined {
    return this.#spaces[space]?.place(id);
  }

  clear(): void {
    this.#spaces.length = 0;
    this.#bytes = 0;
  }

  /**
   * Takes over the entries of a record that is on flash.
   * @param addressOf where the byte of the payload stands
   */
  apply(payload: Uint8Array, addressOf: (offset: number) => number): void {
    for (const { entry, offset, length } of decodeEntries(payload)) {
      const space = this.#open(entry.space);
      const old = space.place(entry.id);
      if (old !== undefined) this.#count(space, -this.cost(old.entryBytes));
      if (entry.operation === 'delete') {
        space.delete(entry.id);
      } else {
        const check = crc32(payload.subarray(offset, offset + length));
        space.set(entry.id, { address: addressOf(offset), entryBytes: length, check });
        this.#count(space, this.cost(length));
      }
    }
  }

  /** Its bytes are not what they were. */
  forget(spaceNumber: number, id: number): void {
    const bytes = this.bytesOf(spaceNumber, id);
    const space = this.#spaces[spaceNumber];
    if (space === undefined || bytes === 0) return;
    space.delete(id);
    this.#count(space, -bytes);
  }

  /** Whether a value stands at one of the addresses from `from` to before `to`. */
  isAnyBetween(from: number, to: number): boolean {
    return this.#spaces.some((index) => index?.isAnyBetween(from, to) === true);
  }

  /** The keys of all values that stand where this holds. */
  keysAt(isThere: (address: number) => boolean): Key[] {
    return this.#spaces.flatMap((index, space) => {
      const ids = index?.ids() ?? [];
      return ids
        .filter((id) => isThere(index?.place(id)?.address ?? 0))
        .map((id) => ({ space, id }));
    });
  }

  /** What {@link bytes} would be after these changes. */
  bytesAfter(entries: readonly Entry[]): number {
    let bytes = this.#bytes;
    for (const entry of entries) {
      bytes -= this.bytesOf(entry.space, entry.id);
      if (entry.operation === 'put') bytes += this.cost(entryBytes(entry));
    }
    return bytes;
  }

  bytesOf(space: number, id: number): number {
    const place = this.place(space, id);
    return place === undefined ? 0 : this.cost(place.entryBytes);
  }

  /** The room of an entry. */
  cost(bytes: number): number {
    return alignUp(RECORD_HEADER_BYTES + bytes, this.#programBytes);
  }

  #open(number: number): SpaceIndex {
    const space = this.#spaces[number] ?? new SpaceIndex();
    this.#spaces[number] = space;
    return space;
  }

  #count(space: SpaceIndex, bytes: number): void {
    space.liveBytes += bytes;
    this.#bytes += bytes;
  }
}
