import { Attempts } from './attempts.ts';
import { commitWithRoom } from './commit.ts';
import type { CounterName } from './counters.ts';
import type { Entry } from './flash/format.ts';
import { putPacked, readPacked } from './layouts.ts';
import type { LaneName, Medium } from './medium.ts';
import { park } from './parking.ts';
import type { QueuedMessage } from './records.ts';
import { maxCommitBytes } from './sizes.ts';

/** Where a lane stands, and what the flash has for it. */
export interface OutboxPlace {
  readonly lane: Exclude<LaneName, 'transactions'>;
  readonly space: number;
  readonly attemptsSpace: number;
  readonly quotaBytes: number;
  readonly dropped: CounterName;
}

/** A lane of messages that are not transaction events, in order. */
export class Outbox {
  readonly place: OutboxPlace;
  readonly #medium: Medium;
  readonly #attempts: Attempts;
  #nextId: number;
  readonly #unreadable: number;

  constructor(medium: Medium, place: OutboxPlace) {
    this.#medium = medium;
    this.place = place;
    this.#attempts = new Attempts(medium.log, place.attemptsSpace);
    this.#nextId = 1 + (medium.log.lastId(place.space) ?? 0);
    this.#unreadable = this.#ids().filter((id) => this.#read(id) === undefined).length;
  }

  get length(): number {
    return this.#medium.log.count(this.place.space) - this.#unreadable;
  }

  get unreadable(): number {
    return this.#unreadable;
  }

  get liveBytes(): number {
    return this.#medium.log.liveBytes(this.place.space);
  }

  /**
   * Queues a message behind all others. An older one with the same `replaces` goes; where the lane is full, the oldest
   * ones go and are counted. The very first always stays: it may be on its way.
   * @returns whether it is stored; a message that is not stored is counted as dropped
   */
  append(message: QueuedMessage): boolean {
    const { log, layouts, sizes } = this.#medium;
    const put = putPacked(layouts.message, this.place.space, this.#nextId++, message);
    const others = this.#ids().filter((id) => id !== this.#firstId());
    const replaced = others.filter((id) => isReplaced(this.#read(id), message));
    const droppable = others.filter((id) => !replaced.includes(id));
    let bytes = this.liveBytes + log.costBytes(put.value.length);
    for (const id of replaced) bytes -= log.liveBytesOf(this.place.space, id);
    const victims: number[] = [];
    for (const id of droppable) {
      if (bytes <= this.place.quotaBytes) break;
      // What another firmware wrote is not ours to drop.
      if (this.#read(id) === undefined) continue;
      victims.push(id);
      bytes -= log.liveBytesOf(this.place.space, id);
    }
    const isStored = bytes <= this.place.quotaBytes && put.value.length <= sizes.maxRecordBytes;
    const removed = isStored ? [...replaced, ...victims] : [];
    const changes = removed.flatMap((id) => this.#remove(id));
    this.#commit(changes, isStored ? [put] : [], isStored ? victims.length : 1);
    return isStored;
  }

  /** The oldest message, with the transmissions that the CSMS failed to process. */
  first(): (QueuedMessage & { readonly attempts: number }) | undefined {
    const id = this.#firstId();
    const message = id === undefined ? undefined : this.#read(id);
    if (id === undefined || message === undefined) return undefined;
    return { ...message, attempts: this.#attempts.of(id) };
  }

  countAttempt(): void {
    const id = this.#firstId();
    if (id !== undefined) this.#attempts.count(id);
  }

  /** The oldest one is answered. */
  remove(): void {
    const id = this.#firstId();
    if (id !== undefined) this.#medium.log.commit(this.#remove(id));
  }

  /** The oldest one exhausted its attempts: it moves to the dead letters. */
  park(): void {
    const id = this.#firstId();
    const message = id === undefined ? undefined : this.#read(id);
    if (id === undefined || message === undefined) return;
    const { lane, space } = this.place;
    const changes = this.#remove(id);
    park(this.#medium, lane, { space, id, messageId: message.messageId, changes });
  }

  /** The change that queues a message again, behind all others; undefined when there is no room. */
  queueAgain(message: QueuedMessage): Entry[] | undefined {
    const { log, layouts } = this.#medium;
    const put = putPacked(layouts.message, this.place.space, this.#nextId++, message);
    const bytes = this.liveBytes + log.costBytes(put.value.length);
    return bytes <= this.place.quotaBytes ? [put] : undefined;
  }

  #commit(removed: readonly Entry[], stored: readonly Entry[], dropped: number): void {
    const { counters, log, sizes, tell } = this.#medium;
    commitWithRoom(log, maxCommitBytes(sizes), removed, [
      ...stored,
      ...counters.add(this.place.dropped, dropped),
    ]);
    if (dropped > 0) tell({ type: 'dropped', lane: this.place.lane, messages: dropped });
  }

  #ids(): number[] {
    return this.#medium.log.ids(this.place.space);
  }

  #firstId(): number | undefined {
    const { log } = this.#medium;
    let id = log.idFrom(this.place.space, 0);
    while (this.#unreadable > 0 && id !== undefined && this.#read(id) === undefined) {
      id = log.idFrom(this.place.space, id + 1);
    }
    return id;
  }

  #read(id: number): QueuedMessage | undefined {
    const { layouts, log } = this.#medium;
    return readPacked(layouts.message, log.get(this.place.space, id));
  }

  #remove(id: number): Entry[] {
    return [{ operation: 'delete', space: this.place.space, id }, ...this.#attempts.forget(id)];
  }
}

function isReplaced(older: QueuedMessage | undefined, newer: QueuedMessage): boolean {
  return newer.replaces !== undefined && older?.replaces === newer.replaces;
}
