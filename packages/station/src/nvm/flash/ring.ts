import { alignUp, ERASED, type Flash } from './flash.ts';
import {
  decodeSectorHeader,
  encodeSectorHeader,
  geometrySeed,
  RECORD_HEADER_BYTES,
  recordIsWhole,
  recordLength,
  SECTOR_HEADER_BYTES,
  type SectorHeader,
} from './format.ts';

/** A whole record as it stands on flash. */
export interface FoundRecord {
  /** Where its payload begins; it may go on behind the header of the next sector. */
  readonly payloadAddress: number;
  readonly payload: Uint8Array;
  /** Behind its padding, counted from the start of the sector it begins in. */
  readonly endOffset: number;
}

/** Reads the sectors of a flash as one ring: what leaves a sector at its end goes on behind the header of the next. */
export class Ring {
  readonly flash: Flash;
  readonly headerBytes: number;
  readonly maxPayloadBytes: number;
  readonly #seed: number;

  constructor(flash: Flash, maxPayloadBytes: number) {
    this.flash = flash;
    this.headerBytes = alignUp(SECTOR_HEADER_BYTES, flash.geometry.programBytes);
    this.maxPayloadBytes = maxPayloadBytes;
    this.#seed = geometrySeed(flash.geometry);
  }

  /** What a sector holds beside its header. */
  get bodyBytes(): number {
    return this.flash.geometry.sectorBytes - this.headerBytes;
  }

  next(sector: number): number {
    return (sector + 1) % this.flash.geometry.sectorCount;
  }

  previous(sector: number): number {
    return (sector + this.flash.geometry.sectorCount - 1) % this.flash.geometry.sectorCount;
  }

  headers(): readonly (SectorHeader | undefined)[] {
    const { sectorCount } = this.flash.geometry;
    return Array.from({ length: sectorCount }, (_, sector) => this.header(sector));
  }

  header(sector: number): SectorHeader | undefined {
    const bytes = new Uint8Array(SECTOR_HEADER_BYTES);
    this.flash.read(sector * this.flash.geometry.sectorBytes, bytes);
    return decodeSectorHeader(bytes, this.#seed);
  }

  encodeHeader(header: SectorHeader): Uint8Array {
    return encodeSectorHeader(header, this.headerBytes, this.#seed);
  }

  readSector(sector: number): Uint8Array {
    const bytes = new Uint8Array(this.flash.geometry.sectorBytes);
    this.flash.read(sector * bytes.length, bytes);
    return bytes;
  }

  /** The address `bytes` further along the ring. */
  forward(address: number, bytes: number): number {
    const { sectorBytes } = this.flash.geometry;
    let sector = Math.floor(address / sectorBytes);
    let offset = (address % sectorBytes) + bytes;
    while (offset >= sectorBytes) {
      offset = offset - sectorBytes + this.headerBytes;
      sector = this.next(sector);
    }
    return sector * sectorBytes + offset;
  }

  read(address: number, length: number): Uint8Array {
    const { sectorBytes } = this.flash.geometry;
    const bytes = new Uint8Array(length);
    if ((address % sectorBytes) + length <= sectorBytes) {
      this.flash.read(address, bytes);
      return bytes;
    }
    let at = address;
    for (let done = 0; done < length; ) {
      const here = Math.min(length - done, sectorBytes - (at % sectorBytes));
      this.flash.read(at, bytes.subarray(done, done + here));
      done += here;
      at = this.forward(at, here);
    }
    return bytes;
  }

  /**
   * The whole records that begin in a sector, in order. What is torn or worn is stepped over, unit by unit, until a
   * record stands there whole: nothing behind a torn write is lost.
   * @param bytes what {@link readSector} gave
   * @param newestSequence of the log; a record that goes on in a sector with a higher one does not belong to it
   * @param onDamage called once for each stretch that is stepped over
   */
  *records(
    sector: number,
    header: SectorHeader,
    bytes: Uint8Array,
    newestSequence: number,
    onDamage?: () => void,
  ): Generator<FoundRecord> {
    const { sectorBytes, programBytes } = this.flash.geometry;
    let offset = header.first;
    let inDamage = false;
    while (offset + RECORD_HEADER_BYTES <= sectorBytes) {
      const record = this.#recordAt(sector, offset, header.sequence, bytes, newestSequence);
      if (record === undefined) {
        if (!inDamage && nextWritten(bytes, offset, programBytes) === offset) {
          inDamage = true;
          onDamage?.();
        }
        offset = nextWritten(bytes, offset + programBytes, programBytes);
        continue;
      }
      inDamage = false;
      yield record;
      offset = record.endOffset;
    }
  }

  /** Whether a record stands where it was written, so that {@link records} will find it. */
  holds(address: number, record: Uint8Array, sequence: number): boolean {
    const { sectorBytes } = this.flash.geometry;
    const [sector, offset] = [Math.floor(address / sectorBytes), address % sectorBytes];
    if (this.header(sector)?.sequence !== sequence) return false;
    const end = offset + record.length;
    if (!this.#continues(sector, end, sequence, Number.POSITIVE_INFINITY)) return false;
    return Buffer.compare(this.read(address, record.length), record) === 0;
  }

  /** Behind the last byte of a sector's content that is not erased. */
  endOfWritten(bytes: Uint8Array): number {
    let end = bytes.length;
    while (end > 0 && bytes[end - 1] === ERASED) end--;
    return alignUp(end, this.flash.geometry.programBytes);
  }

  isBlank(sector: number): boolean {
    for (const byte of this.readSector(sector)) if (byte !== ERASED) return false;
    return true;
  }

  #recordAt(
    sector: number,
    offset: number,
    sequence: number,
    bytes: Uint8Array,
    newestSequence: number,
  ): FoundRecord | undefined {
    const length = recordLength(
      bytes.subarray(offset, offset + RECORD_HEADER_BYTES),
      this.maxPayloadBytes,
    );
    if (length === undefined) return undefined;
    const total = RECORD_HEADER_BYTES + length;
    if (!this.#continues(sector, offset + total, sequence, newestSequence)) return undefined;
    const address = sector * bytes.length + offset;
    const isHere = offset + total <= bytes.length;
    const record = isHere ? bytes.subarray(offset, offset + total) : this.read(address, total);
    if (!recordIsWhole(record, sequence)) return undefined;
    return {
      payloadAddress: this.forward(address, RECORD_HEADER_BYTES),
      payload: record.subarray(RECORD_HEADER_BYTES),
      endOffset: offset + alignUp(total, this.flash.geometry.programBytes),
    };
  }

  /** Whether the sectors that a record would reach into belong to the same turn of the ring. */
  #continues(sector: number, end: number, sequence: number, newestSequence: number): boolean {
    let at = sector;
    let expected = sequence;
    for (let rest = end - this.flash.geometry.sectorBytes; rest > 0; rest -= this.bodyBytes) {
      at = this.next(at);
      expected++;
      if (expected > newestSequence || this.header(at)?.sequence !== expected) return false;
    }
    return true;
  }
}

function nextWritten(bytes: Uint8Array, from: number, unit: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] === ERASED) at++;
  return Math.floor(at / unit) * unit;
}
