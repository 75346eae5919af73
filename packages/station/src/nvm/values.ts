import { crc32 } from 'node:zlib';
import { pack, unpack } from './encoding/packed.ts';
import type { FlashLog } from './flash/flash-log.ts';
import { StorageFull } from './medium.ts';
import { SPACE } from './spaces.ts';
import type { KeyValueStore } from './storage.ts';

const LAYOUT = 1;

/**
 * Values by name. A record is found by the checksum of its name, so that names take no RAM; those that share one share
 * a record.
 */
export class FlashValues implements KeyValueStore {
  readonly #log: FlashLog;
  readonly #quotaBytes: number;

  constructor(log: FlashLog, quotaBytes: number) {
    this.#log = log;
    this.#quotaBytes = quotaBytes;
  }

  get(key: string): string | undefined {
    return this.#record(idOf(key)).get(key);
  }

  /** @throws StorageFull when the share of the flash for values has no room for it; RangeError when it is too long */
  set(key: string, value: string): void {
    const id = idOf(key);
    const record = this.#record(id);
    // Writing what is there already would only wear the flash.
    if (record.get(key) === value) return;
    this.#write(id, record.set(key, value));
  }

  delete(key: string): void {
    const id = idOf(key);
    const record = this.#record(id);
    if (!record.delete(key)) return;
    if (record.size > 0) this.#write(id, record);
    else this.#log.commit([{ operation: 'delete', space: SPACE.values, id }]);
  }

  keys(prefix: string): readonly string[] {
    return this.#log
      .ids(SPACE.values)
      .flatMap((id) => [...this.#record(id).keys()])
      .filter((key) => key.startsWith(prefix));
  }

  #record(id: number): Map<string, string> {
    const stored = this.#log.get(SPACE.values, id);
    const flat = stored?.version === LAYOUT ? unpack(stored.value) : [];
    const record = new Map<string, string>();
    if (!Array.isArray(flat)) return record;
    for (let at = 0; at + 1 < flat.length; at += 2) {
      const [key, value]: unknown[] = flat.slice(at, at + 2);
      if (typeof key === 'string' && typeof value === 'string') record.set(key, value);
    }
    return record;
  }

  #write(id: number, record: ReadonlyMap<string, string>): void {
    const value = pack([...record].flat());
    const others = this.#log.liveBytes(SPACE.values) - this.#log.liveBytesOf(SPACE.values, id);
    if (others + this.#log.costBytes(value.length) > this.#quotaBytes) {
      throw new StorageFull(`A value of ${value.length} bytes has no room beside ${others}`);
    }
    this.#log.commit([{ operation: 'put', space: SPACE.values, id, version: LAYOUT, value }]);
  }
}

function idOf(key: string): number {
  return crc32(key);
}
