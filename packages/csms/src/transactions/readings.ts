import { type Reading, readingsOf } from '../metering/domain.ts';
import type { Draft, Transaction, TransactionEvent } from './domain.ts';
import { earliest, lastOf } from './facts.ts';
import { type RegisterReading, registersOf, withOtherEnd, withReadings } from './registers.ts';

/** What the meters have told of a transaction. */
export type Meters = Pick<Draft, 'registers' | 'unknownUnit' | 'powerW' | 'socPercent'>;

/** Adds what an event measured. */
export function takeReadings(
  draft: Meters & Pick<Transaction, 'ended'>,
  event: TransactionEvent,
  place: number,
): void {
  // The start is no part of what follows an end, wherever a clock that was set back puts it.
  if (event.eventType !== 'Started' && isAfterEnd(draft, place)) return;
  const readings = readingsOf(event.meterValue ?? []);
  const endPlace = draft.ended?.place ?? Number.POSITIVE_INFINITY;
  draft.registers = withReadings(draft.registers, { event, readings, place, endPlace });
  for (const reading of readings) takeReading(draft, reading, place);
}

function takeReading(draft: Meters, reading: Reading, place: number): void {
  const { atMs, powerW, socPercent, unknownUnit } = reading;
  if (unknownUnit !== undefined) {
    draft.unknownUnit = earliest(draft.unknownUnit, unknownUnit, place);
  }
  if (powerW !== undefined) {
    draft.powerW = lastOf(draft.powerW, { value: powerW, place, atMs, marked: false });
  }
  if (socPercent !== undefined) {
    draft.socPercent = lastOf(draft.socPercent, { value: socPercent, place, atMs, marked: false });
  }
}

/** Remembers what one of two ends says that does not count. */
export function takeOtherEnd(
  draft: Pick<Meters, 'registers'>,
  event: TransactionEvent,
  place: number,
  endPlace: number,
): void {
  draft.registers = withOtherEnd(draft.registers, registersIn(event), place, endPlace);
}

/**
 * Whether something stands after the end of its transaction, and is no part of it: a station that has stopped offline
 * goes on sampling until it hears the answer, one that forgets tells another end.
 */
export function isAfterEnd({ ended }: Pick<Transaction, 'ended'>, place: number): boolean {
  return ended !== undefined && place > ended.place;
}

/** What an event adds to the ways of the registers, in time; of an end at most one of each. */
export function registersIn(event: TransactionEvent): readonly RegisterReading[] {
  return registersOf(event, readingsOf(event.meterValue ?? []));
}
