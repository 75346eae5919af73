import { crc32 } from 'node:zlib';
import { alignUp, ERASED, type FlashGeometry } from './flash.ts';

/*
 * On flash (little-endian):
 *
 *   sector   header, then records; the last record may go on in the next sector behind its header
 *   header   u32 magic · u32 sequence · u32 erasures · u32 first · u32 crc
 *            `first` is where the first record begins that does not continue from the sector before; the crc starts
 *            from the shape of the flash, so that a log is never read as one with other sectors
 *   record   u32 crc · u32 length · payload · padding to the program unit
 *            the crc covers length and payload and starts from the sequence of the sector the record begins in, so that
 *            what a sector held in an earlier life never passes for what it holds now
 *   payload  entries, one after the other: one record is one atomic commit
 *   entry    u8 operation and space · varint id · (put only) u8 version · varint length · value
 */

const MAGIC = 0x314c424e; // "NBL1"
export const SECTOR_HEADER_BYTES = 20;
export const RECORD_HEADER_BYTES = 8;
const PUT_BIT = 0x80;
export const MAX_SPACE = 0x7f;
export const MAX_ID = 0xffff_ffff;

export interface SectorHeader {
  /** Rises by one from sector to sector along the ring. */
  readonly sequence: number;
  readonly erasures: number;
  readonly first: number;
}

/** A new value for a key. Without bytes it is a value of length 0, not a delete. */
export interface PutEntry {
  readonly operation: 'put';
  readonly space: number;
  readonly id: number;
  /** The layout of the value, for whoever reads it after an update of the firmware or its rollback. */
  readonly version: number;
  readonly value: Uint8Array;
}

/** One change inside a commit. */
export type Entry =
  | PutEntry
  | { readonly operation: 'delete'; readonly space: number; readonly id: number };

/** An entry with where it stands inside its payload. */
export interface PlacedEntry {
  readonly entry: Entry;
  readonly offset: number;
  readonly length: number;
}

/** Where the checksums of sector headers start from. */
export function geometrySeed({ sectorBytes, sectorCount, programBytes }: FlashGeometry): number {
  return crc32(new Uint8Array(new Uint32Array([sectorBytes, sectorCount, programBytes]).buffer));
}

export function encodeSectorHeader(
  header: SectorHeader,
  paddedBytes: number,
  seed: number,
): Uint8Array {
  const bytes = new Uint8Array(paddedBytes).fill(ERASED);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, header.sequence, true);
  view.setUint32(8, header.erasures, true);
  view.setUint32(12, header.first, true);
  view.setUint32(16, crc32(bytes.subarray(0, 16), seed), true);
  return bytes;
}

/** @returns undefined for anything that is not a whole header */
export function decodeSectorHeader(bytes: Uint8Array, seed: number): SectorHeader | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, SECTOR_HEADER_BYTES);
  if (view.getUint32(0, true) !== MAGIC) return undefined;
  if (view.getUint32(16, true) !== crc32(bytes.subarray(0, 16), seed)) return undefined;
  return {
    sequence: view.getUint32(4, true),
    erasures: view.getUint32(8, true),
    first: view.getUint32(12, true),
  };
}

/** A record with its padding, which stays erased. */
export function encodeRecord(
  payload: Uint8Array,
  sequence: number,
  programBytes: number,
): Uint8Array {
  const length = RECORD_HEADER_BYTES + payload.length;
  const bytes = new Uint8Array(alignUp(length, programBytes)).fill(ERASED, length);
  const view = new DataView(bytes.buffer);
  view.setUint32(4, payload.length, true);
  bytes.set(payload, RECORD_HEADER_BYTES);
  view.setUint32(0, crc32(bytes.subarray(4, length), sequence), true);
  return bytes;
}

/** @returns the length of the payload, or undefined where no record can begin */
export function recordLength(header: Uint8Array, maxPayloadBytes: number): number | undefined {
  const length = new DataView(header.buffer, header.byteOffset).getUint32(4, true);
  return length === 0 || length > maxPayloadBytes ? undefined : length;
}

export function recordIsWhole(record: Uint8Array, sequence: number): boolean {
  const crc = new DataView(record.buffer, record.byteOffset).getUint32(0, true);
  return crc === crc32(record.subarray(4), sequence);
}

export function encodeEntries(entries: readonly Entry[]): Uint8Array {
  const bytes = new Uint8Array(entries.reduce((sum, entry) => sum + entryBytes(entry), 0));
  let at = 0;
  for (const entry of entries) {
    bytes[at++] = entry.operation === 'put' ? PUT_BIT | entry.space : entry.space;
    at = writeVarint(bytes, at, entry.id);
    if (entry.operation === 'put') {
      bytes[at++] = entry.version;
      at = writeVarint(bytes, at, entry.value.length);
      bytes.set(entry.value, at);
      at += entry.value.length;
    }
  }
  return bytes;
}

export function decodeEntries(payload: Uint8Array): PlacedEntry[] {
  const entries: PlacedEntry[] = [];
  for (let at = 0; at < payload.length; ) {
    const placed = decodeEntry(payload, at);
    entries.push(placed);
    at += placed.length;
  }
  return entries;
}

/** The entry that begins at the offset. The bytes have passed their checksum: what is in them was written by us. */
export function decodeEntry(bytes: Uint8Array, offset: number): PlacedEntry {
  const head = byteAt(bytes, offset);
  const space = head & MAX_SPACE;
  const id = readVarint(bytes, offset + 1);
  if ((head & PUT_BIT) === 0) {
    return { entry: { operation: 'delete', space, id: id.value }, offset, length: id.end - offset };
  }
  const version = byteAt(bytes, id.end);
  const length = readVarint(bytes, id.end + 1);
  const end = length.end + length.value;
  const value = bytes.subarray(length.end, end);
  return {
    entry: { operation: 'put', space, id: id.value, version, value },
    offset,
    length: end - offset,
  };
}

export function entryBytes(entry: Entry): number {
  const bytes = 1 + varintBytes(entry.id);
  if (entry.operation === 'delete') return bytes;
  return bytes + 1 + varintBytes(entry.value.length) + entry.value.length;
}

/** No entry that deletes takes more. */
export const DELETE_BYTES = 1 + 5;

/** No entry takes more beside its value. */
export const ENTRY_HEAD_BYTES = 1 + 5 + 1 + 5;

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] ?? ERASED;
}

function varintBytes(value: number): number {
  let bytes = 1;
  for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes++;
  return bytes;
}

function writeVarint(bytes: Uint8Array, at: number, value: number): number {
  let rest = value;
  let index = at;
  while (rest >= 0x80) {
    bytes[index++] = 0x80 | (rest % 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes[index++] = rest;
  return index;
}

function readVarint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0;
  let scale = 1;
  let index = at;
  for (; index < at + 5; index++) {
    const byte = byteAt(bytes, index);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) break;
    scale *= 0x80;
  }
  return { value, end: index + 1 };
}
