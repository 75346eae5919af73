import { commitWithRoom } from './commit.ts';
import { type EventPlace, EventStore } from './event-store.ts';
import type { Entry, PutEntry } from './flash/format.ts';
import { putPacked } from './layouts.ts';
import type { Medium } from './medium.ts';
import { park } from './parking.ts';
import type { StoredEvent } from './records.ts';
import { RunningTransactions } from './running-transactions.ts';
import { type Shed, Shedder } from './shedder.ts';
import { type EventSpace, spaceOf, thinSamples } from './shedding.ts';
import { maxCommitBytes } from './sizes.ts';
import { SPACE } from './spaces.ts';
import type { MessageQueue, QueuedEvent, RunningTransaction } from './storage.ts';

const NOTHING: Shed = { changes: [], dropped: 0, thinned: 0 };

/** The lane of transaction events: in order, numbered without a gap, none deleted before its answer. */
export class TransactionQueue implements MessageQueue {
  readonly #medium: Medium;
  readonly #store: EventStore;
  readonly #running: RunningTransactions;
  readonly #shedder: Shedder;
  readonly #quotaBytes: number;
  /** Events of layouts that this firmware cannot read. */
  readonly #foreign: readonly EventPlace[];
  /** The event that {@link first} gave: what comes of it is not the next one's, should flash lose it meanwhile. */
  #given: EventPlace | undefined;
  /** One that was queued behind no other: it is sent at once, and need not be read for that. */
  #fresh: { readonly place: EventPlace; readonly event: StoredEvent } | undefined;

