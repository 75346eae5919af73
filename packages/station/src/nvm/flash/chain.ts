import { crc32 } from 'node:zlib';
import {
  decodeEntries,
  decodeEntry,
  type Entry,
  encodeEntries,
  entryBytes,
  MAX_SPACE,
  type SectorHeader,
} from './format.ts';
import { type Key, LiveValues } from './live-values.ts';
import type { Ring } from './ring.ts';

/** The log keeps its own state as a value of the log, out of its users' reach. */
export const OWN_SPACE = MAX_SPACE;
/** The value that says which sequence is the lowest that counts. */
export const OLDEST_ID = 0;

/** A value with the layout version it was written in. */
export interface StoredValue {
  readonly version: number;
  readonly value: Uint8Array;
}

/** The sectors that make up a log, from the oldest (the tail) to the one that is written to (the head). */
export class Chain {
  readonly ring: Ring;
  readonly live: LiveValues;
  /** Stretches that were torn or worn when they were read. */
  damagedRecords = 0;
  /** Values whose bits were found to have flipped since they were written: they are gone. Whoever reads takes them out. */
  readonly lost: Key[] = [];
  tail = 0;
  usedSectors = 0;
  head: number;
  headSequence: number;
  /** Of each sector where the first record begins that does not continue from the one before; headers wear out, too. */
  readonly firsts: Uint32Array;
  /** Where the next record goes; the sector's size when the next one goes into another sector. */
  headOffset: number;

  private constructor(ring: Ring, head: number, headSequence: number) {
    this.ring = ring;
    this.live = new LiveValues(ring.flash.geometry.programBytes);
    this.firsts = new Uint32Array(ring.flash.geometry.sectorCount);
    this.head = head;
    this.headSequence = headSequence;
    this.headOffset = ring.flash.geometry.sectorBytes;
  }

  /** A log without sectors. */
  static empty(ring: Ring): Chain {
    return new Chain(ring, ring.flash.geometry.sectorCount - 1, 0);
  }

  /**
   * The log ends in the sector with the highest sequence and goes back along the ring as long as sectors carry the
   * number that their place asks for. One whose header is unreadable in between costs what it held, not what is before.
   * @returns undefined when there is no sector with a header
   */
  static find(ring: Ring): Chain | undefined {
    const headers = ring.headers();
    const head = newestSector(headers);
    const newest = headers[head];
    if (newest === undefined) return undefined;
    const chain = new Chain(ring, head, newest.sequence);
    chain.#read(headers, newest.sequence - headers.length + 1);
    const oldest = chain.#oldestSequence();
    if (oldest <= chain.tailSequence) return chain;
    // The cut may have torn the erasing of a sector that had been given up: nothing of it may come back.
    const shorter = new Chain(ring, head, newest.sequence);
    shorter.#read(headers, oldest);
    return shorter;
  }

  get tailSequence(): number {
    return this.headSequence - this.usedSectors + 1;
  }

  get freeSectors(): number {
    return this.ring.flash.geometry.sectorCount - this.usedSectors;
  }

  get(space: number, id: number): StoredValue | undefined {
    const entry = this.#entry(space, id);
    return entry?.operation === 'put' ? { version: entry.version, value: entry.value } : undefined;
  }

  /** Takes over a record that is on flash. */
  apply(payload: Uint8Array, payloadAddress: number): void {
    this.live.apply(payload, (offset) => this.ring.forward(payloadAddress, offset));
  }

  /** What is live in the oldest sector, record by record; where it is damaged, value by value. */
  liveInTail(): Uint8Array[] {
    // Most sectors hold nothing any more when their turn comes: then they need not be read.
    if (!this.#holdsInTail()) return [];
    const header = this.ring.header(this.tail);
    if (header === undefined) return this.#salvage();
    const live: Uint8Array[] = [];
    let isDamaged = false;
    const bytes = this.ring.readSector(this.tail);
    const records = this.ring.records(this.tail, header, bytes, this.headSequence, () => {
      isDamaged = true;
    });
    for (const { payload, payloadAddress } of records) {
      const entries = decodeEntries(payload)
        .filter(({ entry, offset }) => {
          const address = this.ring.forward(payloadAddress, offset);
          return this.live.place(entry.space, entry.id)?.address === address;
        })
        .map(({ entry }) => entry);
      if (entries.length > 0) live.push(encodeEntries(entries));
    }
    return isDamaged ? this.#salvage() : live;
  }

  /** The log as it would be without its newest sector, if it held the same. */
  withoutHead(): Chain | undefined {
    if (this.usedSectors < 2) return undefined;
    const { ring } = this;
    const without = new Chain(ring, ring.previous(this.head), this.headSequence - 1);
    without.#read(ring.headers(), this.tailSequence);
    return without.#holdsSameAs(this) ? without : undefined;
  }

  /** @returns undefined for what is not there, and for what is no longer what was written: that is lost from here on */
  #entry(space: number, id: number): Entry | undefined {
    const place = this.live.place(space, id);
    if (place === undefined) return undefined;
    const bytes = this.ring.read(place.address, place.entryBytes);
    if (crc32(bytes) === place.check) return decodeEntry(bytes, 0).entry;
    this.live.forget(space, id);
    this.lost.push({ space, id });
    return undefined;
  }

