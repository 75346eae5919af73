import { type Reading, readingsOf } from '../metering/domain.ts';
import { alongRegister } from '../metering/register-steps.ts';
import type { Transaction, TransactionEvent } from './domain.ts';
import { firstOf, lastOf, type MeterFact } from './facts.ts';

/** What the meters have told of a transaction. */
type Meters = {
  -readonly [Key in
    | 'meterStart'
    | 'meterLast'
    | 'register'
    | 'exportStart'
    | 'exportLast'
    | 'powerW'
    | 'socPercent']?: Transaction[Key];
};

/** Adds what an event measured. */
export function takeReadings(
  draft: Meters & Pick<Transaction, 'version' | 'ended'>,
  event: TransactionEvent,
  place: number,
): void {
  const { meterValue = [] } = event;
  // The start is no part of what follows an end, wherever a clock that was set back puts it.
  if (event.eventType !== 'Started' && isAfterEnd(draft, place)) return;
  const readings = readingsOf(meterValue);
  const before = draft.meterStart;
  const marks = marksOf(event, readings);
  // Where a clock was set back the end of 1.6 stands before the start: that begins nothing all the same.
  const firstPlace = event.eventType === 'Ended' ? Number.MAX_SAFE_INTEGER : place;
  const isEnd = event.eventType === 'Ended';
  for (const reading of readings) {
    takeReading(draft, reading, { place, firstPlace, marks, isEnd });
  }
  if (isAfterEnd(draft, place)) return;
  for (const { registerWh, atMs } of registersOnTheWay(event, readings)) {
    if (registerWh !== undefined) takeRegister(draft, registerWh, atMs, place);
  }
  if (draft.register !== undefined && leadsElsewhere(draft, before)) {
    draft.register = { ...draft.register, mustBeRetold: true };
  }
}

/** Whether the path of the registers begins, or ends, elsewhere than the transaction. */
function leadsElsewhere(
  draft: Meters & Pick<Transaction, 'ended'>,
  startBefore: MeterFact | undefined,
): boolean {
  const { meterStart, meterLast, register } = draft;
  if (startBefore !== undefined && startBefore !== meterStart) return true;
  if (register === undefined) return false;
  return isAfterEnd(draft, register.place) || register.last.valueWh !== meterLast?.value;
}

/**
 * Whether something stands after the end of its transaction, and is no part of it: a station that has stopped offline
 * goes on sampling until it hears the answer, one that forgets tells another end.
 */
export function isAfterEnd({ ended }: Pick<Transaction, 'ended'>, place: number): boolean {
  return ended !== undefined && place > ended.place;
}

/** What an event adds to the way of the register, in time; of an end at most one. */
export function registersOf(event: TransactionEvent): readonly Reading[] {
  return registersOnTheWay(event, readingsOf(event.meterValue ?? []));
}

/**
 * The registers of an event, in time. An Ended may list the samples of the whole transaction again (2.1 part 2,
 * SampledDataTxEndedMeasurands): only its last one is new.
 */
function registersOnTheWay(
  { eventType }: TransactionEvent,
  readings: readonly Reading[],
): readonly Reading[] {
  const registers = readings.filter(({ registerWh }) => registerWh !== undefined);
  if (registers.length < 2) return registers;
  const inTime = registers.toSorted((a, b) => a.atMs - b.atMs);
  if (eventType !== 'Ended') return inTime;
  const last = registers.findLast(isMarkedEnd) ?? inTime.at(-1);
  return last === undefined ? [] : [last];
}

function takeRegister(draft: Meters, valueWh: number, atMs: number, place: number): void {
  const { register } = draft;
  const isLate =
    register !== undefined &&
    (place < register.place || (place === register.place && atMs < register.last.atMs));
  if (!isLate) {
    const path = alongRegister(register, { valueWh, atMs });
    const { isUnordered = false, mustBeRetold = false } = register ?? {};
    draft.register = { ...path, place, isUnordered, mustBeRetold };
    return;
  }
  const fits =
    register.steps.length === 0 &&
    valueWh <= register.last.valueWh &&
    valueWh >= (draft.meterStart?.value ?? valueWh);
  draft.register = {
    ...register,
    isUnordered: register.isUnordered || !fits,
    mustBeRetold: true,
  };
}

/** What an event marks as the first and the last register of its transaction. */
interface Marks {
  readonly first: Reading | undefined;
  readonly last: Reading | undefined;
}

/**
 * A mark counts where it can be one: of the first register in the start, or in the list that an end brings; of the last
 * one in the end, where it stands last: in 1.6 that is meterStop, whatever transactionData says.
 */
function marksOf({ eventType }: TransactionEvent, readings: readonly Reading[]): Marks {
  const isMarkedBegin = ({ context }: Reading) => context === 'Transaction.Begin';
  return {
    first: eventType === 'Updated' ? undefined : readings.find(isMarkedBegin),
    last: eventType === 'Ended' ? readings.findLast(isMarkedEnd) : undefined,
  };
}

function isMarkedEnd({ context }: Reading): boolean {
  return context === 'Transaction.End';
}

/** Where the event of a reading stands. */
interface Standing {
  readonly place: number;
  /** … among those that may be the first. */
  readonly firstPlace: number;
  readonly marks: Marks;
  /** Whether it is an end. */
  readonly isEnd: boolean;
}

function takeReading(draft: Meters, reading: Reading, standing: Standing): void {
  const { place, firstPlace, marks, isEnd } = standing;
  const { atMs, registerWh, exportRegisterWh, powerW, socPercent } = reading;
  const first = { place: firstPlace, atMs, marked: reading === marks.first };
  const last = {
    place,
    atMs,
    marked: reading === marks.last,
    ...(isEnd && { ofEnd: true as const }),
  };
  if (registerWh !== undefined) {
    draft.meterStart = firstOf(draft.meterStart, { value: registerWh, ...first });
    draft.meterLast = lastOf(draft.meterLast, { value: registerWh, ...last });
  }
  if (exportRegisterWh !== undefined) {
    draft.exportStart = firstOf(draft.exportStart, { value: exportRegisterWh, ...first });
    draft.exportLast = lastOf(draft.exportLast, { value: exportRegisterWh, ...last });
  }
  if (powerW !== undefined) {
    draft.powerW = lastOf(draft.powerW, { value: powerW, place, atMs, marked: false });
  }
  if (socPercent !== undefined) {
    draft.socPercent = lastOf(draft.socPercent, { value: socPercent, place, atMs, marked: false });
  }
}
