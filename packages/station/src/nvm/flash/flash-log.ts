import { alignUp, ERASED, type Flash, FlashFull } from './flash.ts';
import {
  decodeEntries,
  decodeEntry,
  ENTRY_HEAD_BYTES,
  type Entry,
  encodeEntries,
  encodeRecord,
  MAX_ID,
  MAX_SPACE,
  RECORD_HEADER_BYTES,
  type SectorHeader,
} from './format.ts';
import { LiveValues } from './live-values.ts';
import { Ring } from './ring.ts';

export interface FlashLogOptions {
  /** The largest commit, in bytes of its entries; at most 65,535. */
  readonly maxCommitBytes: number;
  /** The largest {@link FlashLog.commitLast}; 0 or absent for none. */
  readonly lastCommitBytes?: number;
}

/** A value with the layout version it was written in. */
export interface StoredValue {
  readonly version: number;
  readonly value: Uint8Array;
}

export interface FlashLogStatus {
  /** What a mount found: a log, nothing at all, or bytes that are no log of this shape. */
  readonly found: 'log' | 'blank' | 'foreign';
  /** Stretches of the log that were torn or worn when it was mounted. */
  readonly damagedRecords: number;
  /** What the live values occupy, each counted as if it stood in a record of its own. */
  readonly liveBytes: number;
  readonly capacityBytes: number;
  /** Of the most and the least erased sector. */
  readonly mostErasures: number;
  readonly leastErasures: number;
  /** Since the mount, as all below. */
  readonly erasures: number;
  /** Bytes of entries that commits brought. */
  readonly committedBytes: number;
  /** Bytes that were programmed for them: what they became, and what was moved to make room. */
  readonly programmedBytes: number;
  /** RAM of the index. */
  readonly ramBytes: number;
}

/** Live data may fill this share of the ring; the rest is what keeps moving it cheap. */
const FILL = 0.75;
const LARGEST_COMMIT = 0xffff;
/** The log keeps its own state as a value of the log, out of its users' reach. */
const OWN_SPACE = MAX_SPACE;
const OLDEST_ID = 0;
/** The entry that gives a sector up. */
const GIVE_UP_BYTES = 8;

/**
 * A key-value store on flash as one circular log: every commit is appended at the head, the oldest sector is emptied by
 * appending its live values again, then erased. Every sector is erased once a turn, so the wear is level by
 * construction. Values of spaces and layouts that nobody knows (yet, or any more) are moved like all others.
 *
 * What {@link commit} has returned from survives a power cut at any later byte, and a cut inside it leaves all of the
 * commit or nothing. In RAM there are ten bytes for each live value; values are read from flash when asked for.
 */
export class FlashLog {
  readonly #ring: Ring;
  readonly #options: Required<FlashLogOptions>;
  #live: LiveValues;
  readonly #erasures: Uint32Array;
  readonly #spareSectors: number;
  readonly #leastFree: number;
  #isTorn = false;
  readonly #capacityBytes: number;
  #found: FlashLogStatus['found'] = 'log';
  #freeIsBlank = false;
  #damagedRecords = 0;
  #erasuresSinceMount = 0;
  #committedBytes = 0;
  #programmedBytes = 0;
  #tail = 0;
  #usedSectors = 0;
  #head = 0;
  #headSequence = 0;
  #headOffset = 0;

  private constructor(flash: Flash, { maxCommitBytes, lastCommitBytes = 0 }: FlashLogOptions) {
    const { sectorCount, programBytes } = flash.geometry;
    if (maxCommitBytes > LARGEST_COMMIT || lastCommitBytes > maxCommitBytes) {
      throw new RangeError(`A commit has at most ${LARGEST_COMMIT} bytes, the last one no more`);
    }
    this.#ring = new Ring(flash, maxCommitBytes);
    this.#live = new LiveValues(programBytes);
    this.#erasures = new Uint32Array(sectorCount);
    this.#options = { maxCommitBytes, lastCommitBytes };
    this.#spareSectors = spareSectors(this.#ring, lastCommitBytes);
    this.#leastFree = this.#spareSectors - commitSectors(this.#ring);
    const usable = sectorCount - this.#spareSectors;
    if (usable < 2) {
      throw new RangeError(
        `Commits of ${maxCommitBytes} bytes need at least ${this.#spareSectors + 2} sectors`,
      );
    }
    const body = this.#ring.bodyBytes - alignUp(RECORD_HEADER_BYTES, programBytes);
    this.#capacityBytes = Math.floor(usable * body * FILL);
  }

