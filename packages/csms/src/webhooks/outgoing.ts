import type { Change, Core } from '../core.ts';
import type { CsmsEvent } from '../views.ts';

/** Events of what is stored: they are stored in the batch of what they tell, so that no crash comes between. */
const STORED_WITH_CAUSE = [
  'transaction',
  'cdr',
  'alert',
  'command',
  'deviceModel',
  'firmwareUpdate',
  'notice',
  'report',
  'reservation',
  'securityEvent',
  'stationRemoved',
] as const;
type StoredWithCause = (typeof STORED_WITH_CAUSE)[number];

/**
 * Views of something that changes all the time. Those of its turning points are stored with what they tell (a station is
 * registered, has booted or gone; a campaign has come to another state); the others sum up the changes of a moment, and
 * tell what is in memory.
 */
type StoredAtTurns = 'station' | 'campaign';

/** What can be stored with its cause; of the other types a crash may take the events of the last moment. */
export type Keepable = StoredWithCause | StoredAtTurns;

type EventOf<Type> = Extract<CsmsEvent, { readonly type: Type }>;

/** @returns what keeps an event for those who have asked for it; undefined when nobody has */
type Keep = <Type extends Keepable>(
  type: Type,
  stationId: string,
  build: () => EventOf<Type>,
) => Change | undefined;

/** The way out for events that must not be lost. Blocks hand them to it before they commit. */
export class Outgoing {
  /** Events on the bus of which `keep` has stored the like, although it does not do so with all of their type. */
  readonly #kept = new WeakSet<CsmsEvent>();

  /** Whoever sends events to systems outside. */
  keep: Keep = () => undefined;

  /** A change that tells the outside of itself, in the same batch. */
  with<C extends Change, Type extends Keepable>(
    change: C,
    type: Type,
    stationId: string,
    build: () => EventOf<Type>,
  ): C {
    const kept = this.keep(type, stationId, build);
    if (kept === undefined) return change;
    return {
      ...change,
      statements: [...change.statements, ...kept.statements],
      apply: () => {
        change.apply();
        kept.apply();
      },
    };
  }

  /** Systems outside have been told already what an event tells that is about to be published. */
  noteKept<Event extends CsmsEvent>(event: Event): Event {
    this.#kept.add(event);
    return event;
  }

  isKept(event: CsmsEvent): boolean {
    return this.#kept.has(event);
  }
}

/** A change that tells of itself: those who listen once it is made, and systems outside whatever happens. */
export function telling<Type extends Keepable>(
  { bus, outgoing }: Pick<Core, 'bus' | 'outgoing'>,
  { statements, apply }: Change,
  type: Type,
  stationId: string,
  build: () => EventOf<Type>,
): Change {
  const told = {
    statements,
    apply() {
      apply();
      if (bus.wants(type, stationId)) bus.publish(outgoing.noteKept(build()));
    },
  };
  return outgoing.with(told, type, stationId, build);
}

/** Whether all events of a type are stored with what they tell. */
export function isStoredWithCause(type: CsmsEvent['type']): type is StoredWithCause {
  return STORED_WITH_CAUSE.some((known) => known === type);
}