  /** @param quotaBytes what the flash has for events and running transactions */
  constructor(medium: Medium, quotaBytes: number) {
    this.#medium = medium;
    this.#quotaBytes = quotaBytes;
    this.#store = new EventStore(medium);
    this.#running = new RunningTransactions(medium);
    this.#shedder = new Shedder(medium, this.#store);
    this.#foreign = [...this.#store.places()].filter(
      (place) => this.#store.read(place) === undefined && this.#isThere(place),
    );
  }

  get length(): number {
    return this.#store.count - this.unreadable;
  }

  /** Events that other firmware queued and this one cannot read; they stay for it. */
  get unreadable(): number {
    return this.#foreign.filter((place) => this.#isThere(place)).length;
  }

  get liveBytes(): number {
    return this.#store.liveBytes;
  }

  get hasRoomForTransaction(): boolean {
    const { log, sizes } = this.#medium;
    const another =
      2 * log.costBytes(sizes.endedBytes) +
      2 * this.#running.toldOnceBytes +
      log.costBytes(sizes.runningBytes);
    const claimBytes = this.#running.claimBytes() + another;
    const first = this.#firstPlace();
    const isShed = first !== undefined && first.space !== SPACE.keptEvents;
    const droppable = log.liveBytes(SPACE.updatedEvents) + log.liveBytes(SPACE.sampledEvents);
    const untouched = isShed ? this.#store.bytesOf(first) : 0;
    return this.#missingBytes(0, claimBytes) <= droppable - untouched;
  }

  /**
   * One commit for one step of a transaction: the event is queued and the transaction is as given, or both are not.
   * When memory runs low, samples are thinned and intermediate events dropped (E04.FR.07–08, E12.FR.04–05).
   * @returns false when nothing more may be dropped. A Started is refused before it would use the room that is kept for
   *   the Ended of a running transaction, its own included; an Ended always finds that room. Nothing is changed.
   */
  append(message: QueuedEvent, after: RunningTransaction | undefined): boolean {
    const { transactionId } = message.event.transactionInfo;
    const { attempts: _, ...event } = message;
    const step = this.#running.step(transactionId, after);
    const claimBytes = this.#running.claimBytes(step);
    const { change, missing, samples } = this.#fit(event, claimBytes);
    if (change.value.length > this.#medium.sizes.maxRecordBytes) return false;
    const space = spaceOf(message.event);
    const shed = missing <= 0 ? NOTHING : this.#plan(missing, space);
    if (shed !== undefined) {
      const isFirst = this.#store.count === 0 && samples === 0;
      this.#commit({ ...shed, thinned: shed.thinned + samples }, [change, ...step.change]);
      this.#fresh = isFirst ? { place: { space, id: change.id }, event } : undefined;
    } else if (space === SPACE.updatedEvents || space === SPACE.sampledEvents) {
      // All that may go has gone: this one goes too, and its number with it.
      this.#commit({ ...NOTHING, dropped: 1 }, step.change);
    } else {
      return false;
    }
    this.#running.stepped(step);
    return true;
  }

  first(): QueuedEvent | undefined {
    const first = this.#takeFresh() ?? this.#first();
    this.#given = first?.place;
    if (first === undefined) return undefined;
    return { ...first.event, attempts: this.#store.attempts.of(first.place.id) };
  }

  /** The one that {@link first} would give. */
  get oldest(): StoredEvent | undefined {
    return this.#first()?.event;
  }

  countAttempt(): void {
    const place = this.#underWay();
    if (place !== undefined) this.#store.attempts.count(place.id);
  }

  remove(): void {
    const place = this.#underWay();
    this.#given = undefined;
    if (place !== undefined) this.#medium.log.commit(this.#store.remove(place));
  }

  holds(transactionId: string, besideId?: string): boolean {
    for (const { event, messageId } of this.messages()) {
      if (messageId === besideId) continue;
      if (event.transactionInfo.transactionId === transactionId) return true;
    }
    return false;
  }

  /** From the oldest on. */
  *messages(): Generator<QueuedEvent> {
    for (const { id, event } of this.#store.events()) {
      yield { ...event, attempts: this.#store.attempts.of(id) };
    }
  }

  running(): readonly RunningTransaction[] {
    return this.#running.all();
  }

  /** The oldest one exhausted its attempts: it moves to the dead letters, with what is remembered of its transaction. */
  park(remembered?: string): void {
    const place = this.#underWay();
    this.#given = undefined;
    const event = place === undefined ? undefined : this.#store.read(place);
    if (place === undefined || event === undefined) return;
    const { layouts, sizes } = this.#medium;
    const { space, id } = place;
    let put = putPacked(layouts.event, space, id, { ...event, ...(remembered && { remembered }) });
    if (put.value.length > sizes.maxRecordBytes) put = putPacked(layouts.event, space, id, event);
    const { version, value } = put;
    const { messageId } = event;
    const changes = this.#store.remove(place);
    park(this.#medium, 'transactions', { space, messageId, version, value, changes });
  }

  /**
   * The change that queues an event again, behind all others; undefined when there is no room. It was sent, and has its
   * id: none of its samples is taken out any more, for under the same id it has to say the same.
   */
  queueAgain(event: StoredEvent): Entry[] | undefined {
    const queued = this.#store.queue(event);
    const isThinnable = queued.space === SPACE.thinnableEvents;
    const change = isThinnable ? { ...queued, space: SPACE.keptEvents } : queued;
    const missing = this.#missingBytes(change.value.length, this.#running.claimBytes());
    return missing <= 0 ? [change] : undefined;
  }

  /** Without a look at what stands there. */
  #firstPlace(): EventPlace | undefined {
    let place = this.#store.placeFrom(0);
    while (this.#foreign.length > 0 && place !== undefined && this.#isForeign(place)) {
      place = this.#store.placeAfter(place);
    }
    return place;
  }

  #isForeign({ space, id }: EventPlace): boolean {
    return this.#foreign.some((other) => other.space === space && other.id === id);
  }

  /** The oldest one that can be read: not other firmware's, and not what flash has lost. */
  #first(): { readonly place: EventPlace; readonly event: StoredEvent } | undefined {
    for (const place of this.#store.places()) {
      const event = this.#store.read(place);
      if (event !== undefined) return { place, event };
    }
    return undefined;
  }

  #takeFresh() {
    const fresh = this.#fresh;
    this.#fresh = undefined;
    const first = fresh && this.#firstPlace();
    return first?.space === fresh?.place.space && first?.id === fresh?.place.id ? fresh : undefined;
  }

  #underWay(): EventPlace | undefined {
    if (this.#given === undefined) return this.#first()?.place;
    return this.#isThere(this.#given) ? this.#given : undefined;
  }

  #isThere(place: EventPlace): boolean {
    return this.#store.bytesOf(place) > 0;
  }

  /** An Ended that is too long, or for which there is too little room, gives up intermediate samples (J02.FR.20). */
  #fit(
    message: StoredEvent,
    claimBytes: number,
  ): { change: PutEntry; missing: number; samples: number } {
    const { maxRecordBytes } = this.#medium.sizes;
    let change = this.#store.queue(message);
    let missing = this.#missingBytes(change.value.length, claimBytes);
    let samples = 0;
    let thinner = thinSamples(message.event);
    while (thinner !== undefined && (missing > 0 || change.value.length > maxRecordBytes)) {
      change = this.#store.put(change.id, { ...message, event: thinner.event });
      missing = this.#missingBytes(change.value.length, claimBytes);
      samples += thinner.samples;
      thinner = thinSamples(thinner.event);
    }
    return { change, missing, samples };
  }

  #missingBytes(eventBytes: number, claimBytes: number): number {
    const more = eventBytes === 0 ? 0 : this.#medium.log.costBytes(eventBytes);
    return this.#store.liveBytes + more + claimBytes - this.#quotaBytes;
  }

  #plan(missingBytes: number, space: EventSpace): Shed | undefined {
    return this.#shedder.plan(missingBytes, space, this.#firstPlace()?.id);
  }

  #commit({ changes, dropped, thinned }: Shed, step: readonly Entry[]): void {
    const { counters, log, sizes, tell } = this.#medium;
    const counts = [
      ...counters.add('droppedTransactions', dropped),
      ...counters.add('thinnedSamples', thinned),
    ];
    commitWithRoom(log, maxCommitBytes(sizes), changes, [...step, ...counts]);
    if (dropped > 0) tell({ type: 'dropped', lane: 'transactions', messages: dropped });
    if (thinned > 0) tell({ type: 'thinned', samples: thinned });
  }
}
