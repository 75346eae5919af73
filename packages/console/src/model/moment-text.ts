const TIME: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
};
const timeOfDay = new Intl.DateTimeFormat(undefined, TIME);
const preciseTimeOfDay = new Intl.DateTimeFormat(undefined, { ...TIME, fractionalSecondDigits: 3 });
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  ...TIME,
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});

const dayOfThisYear = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/**
 * `full`: with the day; `short`: with the day when it is not today, and the year when it is not this one; `precise`: of
 * the day, with milliseconds.
 */
export type MomentForm = 'full' | 'short' | 'precise';

/** A moment in the reader's time zone. */
export function momentText(at: Date, form: MomentForm, now: Date): string {
  if (form === 'precise') return preciseTimeOfDay.format(at);
  if (form === 'full' || at.getFullYear() !== now.getFullYear()) return dayAndTime.format(at);
  const isToday = at.toDateString() === now.toDateString();
  return (isToday ? timeOfDay : dayOfThisYear).format(at);
}
