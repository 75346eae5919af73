import { Chain, OLDEST_ID, OWN_SPACE } from './chain.ts';
import { encodeEntries } from './format.ts';
import { type Head, MOST_TRIES } from './head.ts';
import type { LogPlan } from './log-plan.ts';
import type { Ring } from './ring.ts';
import type { Wear } from './wear.ts';

/** Empties the oldest sectors of a log, so that there are always free ones for its head. */
export class Tail {
  /** Records that were given up, because there was nowhere left to move them to. */
  sacrificedRecords = 0;
  readonly #ring: Ring;
  readonly #wear: Wear;
  readonly #plan: LogPlan;
  readonly #head: Head;
  readonly #noteLost: () => void;
  /** Whether torn copies may stand at the head. */
  #isTorn: boolean;

  /** @param noteLost hears that what was read may have lost values, see {@link Chain.lost} */
  constructor(ring: Ring, wear: Wear, plan: LogPlan, head: Head, noteLost: () => void) {
    this.#ring = ring;
    this.#wear = wear;
    this.#plan = plan;
    this.#head = head;
    this.#noteLost = noteLost;
    this.#isTorn = head.chain.damagedRecords > 0;
  }

  /** Until as many sectors are free as a commit may need. */
  makeRoom(): void {
    while (this.#head.chain.freeSectors < this.#plan.spareSectors) this.#empty();
  }

  /** Appends what is live in the oldest sector again, and only then erases it. */
  #empty(): void {
    const head = this.#head;
    const live = head.chain.liveInTail();
    this.#noteLost();
    while (!head.hasRoomFor(live)) {
      if (head.takeBack()) continue;
      this.#sacrifice(live.length);
      return;
    }
    for (const [index, payload] of live.entries()) this.#move(payload, live.slice(index));
    const leastFree = this.#plan.spareSectors - this.#plan.commitSectors;
    const isCostly = this.#isTorn && head.chain.freeSectors + 1 < leastFree;
    this.#isTorn = false;
    if (isCostly && head.takeBack()) {
      // Torn copies took more room than giving up the tail would bring: once more, without them.
      while (head.takeBack());
    } else {
      this.#giveUp();
    }
  }

  /** @param rest all that is still to be moved */
  #move(payload: Uint8Array, rest: readonly Uint8Array[]): void {
    for (let tries = 1; !this.#head.append(payload) && tries < MOST_TRIES; tries++) {
      if (!this.#head.hasRoomFor(rest)) return;
    }
  }

  /** The oldest sector is copied: it may be erased. A mount passes over it, however much of it a torn erasure leaves. */
  #giveUp(): void {
    const { chain } = this.#head;
    const value = new Uint8Array(4);
    new DataView(value.buffer).setUint32(0, chain.tailSequence + 1, true);
    this.#head.append(
      encodeEntries([{ operation: 'put', space: OWN_SPACE, id: OLDEST_ID, version: 1, value }]),
    );
    this.#ring.flash.sync();
    this.#wear.erase(chain.tail);
    chain.tail = this.#ring.next(chain.tail);
    chain.usedSectors--;
  }

  /**
   * The log never fills itself so far that its oldest values cannot be moved. Damage can: a lost head takes with it the
   * word that sectors were given up, and they count again. Then the oldest records go, because a station that boots
   * without them is better than one that does not boot.
   */
  #sacrifice(records: number): void {
    this.sacrificedRecords += records;
    this.#wear.erase(this.#head.chain.tail);
    this.#ring.flash.sync();
    this.#head.chain = Chain.find(this.#ring) ?? Chain.empty(this.#ring);
  }
}
