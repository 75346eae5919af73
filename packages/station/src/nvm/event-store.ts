import { Attempts } from './attempts.ts';
import type { Entry, PutEntry } from './flash/format.ts';
import { putPacked, readPacked } from './layouts.ts';
import type { Medium } from './medium.ts';
import type { StoredEvent } from './records.ts';
import { EVENT_SPACES, type EventSpace, spaceOf } from './shedding.ts';
import { SPACE } from './spaces.ts';

/** Where an event stands on flash. */
export interface EventPlace {
  readonly space: EventSpace;
  readonly id: number;
}

/** Queued events on flash: one order over several spaces, because ids rise from one to the next. */
export class EventStore {
  readonly attempts: Attempts;
  readonly #medium: Medium;
  #nextId: number;

  constructor(medium: Medium) {
    this.#medium = medium;
    this.attempts = new Attempts(medium.log, SPACE.eventAttempts);
    this.#nextId = 1 + Math.max(0, ...EVENT_SPACES.map((space) => medium.log.lastId(space) ?? 0));
  }

  /** What the events take of the flash. */
  get liveBytes(): number {
    return EVENT_SPACES.reduce((sum, space) => sum + this.#medium.log.liveBytes(space), 0);
  }

  get count(): number {
    return EVENT_SPACES.reduce((sum, space) => sum + this.#medium.log.count(space), 0);
  }

  /** The place of the oldest event whose id is not below `from`. */
  placeFrom(from: number): EventPlace | undefined {
    let first: EventPlace | undefined;
    for (const space of EVENT_SPACES) {
      const id = this.#medium.log.idFrom(space, from);
      if (id !== undefined && id < (first?.id ?? Infinity)) first = { space, id };
    }
    return first;
  }

  /**
   * The place of the event that follows. Where flash has lost that an event was taken out, its id may be in two spaces:
   * ids begin anew when a boot finds none.
   */
  placeAfter({ space, id }: EventPlace): EventPlace | undefined {
    const others = EVENT_SPACES.slice(EVENT_SPACES.indexOf(space) + 1);
    const same = others.find((other) => this.#medium.log.idFrom(other, id) === id);
    return same === undefined ? this.placeFrom(id + 1) : { space: same, id };
  }

  /** Of all events, from the oldest on. */
  *places(): Generator<EventPlace> {
    for (let place = this.placeFrom(0); place !== undefined; place = this.placeAfter(place)) {
      yield place;
    }
  }

  /** Events of these spaces that this firmware can read, from the oldest on. */
  *events(
    spaces: readonly EventSpace[] = EVENT_SPACES,
  ): Generator<EventPlace & { readonly event: StoredEvent }> {
    for (const place of this.places()) {
      const event = spaces.includes(place.space) ? this.read(place) : undefined;
      if (event !== undefined) yield { ...place, event };
    }
  }

  read({ space, id }: EventPlace): StoredEvent | undefined {
    return readPacked(this.#medium.layouts.event, this.#medium.log.get(space, id));
  }

  bytesOf({ space, id }: EventPlace): number {
    return this.#medium.log.liveBytesOf(space, id);
  }

  /** The change that queues an event behind all others. */
  queue(event: StoredEvent): PutEntry {
    const id = this.#nextId++;
    return this.put(id, event);
  }

  put(id: number, event: StoredEvent): PutEntry {
    return putPacked(this.#medium.layouts.event, spaceOf(event.event), id, event);
  }

  /** The changes that take an event out. */
  remove({ space, id }: EventPlace): Entry[] {
    return [{ operation: 'delete', space, id }, ...this.attempts.forget(id)];
  }
}
