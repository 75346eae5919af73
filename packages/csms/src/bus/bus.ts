import type { CsmsEvent, StationSet } from '../views.ts';

/** Which events a subscriber wants; an absent field means all. */
export interface EventFilter {
  readonly stationId?: string;
  /** Only of these stations. */
  readonly among?: StationSet;
  readonly types?: readonly CsmsEvent['type'][];
}

/**
 * How parts of the CSMS tell each other, and operators, what has happened. What is published has already been
 * committed: a subscriber never hears of something that a crash could undo.
 */
export interface Bus {
  publish(event: CsmsEvent): void;
  /** Whether anybody would hear of it: a publisher asks before it builds a costly view. */
  wants(type: CsmsEvent['type'], stationId: string): boolean;
  /** @returns the function that ends the subscription. */
  subscribe(filter: EventFilter, listener: (event: CsmsEvent) => void): () => void;
}