  /**
   * Reads what is there and changes nothing. Flash that holds anything else is taken as empty; the first commit, or
   * {@link prepare}, erases what does not belong to the log.
   */
  static mount(flash: Flash, options: FlashLogOptions): FlashLog {
    const log = new FlashLog(flash, options);
    log.#findChain();
    log.#isTorn = log.#damagedRecords > 0;
    return log;
  }

  get status(): FlashLogStatus {
    return {
      found: this.#found,
      damagedRecords: this.#damagedRecords,
      liveBytes: this.#live.bytes,
      capacityBytes: this.#capacityBytes,
      mostErasures: this.#erasures.reduce((most, count) => Math.max(most, count), 0),
      leastErasures: this.#erasures.reduce((least, count) => Math.min(least, count), Infinity),
      erasures: this.#erasuresSinceMount,
      committedBytes: this.#committedBytes,
      programmedBytes: this.#programmedBytes,
      ramBytes: this.#live.ramBytes,
    };
  }

  get(space: number, id: number): StoredValue | undefined {
    const place = this.#live.place(space, id);
    if (place === undefined) return undefined;
    const { entry } = decodeEntry(this.#ring.read(place.address, place.entryBytes), 0);
    return entry.operation === 'put' ? { version: entry.version, value: entry.value } : undefined;
  }

  /** The ids that have a value in a space, rising. */
  ids(space: number): number[] {
    return this.#live.space(space)?.ids() ?? [];
  }

  /** The lowest id of a space that is not below `from`. */
  idFrom(space: number, from: number): number | undefined {
    return this.#live.space(space)?.idFrom(from);
  }

  lastId(space: number): number | undefined {
    return this.#live.space(space)?.lastId();
  }

  count(space: number): number {
    return this.#live.space(space)?.count ?? 0;
  }

  /** What the values of a space take of {@link FlashLogStatus.capacityBytes}. */
  liveBytes(space: number): number {
    return this.#live.space(space)?.liveBytes ?? 0;
  }

  /** What one value takes of it, 0 when there is none. */
  liveBytesOf(space: number, id: number): number {
    return this.#live.bytesOf(space, id);
  }

  /** What a value of this length would take of it, at most. */
  costBytes(valueBytes: number): number {
    return this.#live.cost(ENTRY_HEAD_BYTES + valueBytes);
  }

  /**
   * Stores all changes or none. Returns when they would survive a power cut.
   * @throws FlashFull when the live values would not leave enough room; RangeError for a commit over the limit
   */
  commit(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const payload = this.#encode(entries, this.#ring.maxPayloadBytes);
    if (this.#live.bytesAfter(entries) > this.#capacityBytes && entries.some(isPut)) {
      throw new FlashFull(
        `${payload.length} bytes do not fit: ${this.#live.bytes} of ${this.#capacityBytes} in use`,
      );
    }
    this.prepare();
    this.#append(payload);
    this.#ring.flash.sync();
  }

  /**
   * The commit for the moment when power fails: it goes into room that is kept erased for it, so it takes a program
   * operation, and two more for each sector it reaches into, and never an erasure.
   * @throws RangeError when it is over the limit, or there has been neither a commit nor {@link prepare}
   */
  commitLast(entries: readonly Entry[]): void {
    if (!this.#freeIsBlank) throw new RangeError('The room for the last commit is not prepared');
    this.#append(this.#encode(entries, this.#options.lastCommitBytes));
    this.#ring.flash.sync();
  }

  /** Erases what does not belong to the log and makes the room that the next commits need. */
  prepare(): void {
    const { sectorCount } = this.#ring.flash.geometry;
    if (!this.#freeIsBlank) {
      let sector = this.#ring.next(this.#head);
      for (let free = this.#usedSectors; free < sectorCount; free++) {
        if (!this.#ring.isBlank(sector)) this.#erase(sector);
        sector = this.#ring.next(sector);
      }
      this.#freeIsBlank = true;
    }
    while (sectorCount - this.#usedSectors < this.#spareSectors) {
      const live = this.#liveInTail();
      while (!this.#hasRoomFor(live)) {
        if (!this.#takeBackHead()) throw new FlashFull('No sector is free to move live values to');
      }
      for (const payload of live) this.#append(payload);
      // Torn copies took more room than giving up the tail brings: once more, without them.
      const isCostly = this.#isTorn && sectorCount - this.#usedSectors + 1 < this.#leastFree;
      this.#isTorn = false;
      if (isCostly && this.#takeBackHead()) {
        while (this.#takeBackHead());
        continue;
      }
      this.#giveUpTail();
    }
  }

  #encode(entries: readonly Entry[], limitBytes: number): Uint8Array {
    for (const entry of entries) mustFit(entry);
    const payload = encodeEntries(entries);
    if (payload.length > limitBytes) {
      throw new RangeError(`A commit of ${payload.length} bytes is over ${limitBytes}`);
    }
    this.#committedBytes += payload.length;
    return payload;
  }

  /**
   * The log ends in the sector with the highest sequence and goes back along the ring as long as sectors carry the
   * number that their place asks for. One whose header is unreadable in between costs what it held, not what is before.
   */
  #findChain(): void {
    const { sectorCount, sectorBytes } = this.#ring.flash.geometry;
    const headers = this.#headers();
    const most = headers.reduce((count, header) => Math.max(count, header?.erasures ?? 0), 0);
    // A sector that lost its count with its header was erased about as often as its neighbours.
    this.#erasures.set(headers.map((header) => header?.erasures ?? most));
    const head = newestSector(headers);
    const newest = headers[head];
    this.#head = head;
    this.#headOffset = sectorBytes;
    if (newest === undefined) {
      const isBlank = headers.every((_, sector) => this.#ring.isBlank(sector));
      this.#found = isBlank ? 'blank' : 'foreign';
      return;
    }
    this.#headSequence = newest.sequence;
    this.#useChain(headers, newest.sequence - sectorCount + 1);
    // The cut may have torn the erasing of a sector that had been given up: nothing of it may come back.
    const oldest = this.#oldestSequence();
    if (oldest > newest.sequence - this.#usedSectors + 1) this.#useChain(headers, oldest);
  }

  #headers(): readonly (SectorHeader | undefined)[] {
    const { sectorCount } = this.#ring.flash.geometry;
    return Array.from({ length: sectorCount }, (_, sector) => this.#ring.header(sector));
  }

  /** Replays the sectors of the log whose sequence is not below `oldest`. */
  #useChain(headers: readonly (SectorHeader | undefined)[], oldest: number): void {
    this.#live.clear();
    this.#damagedRecords = 0;
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
    const bytes = this.#ring.readSector(sector);
    let end = Math.max(header.first, this.#ring.endOfWritten(bytes));
    const countDamage = (): void => {
      this.#damagedRecords++;
    };
    for (const record of this.#ring.records(sector, header, bytes, countDamage)) {
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

  #apply(payload: Uint8Array, payloadAddress: number): void {
    this.#live.apply(payload, (offset) => this.#ring.forward(payloadAddress, offset));
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
      this.#program(this.#head * sectorBytes + this.#headOffset, here);
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
    const header = {
      sequence: this.#headSequence + 1,
      erasures: this.#erasures[sector] ?? 0,
      first,
    };
    this.#program(sector * sectorBytes, this.#ring.encodeHeader(header));
    if (this.#usedSectors === 0) this.#tail = sector;
    this.#usedSectors++;
    this.#head = sector;
    this.#headSequence = header.sequence;
    this.#headOffset = this.#ring.headerBytes;
  }

  /** What is live in the oldest sector, record by record. */
  #liveInTail(): Uint8Array[] {
    const tail = this.#tail;
    const header = this.#ring.header(tail);
    if (header === undefined) return [];
    const live: Uint8Array[] = [];
    for (const record of this.#ring.records(tail, header, this.#ring.readSector(tail))) {
      const entries = [...decodeEntries(record.payload)]
        .filter(({ entry, offset }) => {
          const address = this.#ring.forward(record.payloadAddress, offset);
          return this.#live.place(entry.space, entry.id)?.address === address;
        })
        .map(({ entry }) => entry);
      if (entries.length > 0) live.push(encodeEntries(entries));
    }
    return live;
  }

  #hasRoomFor(payloads: readonly Uint8Array[]): boolean {
    const { sectorBytes, sectorCount } = this.#ring.flash.geometry;
    const free = sectorCount - this.#usedSectors;
    const unused = free * RECORD_HEADER_BYTES;
    const room = sectorBytes - this.#headOffset + free * this.#ring.bodyBytes - unused;
    const records = payloads.reduce((sum, { length }) => sum + this.#live.cost(length), 0);
    return records + this.#live.cost(GIVE_UP_BYTES) <= room;
  }

  /**
   * One power cut after the other, each in the middle of making room, fills the head with torn copies. Where the head
   * holds nothing that the log without it does not hold too, it is erased again.
   */
  #takeBackHead(): boolean {
    if (this.#usedSectors < 2) return false;
    const without = new FlashLog(this.#ring.flash, this.#options);
    without.#head = this.#ring.previous(this.#head);
    without.#headSequence = this.#headSequence - 1;
    without.#ring.newestSequence = without.#headSequence;
    without.#headOffset = this.#ring.flash.geometry.sectorBytes;
    without.#useChain(this.#headers(), this.#headSequence - this.#usedSectors + 1);
    if (!without.#holdsSameAs(this)) return false;
    this.#erase(this.#head);
    this.#live = without.#live;
    this.#head = without.#head;
    this.#headSequence = without.#headSequence;
    this.#headOffset = without.#headOffset;
    this.#usedSectors--;
    return true;
  }

  #holdsSameAs(other: FlashLog): boolean {
    for (let space = 0; space <= MAX_SPACE; space++) {
      if (this.count(space) !== other.count(space)) return false;
      for (const id of this.ids(space)) {
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

  /** The oldest sector is copied: it may be erased. */
  #giveUpTail(): void {
    const tail = this.#tail;
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

  #program(address: number, bytes: Uint8Array): void {
    this.#ring.flash.program(address, bytes);
    this.#programmedBytes += bytes.length;
  }

  #erase(sector: number): void {
    this.#ring.flash.erase(sector);
    this.#erasures[sector] = (this.#erasures[sector] ?? 0) + 1;
    this.#erasuresSinceMount++;
  }
}

/**
 * Sectors that are free before a commit, so that however it ends the tail can be emptied after it: what the commit
 * reaches into; what begins in one sector; what giving up sectors adds until one comes that holds dead values; and
 * what the last commit reaches into.
 */
function spareSectors(ring: Ring, lastCommitBytes: number): number {
  const { sectorCount, programBytes } = ring.flash.geometry;
  const sectors = (bytes: number): number => Math.ceil(bytes / ring.bodyBytes);
  const givingUp = alignUp(RECORD_HEADER_BYTES + GIVE_UP_BYTES, programBytes) + RECORD_HEADER_BYTES;
  const last = lastCommitBytes === 0 ? 0 : sectors(RECORD_HEADER_BYTES + lastCommitBytes);
  return 2 * commitSectors(ring) + sectors(sectorCount * givingUp) + last;
}

/** What the largest record may reach into. */
function commitSectors(ring: Ring): number {
  return 1 + Math.ceil((RECORD_HEADER_BYTES + ring.maxPayloadBytes) / ring.bodyBytes);
}

function isPut(entry: Entry): boolean {
  return entry.operation === 'put';
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
