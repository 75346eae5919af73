import { inflateRawSync } from 'node:zlib';
import { Batch, entriesOf, MOST_HEAD_BYTES } from './batch.ts';
import { MOST_PRESSED_BYTES, press, unpress } from './encoding/pressed.ts';
import type { StoredValue } from './flash/chain.ts';
import type { FlashLog } from './flash/flash-log.ts';
import type { Entry } from './flash/format.ts';
import type { StorageSizes } from './sizes.ts';
import { SPACE } from './spaces.ts';
import type { BlackBoxEntry, Recorder } from './storage.ts';

/** Deflated, with a moment for each entry: what firmware before wrote. */
const DEFLATED_LAYOUT = 1;
const LAYOUT = 2;
/** What is collected in RAM before it is written; a power cut loses no more. */
const MOST_BATCH_BYTES = MOST_PRESSED_BYTES;

/**
 * A ring of what went in and out of the station. Entries are collected, pressed together (frames of OCPP shrink to a
 * fifth or less) and written as one commit, so that recording everything costs less flash than the queue does. The ring
 * has a share of the flash: the oldest batches go in the commit that needs their room.
 */
export class BlackBox implements Recorder {
  readonly #log: FlashLog;
  readonly #quotaBytes: number;
  readonly #batchBytes: number;
  readonly #batch: Batch;

  constructor(log: FlashLog, { blackBoxBytes, maxRecordBytes }: StorageSizes) {
    this.#log = log;
    this.#quotaBytes = blackBoxBytes;
    this.#batchBytes = Math.min(MOST_BATCH_BYTES, maxRecordBytes);
    this.#batch = new Batch(this.#batchBytes);
  }

  /** What it takes of RAM. */
  get ramBytes(): number {
    return this.#batch.ramBytes;
  }

  /** What it may come to take. */
  get mostRamBytes(): number {
    return this.#batchBytes;
  }

  append(kind: number, atMs: number, content: string | Uint8Array): void {
    if (this.#batch.append(kind, atMs, content)) return;
    this.flush();
    if (this.#batch.append(kind, atMs, content)) return;
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#batch.append(kind, atMs, bytes.subarray(0, this.#batchBytes - MOST_HEAD_BYTES));
  }

  flush(): void {
    if (this.#batch.isEmpty) return;
    const value = this.#take();
    const costBytes = this.#log.costBytes(value.length);
    if (costBytes > this.#quotaBytes) return;
    const room = this.#oldestFor(costBytes);
    const id = 1 + (this.#log.lastId(SPACE.blackBox) ?? 0);
    this.#log.commit([
      ...room,
      { operation: 'put', space: SPACE.blackBox, id, version: LAYOUT, value },
    ]);
  }

  *entries(): Generator<BlackBoxEntry> {
    for (const id of this.#log.ids(SPACE.blackBox)) {
      const stored = this.#log.get(SPACE.blackBox, id);
      if (stored !== undefined) yield* storedEntries(stored);
    }
    yield* entriesOf(Buffer.from(this.#batch.bytes));
  }

  rewrite(change: (entry: BlackBoxEntry) => Uint8Array | undefined): void {
    this.flush();
    for (const id of this.#log.ids(SPACE.blackBox)) {
      const stored = this.#log.get(SPACE.blackBox, id);
      if (stored === undefined) continue;
      const entries = [...storedEntries(stored)];
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
    const value = press(this.#batch.bytes);
    this.#batch.clear();
    return value;
  }

  #oldestFor(bytes: number): Entry[] {
    const room: Entry[] = [];
    let over = this.#log.liveBytes(SPACE.blackBox) + bytes - this.#quotaBytes;
    // One by one: each flush asks for the oldest, and a full box has hundreds.
    let id = this.#log.idFrom(SPACE.blackBox, 0);
    while (over > 0 && id !== undefined) {
      room.push({ operation: 'delete', space: SPACE.blackBox, id });
      over -= this.#log.liveBytesOf(SPACE.blackBox, id);
      id = this.#log.idFrom(SPACE.blackBox, id + 1);
    }
    return room;
  }
}

/** The entries of a batch; none of one that other firmware wrote. */
function storedEntries({ version, value }: StoredValue): Iterable<BlackBoxEntry> {
  if (version === LAYOUT) return entriesOf(unpress(value));
  return version === DEFLATED_LAYOUT ? deflatedEntries(inflateRawSync(value)) : [];
}

/** u8 kind · f64 moment · u32 length · bytes. */
function* deflatedEntries(batch: Buffer): Generator<BlackBoxEntry> {
  for (let at = 0; at < batch.length; ) {
    const end = at + 13 + batch.readUInt32LE(at + 9);
    yield {
      kind: batch.readUInt8(at),
      atMs: batch.readDoubleLE(at + 1),
      bytes: new Uint8Array(batch.subarray(at + 13, end)),
    };
    at = end;
  }
}
