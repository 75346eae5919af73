import type { Change, Core } from '../core.ts';
import type { CsmsEvent } from '../views.ts';

/**
 * Events of what is stored: they are stored in the batch of what they tell, so that no crash comes between. The others
 * tell what is in memory (a connection, a light), or sum up many changes of a moment.
 */
const STORED_WITH_CAUSE = [
  'transaction',
  'cdr',
  'alert',
  'command',
  'firmwareUpdate',
  'notice',
  'report',
  'reservation',
  'securityEvent',
  'stationRemoved',
] as const;
export type StoredWithCause = (typeof STORED_WITH_CAUSE)[number];

type EventOf<Type> = Extract<CsmsEvent, { readonly type: Type }>;

/** @returns what keeps an event for those who have asked for it; undefined when nobody has */
type Keep = <Type extends StoredWithCause>(
  type: Type,
  stationId: string,
  build: () => EventOf<Type>,
) => Change | undefined;

/** The way out for events that must not be lost. Blocks hand them to it before they commit. */
export class Outgoing {
  /** Whoever sends events to systems outside. */
  keep: Keep = () => undefined;

  /** A change that tells the outside of itself, in the same batch. */
  with<C extends Change, Type extends StoredWithCause>(
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
}

/** A change that tells of itself: those who listen once it is made, and systems outside whatever happens. */
export function telling<Type extends StoredWithCause>(
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
      if (bus.wants(type, stationId)) bus.publish(build());
    },
  };
  return outgoing.with(told, type, stationId, build);
}

export function isStoredWithCause(type: CsmsEvent['type']): type is StoredWithCause {
  return STORED_WITH_CAUSE.some((known) => known === type);
}
