import type { EventPlace, EventStore } from './event-store.ts';
import type { Entry } from './flash/format.ts';
import type { Medium } from './medium.ts';
import type { StoredEvent } from './records.ts';
import { type EventSpace, SHED_FOR, thinSamples } from './shedding.ts';
import { SPACE } from './spaces.ts';

/** What has to change so that something else fits. */
export interface Shed {
  readonly changes: readonly Entry[];
  /** Messages that go. */
  readonly dropped: number;
  /** Samples that are taken out of messages that stay. */
  readonly thinned: number;
}

/** Makes room among queued events as the standard allows it, and no other way. */
export class Shedder {
  readonly #medium: Medium;
  readonly #store: EventStore;
  /** For each space how far its present round has come, and of which transactions the next event stays. */
  readonly #rounds = new Map<EventSpace, Round>();

  constructor(medium: Medium, store: EventStore) {
    this.#medium = medium;
    this.#store = store;
  }

  /**
   * Plans room for an event; nothing is changed.
   * @param missingBytes how much too little there is
   * @param untouched the event that may be on its way
   * @returns undefined when there cannot be so much
   */
  plan(
    missingBytes: number,
    forSpace: EventSpace,
    untouched: number | undefined,
  ): Shed | undefined {
    const thinning = this.#thin(missingBytes, untouched);
    const victims: EventPlace[] = [];
    let missing = missingBytes - thinning.freedBytes;
    for (const space of SHED_FOR[forSpace]) {
      if (missing <= 0) break;
      for (const victim of this.#everyOther(space, untouched)) {
        victims.push(victim);
        missing -= this.#store.bytesOf(victim);
        if (missing <= 0) break;
      }
    }
    if (missing > 0) return undefined;
    return {
      changes: [...thinning.changes, ...victims.flatMap((victim) => this.#store.remove(victim))],
      dropped: victims.length,
      thinned: thinning.samples,
    };
  }

  /** Halves the intermediate samples of Ended events, the largest event first. */
  #thin(
    missingBytes: number,
    untouched: number | undefined,
  ): { changes: readonly Entry[]; freedBytes: number; samples: number } {
    const { log } = this.#medium;
    const lists = log
      .ids(SPACE.thinnableEvents)
      .filter((id) => id !== untouched)
      .map((id) => ({ id, bytes: log.liveBytesOf(SPACE.thinnableEvents, id) }));
    const thinned = new Map<number, StoredEvent>();
    let freedBytes = 0;
    let samples = 0;
    while (freedBytes < missingBytes) {
      const largest = lists.reduce((most, list) => (list.bytes > most.bytes ? list : most), NONE);
      if (largest === NONE) break;
      const space = SPACE.thinnableEvents;
      const stored = thinned.get(largest.id) ?? this.#store.read({ space, id: largest.id });
      const thinner = stored === undefined ? undefined : thinSamples(stored.event);
      if (stored === undefined || thinner === undefined) {
        largest.bytes = 0;
        continue;
      }
      const event = { ...stored, event: thinner.event };
      const bytes = log.costBytes(this.#store.put(largest.id, event).value.length);
      thinned.set(largest.id, event);
      freedBytes += largest.bytes - bytes;
      samples += thinner.samples;
      largest.bytes = bytes;
    }
    return { changes: this.#rewritten(thinned), freedBytes, samples };
  }

  #rewritten(events: ReadonlyMap<number, StoredEvent>): readonly Entry[] {
    return [...events].flatMap(([id, event]): Entry[] => {
      const put = this.#store.put(id, event);
      // Without intermediate samples it moves to the events that are only kept.
      if (put.space === SPACE.thinnableEvents) return [put];
      return [{ operation: 'delete', space: SPACE.thinnableEvents, id }, put];
    });
  }

  /** The first, third, fifth … event of each transaction (E04.FR.08), then again of what that leaves. */
  *#everyOther(space: EventSpace, untouched: number | undefined): Generator<EventPlace> {
    const taken = new Set<number>();
    for (let goesOn = true; goesOn; ) {
      const begun = this.#rounds.get(space);
      const round = begun ?? { nextId: 0, keepNext: new Set<string>() };
      this.#rounds.set(space, round);
      // A round that was begun for an earlier event does not see all: another one follows in any case.
      goesOn = begun !== undefined;
      for (let id = this.#idFrom(space, round); id !== undefined; id = this.#idFrom(space, round)) {
        round.nextId = id + 1;
        if (id === untouched || taken.has(id)) continue;
        const stored = this.#store.read({ space, id });
        // What another firmware wrote is not ours to drop.
        if (stored === undefined) continue;
        const { transactionId } = stored.event.transactionInfo;
        if (round.keepNext.delete(transactionId)) continue;
        round.keepNext.add(transactionId);
        taken.add(id);
        goesOn = true;
        yield { space, id };
      }
      this.#rounds.delete(space);
    }
  }

  #idFrom(space: EventSpace, { nextId }: Round): number | undefined {
    return this.#medium.log.idFrom(space, nextId);
  }
}

interface Round {
  nextId: number;
  readonly keepNext: Set<string>;
}

const NONE = { id: 0, bytes: 0 };
