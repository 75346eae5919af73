import { alignUp, ERASED, type Flash, FlashFull } from './flash.ts';
import {
  decodeEntries,
  decodeEntry,
  ENTRY_HEAD_BYTES,
  type Entry,
  encodeEntries,
  encodeRecord,
  encodeSectorHeader,
  entryBytes,
  entryLength,
  MAX_ID,
  MAX_SPACE,
  RECORD_HEADER_BYTES,
  type SectorHeader,
} from './format.ts';
import { Ring } from './ring.ts';

export interface FlashLogOptions {
  /** The largest commit, in bytes of its entries. */
  readonly maxCommitBytes: number;
}

/** A value with the layout version it was written in. */
export interface StoredValue {
  readonly version: number;
  readonly value: Uint8Array;
}

export interface FlashLogStatus {
  /** What the live values occupy, each counted as if it stood in a record of its own. */
  readonly liveBytes: number;
  readonly capacityBytes: number;
  /** Of the most and the least erased sector. */
  readonly mostErasures: number;
  readonly leastErasures: number;
}

/** Live data may fill this share of the ring; the rest is what keeps moving it cheap. */
const FILL = 0.75;
/** Keys of the index are numbers: space above, id below. */
const SPACE_STEP = MAX_ID + 1;
/** The log keeps its own state as a value of the log, out of its users' reach. */
const OWN_SPACE = MAX_SPACE;
const OLDEST_ID = 0;

/**
 * A key-value store on flash as one circular log: every commit is appended at the head, the oldest sector is emptied by
 * appending its live values again, then erased. Every sector is erased once a turn, so the wear is level by
 * construction.
 *
 * What {@link commit} has returned from survives a power cut at any later byte, and a cut inside it leaves all of the
 * commit or nothing. In RAM there is one number for each live value; values are read from flash when asked for.
 */
export class FlashLog {
  readonly #ring: Ring;
  readonly #index = new Map<number, number>();
  readonly #erasures: Uint32Array;
  readonly #spareSectors: number;
  readonly #capacityBytes: number;
  #liveBytes = 0;
  #tail = 0;
  #usedSectors = 0;
  #head = 0;
  #headSequence = 0;
  #headOffset = 0;

  private constructor(flash: Flash, options: FlashLogOptions) {
    const { sectorCount, programBytes } = flash.geometry;
    this.#ring = new Ring(flash, options.maxCommitBytes);
    this.#erasures = new Uint32Array(sectorCount);
    // Emptying one sector copies at most what begins in it; a power cut may waste some of the room that this takes.
    this.#spareSectors = 2 + Math.ceil(options.maxCommitBytes / this.#ring.bodyBytes);
    const usable = sectorCount - this.#spareSectors;
    if (usable < 2) {
      throw new RangeError(
        `Commits of ${options.maxCommitBytes} bytes need at least ${this.#spareSectors + 2} sectors`,
      );
    }
    const body = this.#ring.bodyBytes - alignUp(RECORD_HEADER_BYTES, programBytes);
    this.#capacityBytes = Math.floor(usable * body * FILL);
  }

  /** Reads what is there. Flash that holds anything else is taken as empty and written over, sector by sector. */
  static mount(flash: Flash, options: FlashLogOptions): FlashLog {
    const log = new FlashLog(flash, options);
    log.#findChain();
    return log;
  }

  get status(): FlashLogStatus {
    return {
      liveBytes: this.#liveBytes,
      capacityBytes: this.#capacityBytes,
      mostErasures: this.#erasures.reduce((most, count) => Math.max(most, count), 0),
      leastErasures: this.#erasures.reduce((least, count) => Math.min(least, count), Infinity),
    };
  }

