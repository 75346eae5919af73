import { Chain, OWN_SPACE, type StoredValue } from './chain.ts';
import { type Flash, FlashFull } from './flash.ts';
import {
  DELETE_BYTES,
  ENTRY_HEAD_BYTES,
  type Entry,
  encodeEntries,
  entryBytes,
  MAX_ID,
} from './format.ts';
import { Head, MOST_TRIES } from './head.ts';
import type { Key } from './live-values.ts';
import { type LogPlan, planLog } from './log-plan.ts';
import { Ring } from './ring.ts';
import { Tail } from './tail.ts';
import { Wear } from './wear.ts';

export interface FlashLogOptions {
  /** The largest commit, in bytes of its entries; at most 65,535. */
  readonly maxCommitBytes: number;
  /** The largest {@link FlashLog.commitLast}; 0 or absent for none. */
  readonly lastCommitBytes?: number;
  /** Told of values whose bits have flipped since they were written, once each, by whoever reads or moves them. */
  readonly lost?: (values: number) => void;
}

export interface FlashLogStatus {
  /** What a mount found: a log, nothing at all, or bytes that are no log of this shape. */
  readonly found: 'log' | 'blank' | 'foreign';
  /** Stretches of the log that were torn or worn when it was mounted, and records that had to be given up for them. */
  readonly damagedRecords: number;
  /** Values that were found, since the mount, to be no longer what was written. */
  readonly lostValues: number;
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

/** Of an entry without a value. */
const LEAST_ENTRY_BYTES = 4;
/** 14 bytes of the index, and half as much again while it grows. */
const MOST_RAM_BYTES_PER_VALUE = 21;

/**
 * A key-value store on flash as one circular log: every commit is appended at the head, the oldest sector is emptied by
 * appending its live values again, then erased. Every sector is erased once a turn, so the wear is level by
 * construction. Values of spaces and layouts that nobody knows (yet, or any more) are moved like all others.
 *
 * What {@link commit} has returned from survives a power cut at any later byte, and a cut inside it leaves all of the
 * commit or nothing. In RAM there are 14 bytes for each live value; values are read from flash when asked for. One whose
 * bits have flipped by then is lost, and said to be: it is never believed, and no older value takes its place.
 */
export class FlashLog {
  readonly #ring: Ring;
  readonly #lastCommitBytes: number;
  readonly #plan: LogPlan;
  readonly #wear: Wear;
  readonly #found: FlashLogStatus['found'];
  readonly #damagedAtMount: number;
  readonly #head: Head;
  readonly #tail: Tail;
  #committedBytes = 0;
  readonly #tellLost: (values: number) => void;
  #lostValues = 0;
  /** Lost, and on flash there may be older values that a mount would take for them. */
  readonly #unburied: Key[] = [];

  private constructor(
    flash: Flash,
    { maxCommitBytes, lastCommitBytes = 0, lost = () => undefined }: FlashLogOptions,
  ) {
    this.#tellLost = lost;
    this.#ring = new Ring(flash, maxCommitBytes);
    this.#lastCommitBytes = lastCommitBytes;
    this.#plan = planLog(this.#ring, maxCommitBytes, lastCommitBytes);
    this.#wear = new Wear(this.#ring);
    const chain = Chain.find(this.#ring);
    this.#head = new Head(this.#ring, this.#wear, chain ?? Chain.empty(this.#ring));
    this.#tail = new Tail(this.#ring, this.#wear, this.#plan, this.#head, () => this.#noteLost());
    this.#damagedAtMount = chain?.damagedRecords ?? 0;
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
      damagedRecords: this.#damagedAtMount + this.#tail.sacrificedRecords,
      lostValues: this.#lostValues,
      liveBytes: this.#chain.live.bytes,
      capacityBytes: this.#plan.capacityBytes,
      mostErasures: this.#wear.most,
      leastErasures: this.#wear.least,
      totalErasures: this.#wear.total,
      sectors: this.#wear.sectors,
      erasures: this.#wear.erasures,
      committedBytes: this.#committedBytes,
      programmedBytes: this.#wear.programmedBytes,
      ramBytes: this.#chain.live.ramBytes,
    };
  }

  /** What {@link FlashLogStatus.ramBytes} can come to: a log full of the smallest values. */
  get mostRamBytes(): number {
    return (
      Math.ceil(this.#plan.capacityBytes / this.#chain.live.cost(LEAST_ENTRY_BYTES)) *
      MOST_RAM_BYTES_PER_VALUE
    );
  }

  get(space: number, id: number): StoredValue | undefined {
    const stored = this.#chain.get(space, id);
    this.#noteLost();
    return stored;
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

  /** What an entry would take of it. */
  costOf(entry: Entry): number {
    return this.#chain.live.cost(entryBytes(entry));
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
    if (this.#chain.live.bytesAfter(entries) > this.#plan.capacityBytes && entries.some(isPut)) {
      throw new FlashFull(
        `${payload.length} bytes do not fit: ${this.#chain.live.bytes} of ${this.#plan.capacityBytes} in use`,
      );
    }
    this.prepare();
    for (let tries = 1; !this.#head.append(payload) && tries < MOST_TRIES; tries++) this.prepare();
    this.#ring.flash.sync();
  }

  /**
   * The commit for the moment when power fails: it goes into room that is kept erased for it, so it takes a program
   * operation, and two more for each sector it reaches into, and never an erasure. What worn cells do not hold is
   * written again where that room has more of it: reading back costs little, and there is nothing to lose.
   * @throws RangeError when it is over the limit, or there has been neither a commit nor {@link prepare}
   */
  commitLast(entries: readonly Entry[]): void {
    if (!this.#head.isReady) throw new RangeError('The room for the last commit is not prepared');
    const payload = this.#encode(entries, this.#lastCommitBytes);
    for (let tries = 1; !this.#head.append(payload) && tries < MOST_TRIES; tries++) {
      if (!this.#head.hasRoomFor([payload], this.#plan.leastFreeSectors)) break;
    }
    this.#ring.flash.sync();
  }

  /** Erases what does not belong to the log and makes the room that the next commits need. */
  prepare(): void {
    this.#head.makeReady();
    this.#tail.makeRoom();
    if (this.#unburied.length === 0) return;
    this.#bury();
    this.#tail.makeRoom();
  }

  #noteLost(): void {
    const lost = this.#chain.lost.splice(0);
    if (lost.length === 0) return;
    this.#lostValues += lost.length;
    this.#unburied.push(...lost);
    this.#tellLost(lost.length);
  }

  /** What is lost stays lost, also for the next mount. */
  #bury(): void {
    const most = Math.floor(this.#ring.maxPayloadBytes / DELETE_BYTES);
    const deletes = this.#unburied
      .splice(0, most)
      .filter(({ space, id }) => this.#chain.live.place(space, id) === undefined)
      .map((key): Entry => ({ operation: 'delete', ...key }));
    if (deletes.length > 0) this.#head.append(encodeEntries(deletes));
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

  get #chain(): Chain {
    return this.#head.chain;
  }
}

function isPut(entry: Entry): boolean {
  return entry.operation === 'put';
}

/** What flash holds that is no log. */
function contentOf(ring: Ring): 'blank' | 'foreign' {
  const isBlank = ring.headers().every((_, sector) => ring.isBlank(sector));
  return isBlank ? 'blank' : 'foreign';
}

function mustFit({ space, id }: Entry): void {
  if (space >= OWN_SPACE || id > MAX_ID) throw new RangeError(`No key (${space}, ${id}) fits`);
}
