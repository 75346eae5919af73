import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { FlashLog } from './flash/flash-log.ts';
import type { Entry } from './flash/format.ts';
import type { StorageSizes } from './sizes.ts';
import { SPACE } from './spaces.ts';
import type { BlackBoxEntry, Recorder } from './storage.ts';

const LAYOUT = 1;
/** What is collected in RAM before it is written; a power cut loses no more. */
const MOST_BATCH_BYTES = 4096;
/**
 * A window as large as a batch, and hash tables for no more: larger ones are only cleared for nothing. Looking longer
 * for matches makes batches smaller by a fiftieth, and costs half as much again.
 */
const DEFLATE = { windowBits: 12, memLevel: 5, level: 2, chunkSize: MOST_BATCH_BYTES } as const;
/** u8 kind · float64 moment · u32 length. */
const HEAD_BYTES = 13;

/**
 * A ring of what went in and out of the station. Entries are collected, compressed together (frames of OCPP shrink to a
 * fifth or less) and written as one commit, so that recording everything costs less flash than the queue does. The ring
 * has a share of the flash: the oldest batches go in the commit that needs their room.
 */
export class BlackBox implements Recorder {
  readonly #log: FlashLog;
  readonly #quotaBytes: number;
  readonly #batchBytes: number;
  /** Stations that record nothing need no room for it. */
  #batch = Buffer.alloc(0);
  #filled = 0;

  constructor(log: FlashLog, { blackBoxBytes, maxRecordBytes }: StorageSizes) {
    this.#log = log;
    this.#quotaBytes = blackBoxBytes;
    this.#batchBytes = Math.min(MOST_BATCH_BYTES, maxRecordBytes);
  }

  /** What it takes of RAM. */
  get ramBytes(): number {
    return this.#batch.length;
  }

  /** What it may come to take. */
  get mostRamBytes(): number {
    return this.#batchBytes;
  }

  append(kind: number, atMs: number, content: string | Uint8Array): void {
    if (this.#batch.length === 0) this.#batch = Buffer.alloc(this.#batchBytes);
    const isText = typeof content === 'string';
    const length = isText ? Buffer.byteLength(content) : content.length;
    const mostBytes = this.#batchBytes - HEAD_BYTES;
    if (length > mostBytes) {
      const bytes = isText ? Buffer.from(content) : content;
      this.append(kind, atMs, bytes.subarray(0, mostBytes));
      return;
    }
    if (this.#filled + HEAD_BYTES + length > this.#batchBytes) this.flush();
    const batch = this.#batch;
    let at = batch.writeUInt8(kind, this.#filled);
    at = batch.writeDoubleLE(atMs, at);
    at = batch.writeUInt32LE(length, at);
    if (isText) batch.write(content, at);
    else batch.set(content, at);
    this.#filled = at + length;
  }

  flush(): void {
    if (this.#filled === 0) return;
    const value = this.#take();
    const room = this.#oldestFor(this.#log.costBytes(value.length));
    const id = 1 + (this.#log.lastId(SPACE.blackBox) ?? 0);
    if (this.#log.costBytes(value.length) > this.#quotaBytes) return;
    this.#log.commit([
      ...room,
      { operation: 'put', space: SPACE.blackBox, id, version: LAYOUT, value },
    ]);
  }

  *entries(): Generator<BlackBoxEntry> {
    for (const id of this.#log.ids(SPACE.blackBox)) {
      const stored = this.#log.get(SPACE.blackBox, id);
      if (stored?.version === LAYOUT) yield* entriesOf(inflateRawSync(stored.value));
    }
    yield* entriesOf(Buffer.from(this.#batch.subarray(0, this.#filled)));
  }

  rewrite(change: (entry: BlackBoxEntry) => Uint8Array | undefined): void {
    this.flush();
    for (const id of this.#log.ids(SPACE.blackBox)) {
      const stored = this.#log.get(SPACE.blackBox, id);
      if (stored?.version !== LAYOUT) continue;
      const entries = [...entriesOf(inflateRawSync(stored.value))];
      const changed = entries.map((entry) => ({ entry, bytes: change(entry) }));
      if (changed.every(({ bytes }) => bytes === undefined)) continue;
      for (const { entry, bytes } of changed) {
        this.append(entry.kind, entry.atMs, bytes ?? entry.bytes);
      }
      const value = this.#take();
      const put = { operation: 'put', space: SPACE.blackBox, id, version: LAYOUT, value } as const;
      this.#log.commit([put]);
    }
    this.#log.commit(this.#oldestFor(0));
  }

  /** What is collected, as it is written. */
  #take(): Uint8Array {
    const batch = this.#batch.subarray(0, this.#filled);
    const value = new Uint8Array(deflateRawSync(batch, DEFLATE));
    this.#filled = 0;
    return value;
  }

  #oldestFor(bytes: number): Entry[] {
    const room: Entry[] = [];
    let over = this.#log.liveBytes(SPACE.blackBox) + bytes - this.#quotaBytes;
    for (const id of this.#log.ids(SPACE.blackBox)) {
      if (over <= 0) break;
      room.push({ operation: 'delete', space: SPACE.blackBox, id });
      over -= this.#log.liveBytesOf(SPACE.blackBox, id);
    }
    return room;
  }
}

function* entriesOf(batch: Buffer): Generator<BlackBoxEntry> {
  for (let at = 0; at < batch.length; ) {
    const end = at + HEAD_BYTES + batch.readUInt32LE(at + 9);
    yield {
      kind: batch.readUInt8(at),
      atMs: batch.readDoubleLE(at + 1),
      bytes: new Uint8Array(batch.subarray(at + HEAD_BYTES, end)),
    };
    at = end;
  }
}
