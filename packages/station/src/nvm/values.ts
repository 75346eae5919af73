import { crc32 } from 'node:zlib';
import { pack, unpack } from './encoding/packed.ts';
import type { FlashLog } from './flash/flash-log.ts';
import { MAX_ID, type PutEntry } from './flash/format.ts';
import type { Medium } from './medium.ts';
import { SPACE } from './spaces.ts';
import type { KeyValueStore } from './storage.ts';

const LAYOUT = 1;

/** How far each kind of value may fill what is not reserved of the share, with all that is there already. */
const FILL = { kept: 1, own: 7 / 8, given: 3 / 4, cached: 1 / 2 } as const;

/** What changes often is short. */
const MOST_REMEMBERED_BYTES = 128;

/**
 * Values by name. A record is found by the checksum of its name, so that names take no RAM; those that share one share
 * a record.
 */
export class FlashValues implements KeyValueStore {
  readonly #medium: Medium;
  /** What was written last and is alone in its record: what changes often is written again before anything else. */
  #last: { readonly key: string; readonly text: string } | undefined;
  #reservedBytes = 0;

  constructor(medium: Medium) {
    this.#medium = medium;
  }

  get(key: string): string | undefined {
    return this.#record(idOf(key)).get(key);
  }

  reserve(prefix: string, longest: readonly [key: string, value: string], count: number): boolean {
    const { log, sizes } = this.#medium;
    this.#reservedBytes = count * log.costOf(putOf(MAX_ID, new Map([longest])));
    const claimed = this.keys(prefix).reduce(
      (sum, key) => sum + log.liveBytesOf(SPACE.values, idOf(key)),
      0,
    );
    const others = log.liveBytes(SPACE.values) - claimed;
    return others + this.#reservedBytes <= sizes.valuesBytes;
  }

  claim(key: string, value: string): boolean {
    return this.#told(key, this.#put(key, value, this.#medium.sizes.valuesBytes));
  }

  keep(key: string, value: string): boolean {
    return this.#told(key, this.#put(key, value, this.#most('kept')));
  }

  set(key: string, value: string): boolean {
    return this.#told(key, this.#put(key, value, this.#most('own')));
  }

  store(key: string, value: string): boolean {
    return this.#told(key, this.#put(key, value, this.#most('given')));
  }

  /** Nobody hears that it found no room: it may go at any time. */
  cache(key: string, value: string, insteadOf: readonly string[] = []): boolean {
    return this.#put(key, value, this.#most('cached'), insteadOf);
  }

  delete(key: string): void {
    const id = idOf(key);
    const record = this.#record(id);
    if (!record.delete(key)) return;
    this.#last = undefined;
    if (record.size > 0) this.#log.commit([putOf(id, record)]);
    else this.#log.commit([{ operation: 'delete', space: SPACE.values, id }]);
  }

  keys(prefix: string): readonly string[] {
    return this.#log
      .ids(SPACE.values)
      .flatMap((id) => [...this.#record(id).keys()])
      .filter((key) => key.startsWith(prefix));
  }

  #record(id: number): Map<string, string> {
    const record = new Map<string, string>();
    const stored = this.#log.get(SPACE.values, id);
    if (stored?.version !== LAYOUT) return record;
    const flat = unpack(stored.value);
    if (!Array.isArray(flat)) return record;
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const key: unknown = flat[at];
      const value: unknown = flat[at + 1];
      if (typeof key === 'string' && typeof value === 'string') record.set(key, value);
    }
    return record;
  }

  #told(key: string, isStored: boolean): boolean {
    if (!isStored) this.#medium.tell({ type: 'valuesFull', key });
    return isStored;
  }

  /** What values may come to after one of this kind, in bytes. */
  #most(kind: keyof typeof FILL): number {
    // What is claimed counts as well, though it has room of its own: to tell it apart all would have to be read.
    return (this.#medium.sizes.valuesBytes - this.#reservedBytes) * FILL[kind];
  }

  /**
   * @param mostBytes what values may come to with it
   * @param victims values that go for it
   */
  #put(key: string, text: string, mostBytes: number, victims: readonly string[] = []): boolean {
    const id = idOf(key);
    const isAlone = this.#last?.key === key && this.#last.text !== text;
    const record = isAlone ? new Map<string, string>() : this.#record(id);
    // Writing what is there already would only wear the flash.
    if (record.get(key) === text) return true;
    this.#last = undefined;
    const put = putOf(id, record.set(key, text));
    const { log, sizes } = this.#medium;
    const bytes = log.costOf(put);
    const goes = new Set([id, ...victims.map(idOf)]);
    const freed = [...goes].reduce((sum, each) => sum + log.liveBytesOf(SPACE.values, each), 0);
    const filled = log.liveBytes(SPACE.values) - freed + bytes;
    const hasRoom = bytes <= freed || filled <= mostBytes;
    if (put.value.length > sizes.maxRecordBytes || !hasRoom) return false;
    for (const victim of victims) this.delete(victim);
    log.commit([put]);
    if (record.size === 1 && put.value.length <= MOST_REMEMBERED_BYTES) this.#last = { key, text };
    return true;
  }

  get #log(): FlashLog {
    return this.#medium.log;
  }
}

function putOf(id: number, record: ReadonlyMap<string, string>): PutEntry {
  const value = pack([...record].flat());
  return { operation: 'put', space: SPACE.values, id, version: LAYOUT, value };
}

function idOf(key: string): number {
  return crc32(key);
}
