import { Attempts } from './attempts.ts';
import { commitWithRoom } from './commit.ts';
import type { CounterName } from './counters.ts';
import type { Entry } from './flash/format.ts';
import { putPacked, readPacked } from './layouts.ts';
import type { LaneName, Medium } from './medium.ts';
import { park } from './parking.ts';
import { maxCommitBytes } from './sizes.ts';
import type { LaneEntry, MessageLane, QueuedMessage } from './storage.ts';

/** Where a lane stands, and what the flash has for it. */
export interface OutboxPlace {
  readonly lane: Exclude<LaneName, 'transactions'>;
  readonly space: number;
  readonly attemptsSpace: number;
  readonly quotaBytes: number;
  readonly dropped: CounterName;
}

/** Of messages that have none. */
const DEFAULT_SEVERITY = 5;

/** A lane of messages that are not transaction events, in order. */
export class Outbox implements MessageLane {
  readonly place: OutboxPlace;
  readonly #medium: Medium;
  readonly #attempts: Attempts;
  #nextId: number;
  /** Of messages whose layouts this firmware cannot read. */
  readonly #foreign: readonly number[];

  constructor(medium: Medium, place: OutboxPlace) {
    this.#medium = medium;
    this.place = place;
    this.#attempts = new Attempts(medium.log, place.attemptsSpace);
    this.#nextId = 1 + (medium.log.lastId(place.space) ?? 0);
    this.#foreign = this.#ids().filter((id) => this.#read(id) === undefined && this.#isThere(id));
  }

  get length(): number {
    return this.#medium.log.count(this.place.space) - this.unreadable;
  }

  get oldest(): QueuedMessage | undefined {
    const [first] = this.#stored();
    return first?.message;
  }

  get unreadable(): number {
    return this.#foreign.filter((id) => this.#isThere(id)).length;
  }

  get liveBytes(): number {
    return this.#medium.log.liveBytes(this.place.space);
  }

  append(message: QueuedMessage): number | undefined {
    const { log, layouts, sizes } = this.#medium;
    const id = this.#nextId++;
    const put = putPacked(layouts.message, this.place.space, id, message);
    const { space, quotaBytes } = this.place;
    let bytes = this.liveBytes + log.costBytes(put.value.length);
    const goesFirst = message.replaces !== undefined || bytes > quotaBytes;
    const all = goesFirst ? [...this.#stored()] : [];
    const replaced = all.filter((other) => isReplaced(other.message, message));
    for (const { id: other } of replaced) bytes -= log.liveBytesOf(space, other);
    // What is least severe goes first, and of that the oldest; never for something less severe.
    const droppable = all
      .slice(1)
      .filter((other) => !replaced.includes(other))
      .filter((other) => severityOf(other) >= severityOf({ message }))
      .toSorted((left, right) => severityOf(right) - severityOf(left));
    const victims: Stored[] = [];
    for (const victim of droppable) {
      if (bytes <= quotaBytes) break;
      victims.push(victim);
      bytes -= log.liveBytesOf(space, victim.id);
    }
    const isStored = bytes <= quotaBytes && put.value.length <= sizes.maxRecordBytes;
    const removed = isStored ? [...replaced, ...victims] : [];
    const changes = removed.flatMap((each) => this.#remove(each.id));
    this.#commit(changes, isStored ? [put] : [], isStored ? victims.length : 1);
    return isStored ? id : undefined;
  }

  *entries(): Generator<LaneEntry> {
    for (const { id, message } of this.#stored()) {
      yield { id, message, attempts: this.#attempts.of(id) };
    }
  }

  countAttempt(id: number): void {
    if (this.#read(id) !== undefined) this.#attempts.count(id);
  }

  remove(ids: readonly number[]): void {
    const { log, sizes } = this.#medium;
    const changes = ids.filter((id) => this.#isThere(id)).flatMap((id) => this.#remove(id));
    commitWithRoom(log, maxCommitBytes(sizes), changes, []);
  }

  park(id: number): void {
    const message = this.#read(id);
    if (message === undefined) return;
    const { lane, space } = this.place;
    const { version, value } = putPacked(this.#medium.layouts.message, space, id, message);
    const { messageId } = message;
    park(this.#medium, lane, { space, messageId, version, value, changes: this.#remove(id) });
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

  /** What another firmware wrote is left out: it is not ours to send, nor to drop. */
  *#stored(): Generator<Stored> {
    for (const id of this.#ids()) {
      const message = this.#read(id);
      if (message !== undefined) yield { id, message };
    }
  }

  #read(id: number): QueuedMessage | undefined {
    const { layouts, log } = this.#medium;
    return readPacked(layouts.message, log.get(this.place.space, id));
  }

  #isThere(id: number): boolean {
    return this.#medium.log.liveBytesOf(this.place.space, id) > 0;
  }

  #remove(id: number): Entry[] {
    return [{ operation: 'delete', space: this.place.space, id }, ...this.#attempts.forget(id)];
  }
}

type Stored = Pick<LaneEntry, 'id' | 'message'>;

function isReplaced(older: QueuedMessage, newer: QueuedMessage): boolean {
  return newer.replaces !== undefined && older.replaces === newer.replaces;
}

function severityOf({ message }: Pick<Stored, 'message'>): number {
  return message.severity ?? DEFAULT_SEVERITY;
}
