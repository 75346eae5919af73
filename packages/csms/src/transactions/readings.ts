import { type Reading, readingOf } from '../metering/domain.ts';
import { alongRegister } from '../metering/register-steps.ts';
import type { Transaction, TransactionEvent } from './domain.ts';
import { firstOf, lastOf } from './facts.ts';

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
export function takeReadings(draft: Meters, event: TransactionEvent, place: number): void {
  const { meterValue = [] } = event;
  const readings = meterValue.map(readingOf);
  for (const reading of readings) takeReading(draft, reading, place);
  for (const { registerWh, atMs } of registersOnTheWay(event, readings)) {
    if (registerWh !== undefined) takeRegister(draft, registerWh, atMs, place);
  }
}

/**
 * The registers of an event, in time. An Ended may list the samples of the whole transaction again (2.1 part 2,
 * SampledDataTxEndedMeasurands): only its last one is new.
 */
export function registersOnTheWay(
  { eventType }: TransactionEvent,
  readings: readonly Reading[],
): readonly Reading[] {
  const registers = readings.filter(({ registerWh }) => registerWh !== undefined);
  if (registers.length < 2) return registers;
  const inTime = registers.toSorted((a, b) => a.atMs - b.atMs);
  if (eventType !== 'Ended') return inTime;
  const last = inTime.findLast(({ context }) => context === 'Transaction.End') ?? inTime.at(-1);
  return last === undefined ? [] : [last];
}

function takeRegister(draft: Meters, valueWh: number, atMs: number, place: number): void {
  const { register } = draft;
  const isLate =
    register !== undefined &&
    (place < register.place || (place === register.place && atMs < register.last.atMs));
  if (!isLate) {
    const path = alongRegister(register, { valueWh, atMs });
    draft.register = { ...path, place, isUnordered: register?.isUnordered ?? false };
    return;
  }
  const fits =
    register.steps.length === 0 &&
    valueWh <= register.last.valueWh &&
    valueWh >= (draft.meterStart?.value ?? valueWh);
  if (!fits) draft.register = { ...register, isUnordered: true };
}

function takeReading(draft: Meters, reading: Reading, place: number): void {
  const { atMs, context, registerWh, exportRegisterWh, powerW, socPercent } = reading;
  const isBegin = context === 'Transaction.Begin';
  const isEnd = context === 'Transaction.End';
  if (registerWh !== undefined) {
    const value = registerWh;
    draft.meterStart = firstOf(draft.meterStart, { value, place, atMs, marked: isBegin });
    draft.meterLast = lastOf(draft.meterLast, { value, place, atMs, marked: isEnd });
  }
  if (exportRegisterWh !== undefined) {
    const value = exportRegisterWh;
    draft.exportStart = firstOf(draft.exportStart, { value, place, atMs, marked: isBegin });
    draft.exportLast = lastOf(draft.exportLast, { value, place, atMs, marked: isEnd });
  }
  if (powerW !== undefined) {
    draft.powerW = lastOf(draft.powerW, { value: powerW, place, atMs, marked: false });
  }
  if (socPercent !== undefined) {
    draft.socPercent = lastOf(draft.socPercent, { value: socPercent, place, atMs, marked: false });
  }
}
