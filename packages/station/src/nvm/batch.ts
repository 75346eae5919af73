import type { BlackBoxEntry } from './storage.ts';

/*
 * Entries of the black box, one after the other:
 *
 *   u8 kind · u16 twice the length, and 1 where a moment follows · [f64 moment] · bytes
 *
 * Much happens at one moment: it is written once.
 */
const HEAD_BYTES = 3;
const MOMENT_BYTES = 8;
/** Of an entry beside its bytes, at most. */
export const MOST_HEAD_BYTES = HEAD_BYTES + MOMENT_BYTES;
/** No UTF-16 unit takes more in UTF-8. */
const MOST_BYTES_A_UNIT = 3;

/** Collects entries in RAM. */
export class Batch {
  readonly #mostBytes: number;
  /** Stations that record nothing need no room for it. */
  #buffer = Buffer.alloc(0);
  #filled = 0;
  #lastMs = 0;

  /** @param mostBytes at most 32,767 */
  constructor(mostBytes: number) {
    this.#mostBytes = mostBytes;
  }

  get isEmpty(): boolean {
    return this.#filled === 0;
  }

  /** What it takes of RAM. */
  get ramBytes(): number {
    return this.#buffer.length;
  }

  /** What is collected. */
  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#filled);
  }

  clear(): void {
    this.#filled = 0;
  }

  /** @returns false when there is no room, and nothing was changed */
  append(kind: number, atMs: number, content: string | Uint8Array): boolean {
    if (this.#buffer.length === 0) this.#buffer = Buffer.alloc(this.#mostBytes);
    const isLater = this.#filled === 0 || !Object.is(atMs, this.#lastMs);
    const from = this.#filled + (isLater ? MOST_HEAD_BYTES : HEAD_BYTES);
    const left = this.#mostBytes - from;
    if (!fits(content, left)) return false;
    const buffer = this.#buffer;
    let length = content.length;
    if (typeof content === 'string') length = buffer.write(content, from);
    else buffer.set(content, from);
    buffer[this.#filled] = kind;
    const head = 2 * length + Number(isLater);
    buffer[this.#filled + 1] = head & 0xff;
    buffer[this.#filled + 2] = head >> 8;
    if (isLater) buffer.writeDoubleLE(atMs, this.#filled + HEAD_BYTES);
    this.#lastMs = atMs;
    this.#filled = from + length;
    return true;
  }
}

export function* entriesOf(batch: Buffer): Generator<BlackBoxEntry> {
  let atMs = 0;
  for (let at = 0; at < batch.length; ) {
    const kind = batch.readUInt8(at);
    const head = batch.readUInt16LE(at + 1);
    at += HEAD_BYTES;
    if (head % 2 === 1) {
      atMs = batch.readDoubleLE(at);
      at += MOMENT_BYTES;
    }
    const end = at + (head >> 1);
    yield { kind, atMs, bytes: new Uint8Array(batch.subarray(at, end)) };
    at = end;
  }
}

function fits(content: string | Uint8Array, left: number): boolean {
  if (typeof content !== 'string') return content.length <= left;
  if (content.length * MOST_BYTES_A_UNIT <= left) return true;
  return content.length <= left && Buffer.byteLength(content) <= left;
}
