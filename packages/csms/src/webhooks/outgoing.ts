import type { Change } from '../core.ts';
import type { CsmsEvent } from '../views.ts';

/** Events that carry money: they are stored in the batch of what they tell, so that no crash comes between. */
const STORED_WITH_CAUSE = ['transaction', 'cdr'] as const;
export type StoredWithCause = (typeof STORED_WITH_CAUSE)[number];

type EventOf<Type> = Extract<CsmsEvent, { readonly type: Type }>;

/** @returns what keeps an event for those who have asked for it; undefined when nobody has */
type Keep = <Type extends StoredWithCause>(
  type: Type,
  stationId: string,
  build: () => EventOf<Type>,
) => Change | undefined;

/** The way out for events that must not be lost. Blocks that decide about money hand them to it before they commit. */
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

export function isStoredWithCause(type: CsmsEvent['type']): type is StoredWithCause {
  return STORED_WITH_CAUSE.some((known) => known === type);
}
