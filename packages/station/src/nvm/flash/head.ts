import type { Chain } from './chain.ts';
import { FlashFull } from './flash.ts';
import { encodeRecord, RECORD_HEADER_BYTES } from './format.ts';
import { GIVE_UP_BYTES } from './log-plan.ts';
import type { Ring } from './ring.ts';
import type { Wear } from './wear.ts';

/** Places that are tried for a record, when cells are worn. */
export const MOST_TRIES = 3;

/** Where a log is written: at the end of its newest sector, and on into the free ones. */
export class Head {
  /** What is on flash. */
  chain: Chain;
  readonly #ring: Ring;
  readonly #wear: Wear;
  #freeIsBlank = false;

  constructor(ring: Ring, wear: Wear, chain: Chain) {
    this.#ring = ring;
    this.#wear = wear;
    this.chain = chain;
  }

  /** Whether the free sectors are erased. */
  get isReady(): boolean {
    return this.#freeIsBlank;
  }

  /** Erases what does not belong to the log. */
  makeReady(): void {
    if (this.#freeIsBlank) return;
    let sector = this.#ring.next(this.chain.head);
    for (let free = this.chain.freeSectors; free > 0; free--) {
      if (!this.#ring.isBlank(sector)) this.#wear.erase(sector);
      sector = this.#ring.next(sector);
    }
    this.#freeIsBlank = true;
  }

  /** @returns whether the next mount will find it: worn cells do not hold what is written to them */
  append(payload: Uint8Array): boolean {
    const { sectorBytes, programBytes } = this.#ring.flash.geometry;
    const chain = this.chain;
    if (chain.headOffset + RECORD_HEADER_BYTES > sectorBytes) {
      this.#openSector(this.#ring.headerBytes);
    }
    const sequence = chain.headSequence;
    const padded = encodeRecord(payload, sequence, programBytes);
    const address = chain.head * sectorBytes + chain.headOffset;
    for (let done = 0; done < padded.length; ) {
      if (chain.headOffset >= sectorBytes) {
        const rest = this.#ring.headerBytes + padded.length - done;
        this.#openSector(Math.min(rest, sectorBytes));
      }
      const here = padded.subarray(done, done + sectorBytes - chain.headOffset);
      this.#wear.program(chain.head * sectorBytes + chain.headOffset, here);
      chain.headOffset += here.length;
      done += here.length;
    }
    chain.apply(payload, this.#ring.forward(address, RECORD_HEADER_BYTES));
    const record = padded.subarray(0, RECORD_HEADER_BYTES + payload.length);
    const isHeld = this.#ring.holds(address, record, sequence);
    // Nothing that begins in a sector without a header is found again.
    if (!isHeld && this.#ring.header(chain.head) === undefined) chain.headOffset = sectorBytes;
    return isHeld;
  }

  /**
   * Whether records, and the word that a sector is given up, fit behind all others.
   * @param keptSectors that stay free
   */
  hasRoomFor(payloads: readonly Uint8Array[], keptSectors = 0): boolean {
    const { headOffset, live } = this.chain;
    const freeSectors = this.chain.freeSectors - keptSectors;
    const { bodyBytes, flash } = this.#ring;
    // The last bytes of a sector stay unused when no record can begin there.
    const room =
      flash.geometry.sectorBytes - headOffset + freeSectors * (bodyBytes - RECORD_HEADER_BYTES);
    const bytes = payloads.reduce((sum, { length }) => sum + live.cost(length), 0);
    return bytes + live.cost(GIVE_UP_BYTES) <= room;
  }

  /**
   * One power cut after the other, each in the middle of making room, fills the head with torn copies. Where the newest
   * sector holds nothing that the log without it does not hold too, it is erased again.
   * @returns whether it was
   */
  takeBack(): boolean {
    const without = this.chain.withoutHead();
    if (without === undefined) return false;
    this.#wear.erase(this.chain.head);
    // The sector will be opened with the same sequence: nothing of it may be left then.
    this.#ring.flash.sync();
    this.chain = without;
    return true;
  }

  /** @param first where the first record of its own begins */
  #openSector(first: number): void {
    const chain = this.chain;
    if (chain.freeSectors === 0) throw new FlashFull('No sector is free');
    const sector = this.#ring.next(chain.head);
    const sequence = chain.headSequence + 1;
    const header = { sequence, erasures: this.#wear.ofSector(sector), first };
    const address = sector * this.#ring.flash.geometry.sectorBytes;
    this.#wear.program(address, this.#ring.encodeHeader(header));
    if (chain.usedSectors === 0) chain.tail = sector;
    chain.usedSectors++;
    chain.head = sector;
    chain.headSequence = sequence;
    chain.firsts[sector] = first;
    chain.headOffset = this.#ring.headerBytes;
  }
}
