import { Chain, OLDEST_ID, OWN_SPACE, type StoredValue } from './chain.ts';
import { alignUp, ERASED, type Flash, FlashFull } from './flash.ts';
import {
  ENTRY_HEAD_BYTES,
  type Entry,
  encodeEntries,
  encodeRecord,
  MAX_ID,
  RECORD_HEADER_BYTES,
} from './format.ts';
import { Ring } from './ring.ts';

export interface FlashLogOptions {
  /** The largest commit, in bytes of its entries; at most 65,535. */
  readonly maxCommitBytes: number;
  /** The largest {@link FlashLog.commitLast}; 0 or absent for none. */
  readonly lastCommitBytes?: number;
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
  /** Of all sectors together, in the life of the flash. */
  readonly totalErasures: number;
  readonly sectors: number;
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
/** Of an entry without a value. */
const LEAST_ENTRY_BYTES = 4;
/** Ten bytes of the index, and half as much again while it grows. */
const MOST_RAM_BYTES_PER_VALUE = 15;
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
  readonly #lastCommitBytes: number;
  readonly #erasures: Uint32Array;
  readonly #spareSectors: number;
  readonly #capacityBytes: number;
  readonly #found: FlashLogStatus['found'];
  readonly #damagedRecords: number;
  #chain: Chain;
  /** Whether torn copies may stand at the head. */
  #isTorn: boolean;
  #freeIsBlank = false;
  #erasuresSinceMount = 0;
  #committedBytes = 0;
  #programmedBytes = 0;