  /** What is whole of the values whose records begin in the oldest sector. */
  #salvage(): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    let batch: Entry[] = [];
    let batchBytes = 0;
    const stretches = [...this.#tailStretches()];
    const isInTail = (address: number) =>
      stretches.some(({ from, to }) => address >= from && address < to);
    for (const { space, id } of this.live.keysAt(isInTail)) {
      const entry = this.#entry(space, id);
      if (entry === undefined) continue;
      const bytes = entryBytes(entry);
      if (batchBytes + bytes > this.ring.maxPayloadBytes) {
        payloads.push(encodeEntries(batch));
        batch = [];
        batchBytes = 0;
      }
      batch.push(entry);
      batchBytes += bytes;
    }
    if (batch.length > 0) payloads.push(encodeEntries(batch));
    return payloads;
  }

  /** Where records of the oldest sector stand, as addresses: the last of them may go on in the next ones. */
  *#tailStretches(): Generator<{ readonly from: number; readonly to: number }> {
    const { sectorBytes } = this.ring.flash.geometry;
    let bytes = sectorBytes;
    for (let sector = this.tail; ; sector = this.ring.next(sector)) {
      const from = sector * sectorBytes;
      yield { from, to: from + bytes };
      if (bytes < sectorBytes || sector === this.head) return;
      bytes = this.firsts[this.ring.next(sector)] ?? 0;
    }
  }

  #holdsInTail(): boolean {
    for (const { from, to } of this.#tailStretches()) {
      if (this.live.isAnyBetween(from, to)) return true;
    }
    return false;
  }

  #holdsSameAs(other: Chain): boolean {
    for (let space = 0; space <= MAX_SPACE; space++) {
      const ids = this.live.space(space)?.ids() ?? [];
      if (ids.length !== (other.live.space(space)?.count ?? 0)) return false;
      for (const id of ids) {
        const mine = this.get(space, id);
        const theirs = other.get(space, id);
        if (mine === undefined || theirs === undefined || mine.version !== theirs.version) {
          return false;
        }
        if (Buffer.compare(mine.value, theirs.value) !== 0) return false;
      }
    }
    return true;
  }

  /** Replays the sectors whose sequence is not below `oldest`. */
  #read(headers: readonly (SectorHeader | undefined)[], oldest: number): void {
    let sector = this.head;
    for (let age = 0; age < headers.length && this.headSequence - age >= oldest; age++) {
      if (headers[sector]?.sequence === this.headSequence - age) {
        this.tail = sector;
        this.usedSectors = age + 1;
      }
      sector = this.ring.previous(sector);
    }
    sector = this.tail;
    for (let age = this.usedSectors - 1; age >= 0; age--) {
      const header = headers[sector];
      if (header?.sequence === this.headSequence - age) this.#replay(sector, header);
      sector = this.ring.next(sector);
    }
  }

  #replay(sector: number, header: SectorHeader): void {
    const bytes = this.ring.readSector(sector);
    this.firsts[sector] = header.first;
    let end = Math.max(header.first, this.ring.endOfWritten(bytes));
    const countDamage = (): void => {
      this.damagedRecords++;
    };
    const records = this.ring.records(sector, header, bytes, this.headSequence, countDamage);
    for (const record of records) {
      this.apply(record.payload, record.payloadAddress);
      end = Math.max(end, record.endOffset);
    }
    if (sector === this.head) this.headOffset = end;
  }

  /** Sectors below this sequence have been given up. */
  #oldestSequence(): number {
    const stored = this.get(OWN_SPACE, OLDEST_ID);
    return stored === undefined ? 0 : new DataView(stored.value.slice().buffer).getUint32(0, true);
  }
}

function newestSector(headers: readonly (SectorHeader | undefined)[]): number {
  let newest = headers.length - 1;
  headers.forEach((header, sector) => {
    if ((header?.sequence ?? -1) > (headers[newest]?.sequence ?? -1)) newest = sector;
  });
  return newest;
}
