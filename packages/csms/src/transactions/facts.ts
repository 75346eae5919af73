/**
 * Something an event said, and where the event stands in its transaction. Facts of events that arrive late or out of
 * order are compared by their place, so that the order of arrival changes nothing.
 */
export interface Fact<T> {
  readonly value: T;
  /** `seqNo`, or in 1.6, which has none, the moment of the event. */
  readonly place: number;
}

export interface MeterFact extends Fact<number> {
  readonly atMs: number;
  /** Whether the station marked it as the transaction's first or last register. */
  readonly marked: boolean;
  /** Whether the end of the transaction brought it. */
  readonly ofEnd?: true;
}

export function earliest<T>(known: Fact<T> | undefined, value: T, place: number): Fact<T> {
  return known === undefined || place < known.place ? { value, place } : known;
}

export function latest<T>(known: Fact<T> | undefined, value: T, place: number): Fact<T> {
  return known === undefined || place >= known.place ? { value, place } : known;
}

/**
 * The one that begins: what the station marked as such, else what stands first; of two that nothing else tells apart the
 * lower one, because a register rises.
 */
export function firstOf(known: MeterFact | undefined, fact: MeterFact): MeterFact {
  if (known === undefined) return fact;
  if (fact.marked !== known.marked) return fact.marked ? fact : known;
  return isBefore(fact, known) ? fact : known;
}

/** The one that ends: that of the first end, else what the station marked as such, else what stands last. */
export function lastOf(known: MeterFact | undefined, fact: MeterFact): MeterFact {
  if (known === undefined) return fact;
  if (fact.ofEnd !== known.ofEnd) return fact.ofEnd ? fact : known;
  if (fact.ofEnd && fact.place !== known.place) return fact.place < known.place ? fact : known;
  if (fact.marked !== known.marked) return fact.marked ? fact : known;
  return isBefore(fact, known) ? known : fact;
}

function isBefore(one: MeterFact, other: MeterFact): boolean {
  return (one.place - other.place || one.atMs - other.atMs || one.value - other.value) < 0;
}