  private constructor(flash: Flash, { maxCommitBytes, lastCommitBytes = 0 }: FlashLogOptions) {
    const { sectorCount, programBytes } = flash.geometry;
    if (maxCommitBytes > LARGEST_COMMIT || lastCommitBytes > maxCommitBytes) {
      throw new RangeError(`A commit has at most ${LARGEST_COMMIT} bytes, the last one no more`);
    }
    this.#ring = new Ring(flash, maxCommitBytes);
    this.#lastCommitBytes = lastCommitBytes;
    this.#spareSectors = spareSectors(this.#ring, lastCommitBytes);
    const usable = sectorCount - this.#spareSectors;
    if (usable < 2) {
      throw new RangeError(
        `Commits of ${maxCommitBytes} bytes need at least ${this.#spareSectors + 2} sectors`,
      );
    }
    const body = this.#ring.bodyBytes - alignUp(RECORD_HEADER_BYTES, programBytes);
    this.#capacityBytes = Math.floor(usable * body * FILL);
    const chain = Chain.find(this.#ring);
    this.#chain = chain ?? Chain.empty(this.#ring);
    this.#damagedRecords = this.#chain.damagedRecords;
    this.#isTorn = this.#damagedRecords > 0;
    this.#erasures = erasuresOf(this.#ring);
    this.#found = chain === undefined ? contentOf(this.#ring) : 'log';
  }

  /**
   * Reads what is there and changes nothing. Flash that holds anything else is taken as empty; the first commit, or
   * {@link prepare}, erases what does not belong to the log.
   */
  static mount(flash: Flash, options: FlashLogOptions): FlashLog {
    return new FlashLog(flash, options);
  }

  get status(): FlashLogStatus {
    return {
      found: this.#found,
      damagedRecords: this.#damagedRecords,
      liveBytes: this.#chain.live.bytes,
      capacityBytes: this.#capacityBytes,
      mostErasures: this.#erasures.reduce((most, count) => Math.max(most, count), 0),
      leastErasures: this.#erasures.reduce((least, count) => Math.min(least, count), Infinity),
      totalErasures: this.#erasures.reduce((sum, count) => sum + count, 0),
      sectors: this.#erasures.length,
      erasures: this.#erasuresSinceMount,
      committedBytes: this.#committedBytes,
      programmedBytes: this.#programmedBytes,
      ramBytes: this.#chain.live.ramBytes,
    };
  }

  /** What {@link FlashLogStatus.ramBytes} can come to: a log full of the smallest values. */
  get mostRamBytes(): number {
    return (
      Math.ceil(this.#capacityBytes / this.#chain.live.cost(LEAST_ENTRY_BYTES)) *
      MOST_RAM_BYTES_PER_VALUE
    );
  }

  get(space: number, id: number): StoredValue | undefined {
    return this.#chain.get(space, id);
  }

  /** The ids that have a value in a space, rising. */
  ids(space: number): number[] {
    return this.#chain.live.space(space)?.ids() ?? [];
  }

  /** The lowest id of a space that is not below `from`. */
  idFrom(space: number, from: number): number | undefined {
    return this.#chain.live.space(space)?.idFrom(from);
  }

  lastId(space: number): number | undefined {
    return this.#chain.live.space(space)?.lastId();
  }

  count(space: number): number {
    return this.#chain.live.space(space)?.count ?? 0;
  }

  /** What the values of a space take of {@link FlashLogStatus.capacityBytes}. */
  liveBytes(space: number): number {
    return this.#chain.live.space(space)?.liveBytes ?? 0;
  }

  /** What one value takes of it, 0 when there is none. */
  liveBytesOf(space: number, id: number): number {
    return this.#chain.live.bytesOf(space, id);
  }

  /** What a value of this length would take of it, at most. */
  costBytes(valueBytes: number): number {
    return this.#chain.live.cost(ENTRY_HEAD_BYTES + valueBytes);
  }

  /**
   * Stores all changes or none. Returns when they would survive a power cut.
   * @throws FlashFull when the live values would not leave enough room; RangeError for a commit over the limit
   */
  commit(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    const payload = this.#encode(entries, this.#ring.maxPayloadBytes);
    if (this.#chain.live.bytesAfter(entries) > this.#capacityBytes && entries.some(isPut)) {
      throw new FlashFull(
        `${payload.length} bytes do not fit: ${this.#chain.live.bytes} of ${this.#capacityBytes} in use`,
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
    this.#append(this.#encode(entries, this.#lastCommitBytes));
    this.#ring.flash.sync();
  }

  /** Erases what does not belong to the log and makes the room that the next commits need. */
  prepare(): void {
    if (!this.#freeIsBlank) {
      let sector = this.#ring.next(this.#chain.head);
      for (let free = this.#chain.freeSectors; free > 0; free--) {
        if (!this.#ring.isBlank(sector)) this.#erase(sector);
        sector = this.#ring.next(sector);
      }
      this.#freeIsBlank = true;
    }
    while (this.#chain.freeSectors < this.#spareSectors) this.#emptyTail();
  }

  /** Appends what is live in the oldest sector again, and only then erases it. */
  #emptyTail(): void {
    const live = this.#chain.liveInTail();
    while (!this.#hasRoomFor(live)) {
      if (!this.#takeBackHead()) throw new FlashFull('No sector is free to move live values to');
    }
    for (const payload of live) this.#append(payload);
    const leastFree = this.#spareSectors - commitSectors(this.#ring);
    const isCostly = this.#isTorn && this.#chain.freeSectors + 1 < leastFree;
    this.#isTorn = false;
    if (isCostly && this.#takeBackHead()) {
      // Torn copies took more room than giving up the tail would bring: once more, without them.
      while (this.#takeBackHead());
    } else {
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

  #append(payload: Uint8Array): void {
    const { sectorBytes, programBytes } = this.#ring.flash.geometry;
    const chain = this.#chain;
    if (chain.headOffset + RECORD_HEADER_BYTES > sectorBytes) {
      this.#openSector(this.#ring.headerBytes);
    }
    const record = encodeRecord(payload, chain.headSequence);
    const padded = new Uint8Array(alignUp(record.length, programBytes)).fill(ERASED);
    padded.set(record);
    const address = chain.head * sectorBytes + chain.headOffset;
    for (let done = 0; done < padded.length; ) {
      if (chain.headOffset >= sectorBytes) {
        const rest = this.#ring.headerBytes + padded.length - done;
        this.#openSector(Math.min(rest, sectorBytes));
      }
      const here = padded.subarray(done, done + sectorBytes - chain.headOffset);
      this.#program(chain.head * sectorBytes + chain.headOffset, here);
      chain.headOffset += here.length;
      done += here.length;
    }
    chain.apply(payload, this.#ring.forward(address, RECORD_HEADER_BYTES));
  }

  /** @param first where the first record of its own begins */
  #openSector(first: number): void {
    const chain = this.#chain;
    if (chain.freeSectors === 0) throw new FlashFull('No sector is free');
    const sector = this.#ring.next(chain.head);
    const sequence = chain.headSequence + 1;
    const header = { sequence, erasures: this.#erasures[sector] ?? 0, first };
    const address = sector * this.#ring.flash.geometry.sectorBytes;
    this.#program(address, this.#ring.encodeHeader(header));
    if (chain.usedSectors === 0) chain.tail = sector;
    chain.usedSectors++;
    chain.head = sector;
    chain.headSequence = sequence;
    chain.headOffset = this.#ring.headerBytes;
  }

  #hasRoomFor(payloads: readonly Uint8Array[]): boolean {
    const { freeSectors, headOffset, live } = this.#chain;
    const { bodyBytes, flash } = this.#ring;
    // The last bytes of a sector stay unused when no record can begin there.
    const room =
      flash.geometry.sectorBytes - headOffset + freeSectors * (bodyBytes - RECORD_HEADER_BYTES);
    const bytes = payloads.reduce((sum, { length }) => sum + live.cost(length), 0);
    return bytes + live.cost(GIVE_UP_BYTES) <= room;
  }

  /**
   * One power cut after the other, each in the middle of making room, fills the head with torn copies. Where the head
   * holds nothing that the log without it does not hold too, it is erased again.
   * @returns whether it was
   */
  #takeBackHead(): boolean {
    const without = this.#chain.withoutHead();
    if (without === undefined) return false;
    this.#erase(this.#chain.head);
    // The sector will be opened with the same sequence: nothing of it may be left then.
    this.#ring.flash.sync();
    this.#chain = without;
    return true;
  }

  /** The oldest sector is copied: it may be erased. */
  #giveUpTail(): void {
    const chain = this.#chain;
    this.#giveUp(chain.tailSequence);
    this.#ring.flash.sync();
    this.#erase(chain.tail);
    chain.tail = this.#ring.next(chain.tail);
    chain.usedSectors--;
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

/** How often each sector was erased. One that lost its count with its header was erased about as often as others. */
function erasuresOf(ring: Ring): Uint32Array {
  const headers = ring.headers();
  const most = headers.reduce((count, header) => Math.max(count, header?.erasures ?? 0), 0);
  return Uint32Array.from(headers, (header) => header?.erasures ?? most);
}

/** What flash holds that is no log. */
function contentOf(ring: Ring): 'blank' | 'foreign' {
  const isBlank = ring.headers().every((_, sector) => ring.isBlank(sector));
  return isBlank ? 'blank' : 'foreign';
}

function mustFit({ space, id }: Entry): void {
  if (space >= OWN_SPACE || id > MAX_ID) throw new RangeError(`No key (${space}, ${id}) fits`);
}