  get(space: number, id: number): StoredValue | undefined {
    const address = this.#index.get(keyOf(space, id));
    if (address === undefined) return undefined;
    const { entry } = decodeEntry(this.#ring.read(address, this.#lengthAt(address)), 0);
    return entry.operation === 'put' ? { version: entry.version, value: entry.value } : undefined;
  }

  /** The ids that have a value in a space, rising. */
  ids(space: number): number[] {
    const ids: number[] = [];
    for (const key of this.#index.keys()) {
      if (Math.floor(key / SPACE_STEP) === space) ids.push(key % SPACE_STEP);
    }
    return ids.sort((a, b) => a - b);
  }

  /** Bytes of {@link FlashLogStatus.capacityBytes} that a value of this length takes. */
  costBytes(valueBytes: number): number {
    return this.#cost(RECORD_HEADER_BYTES + ENTRY_HEAD_BYTES + valueBytes);
  }

  /**
   * Stores all changes or none. Returns when they would survive a power cut.
   * @throws FlashFull when the live values would not leave enough room; RangeError for a commit over the limit
   */
  commit(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const entry of entries) mustFit(entry);
    const payload = encodeEntries(entries);
    if (payload.length > this.#ring.maxPayloadBytes) {
      throw new RangeError(
        `A commit of ${payload.length} bytes is over ${this.#ring.maxPayloadBytes}`,
      );
    }
    if (this.#liveBytesAfter(entries) > this.#capacityBytes && entries.some(isPut)) {
      throw new FlashFull(
        `${payload.length} bytes do not fit: ${this.#liveBytes} of ${this.#capacityBytes} in use`,
      );
    }
    this.#makeRoom();
    this.#append(payload);
    this.#ring.flash.sync();
  }

  /**
   * The log ends in the sector with the highest sequence and goes back along the ring as long as sectors carry the
   * number that their place asks for. One whose header is unreadable in between costs what it held, not what is before.
   */
  #findChain(): void {
    const { sectorCount, sectorBytes } = this.#ring.flash.geometry;
    const headers = Array.from({ length: sectorCount }, (_, sector) => this.#ring.header(sector));
    const most = headers.reduce((count, header) => Math.max(count, header?.erasures ?? 0), 0);
    // A sector that lost its count with its header was erased about as often as its neighbours.
    this.#erasures.set(headers.map((header) => header?.erasures ?? most));
    const head = newestSector(headers);
    const newest = headers[head];
    this.#head = head;
    this.#headOffset = sectorBytes;
    if (newest === undefined) return;
    this.#headSequence = newest.sequence;
    this.#useChain(headers, newest.sequence - sectorCount + 1);
    // The cut may have torn the erasing of a sector that had been given up: nothing of it may come back.
    const oldest = this.#oldestSequence();
    if (oldest > newest.sequence - this.#usedSectors + 1) this.#useChain(headers, oldest);
  }

  /** Replays the sectors of the log whose sequence is not below `oldest`. */
  #useChain(headers: readonly (SectorHeader | undefined)[], oldest: number): void {
    this.#index.clear();
    this.#liveBytes = 0;
    this.#usedSectors = 0;
    let sector = this.#head;
    for (let age = 0; age < headers.length && this.#headSequence - age >= oldest; age++) {
      if (headers[sector]?.sequence === this.#headSequence - age) {
        this.#tail = sector;
        this.#usedSectors = age + 1;
      }
      sector = this.#ring.previous(sector);
    }
    sector = this.#tail;
    for (let age = this.#usedSectors - 1; age >= 0; age--) {
      const header = headers[sector];
      if (header?.sequence === this.#headSequence - age) this.#replay(sector, header);
      sector = this.#ring.next(sector);
    }
  }

  #replay(sector: number, header: SectorHeader): void {
    let end = Math.max(header.first, this.#ring.endOfWritten(sector));
    for (const record of this.#ring.records(sector, header)) {
      this.#apply(record.payload, record.payloadAddress);
      end = Math.max(end, record.endOffset);
    }
    this.#headOffset = end;
  }

  /** Sectors below this sequence have been given up. */
  #oldestSequence(): number {
    const stored = this.get(OWN_SPACE, OLDEST_ID);
    return stored === undefined ? 0 : new DataView(stored.value.slice().buffer).getUint32(0, true);
  }

  /** Takes the entries of a record that is on flash into the index. */
  #apply(payload: Uint8Array, payloadAddress: number): void {
    for (const { entry, offset, length } of decodeEntries(payload)) {
      const key = keyOf(entry.space, entry.id);
      const old = this.#index.get(key);
      if (old !== undefined)
        this.#liveBytes -= this.#cost(RECORD_HEADER_BYTES + this.#lengthAt(old));
      if (entry.operation === 'delete') {
        this.#index.delete(key);
      } else {
        this.#index.set(key, this.#ring.forward(payloadAddress, offset));
        this.#liveBytes += this.#cost(RECORD_HEADER_BYTES + length);
      }
    }
  }

  #append(payload: Uint8Array): void {
    const { sectorBytes, programBytes } = this.#ring.flash.geometry;
    if (this.#headOffset + RECORD_HEADER_BYTES > sectorBytes)
      this.#openSector(this.#ring.headerBytes);
    const record = encodeRecord(payload, this.#headSequence);
    const padded = new Uint8Array(alignUp(record.length, programBytes)).fill(ERASED);
    padded.set(record);
    const address = this.#head * sectorBytes + this.#headOffset;
    for (let done = 0; done < padded.length; ) {
      if (this.#headOffset >= sectorBytes) {
        const rest = this.#ring.headerBytes + padded.length - done;
        this.#openSector(Math.min(rest, sectorBytes));
      }
      const here = padded.subarray(done, done + sectorBytes - this.#headOffset);
      this.#ring.flash.program(this.#head * sectorBytes + this.#headOffset, here);
      this.#headOffset += here.length;
      done += here.length;
    }
    this.#apply(payload, this.#ring.forward(address, RECORD_HEADER_BYTES));
  }

  /** @param first where the first record of its own begins */
  #openSector(first: number): void {
    const { sectorBytes, sectorCount } = this.#ring.flash.geometry;
    if (this.#usedSectors === sectorCount) {
      throw new FlashFull('No sector is free to move the live values to');
    }
    const sector = this.#ring.next(this.#head);
    if (!this.#ring.isBlank(sector)) this.#erase(sector);
    const header = {
      sequence: this.#headSequence + 1,
      erasures: this.#erasures[sector] ?? 0,
      first,
    };
    this.#ring.flash.program(
      sector * sectorBytes,
      encodeSectorHeader(header, this.#ring.headerBytes),
    );
    if (this.#usedSectors === 0) this.#tail = sector;
    this.#usedSectors++;
    this.#head = sector;
    this.#headSequence = header.sequence;
    this.#headOffset = this.#ring.headerBytes;
  }

  #makeRoom(): void {
    const { sectorCount } = this.#ring.flash.geometry;
    while (sectorCount - this.#usedSectors < this.#spareSectors) this.#emptyTail();
  }

  /** Appends what is live in the oldest sector again, and only then erases it. */
  #emptyTail(): void {
    const tail = this.#tail;
    const header = this.#ring.header(tail);
    if (header !== undefined) {
      for (const record of this.#ring.records(tail, header)) {
        const live = [...decodeEntries(record.payload)]
          .filter(({ entry, offset }) => {
            const address = this.#ring.forward(record.payloadAddress, offset);
            return this.#index.get(keyOf(entry.space, entry.id)) === address;
          })
          .map(({ entry }) => entry);
        if (live.length > 0) this.#append(encodeEntries(live));
      }
    }
    this.#giveUp(this.#headSequence - this.#usedSectors + 1);
    this.#ring.flash.sync();
    this.#erase(tail);
    this.#tail = this.#ring.next(tail);
    this.#usedSectors--;
  }

  /** From here on a mount passes over the sector, however much of it a torn erasure leaves. */
  #giveUp(sequence: number): void {
    const value = new Uint8Array(4);
    new DataView(value.buffer).setUint32(0, sequence + 1, true);
    this.#append(
      encodeEntries([{ operation: 'put', space: OWN_SPACE, id: OLDEST_ID, version: 1, value }]),
    );
  }

  #erase(sector: number): void {
    this.#ring.flash.erase(sector);
    this.#erasures[sector] = (this.#erasures[sector] ?? 0) + 1;
  }

  #liveBytesAfter(entries: readonly Entry[]): number {
    let bytes = this.#liveBytes;
    for (const entry of entries) {
      const old = this.#index.get(keyOf(entry.space, entry.id));
      if (old !== undefined) bytes -= this.#cost(RECORD_HEADER_BYTES + this.#lengthAt(old));
      if (isPut(entry)) bytes += this.#cost(RECORD_HEADER_BYTES + entryBytes(entry));
    }
    return bytes;
  }

  #lengthAt(address: number): number {
    return entryLength(this.#ring.read(address, ENTRY_HEAD_BYTES));
  }

  #cost(bytes: number): number {
    return alignUp(bytes, this.#ring.flash.geometry.programBytes);
  }
}

function isPut(entry: Entry): boolean {
  return entry.operation === 'put';
}

function keyOf(space: number, id: number): number {
  return space * SPACE_STEP + id;
}

function newestSector(headers: readonly (SectorHeader | undefined)[]): number {
  let newest = headers.length - 1;
  headers.forEach((header, sector) => {
    if ((header?.sequence ?? -1) > (headers[newest]?.sequence ?? -1)) newest = sector;
  });
  return newest;
}

function mustFit({ space, id }: Entry): void {
  if (space >= OWN_SPACE || id > MAX_ID) throw new RangeError(`No key (${space}, ${id}) fits`);
}
