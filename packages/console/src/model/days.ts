/** The first moment of a day (`2026-11-22`) in the reader's time zone, as RFC 3339; absent for no day. */
export function dayStart(day: string | undefined): string | undefined {
  return momentOf(day, 0);
}

/** The first moment after it: filters take moments before `to`. */
export function dayEnd(day: string | undefined): string | undefined {
  return momentOf(day, 1);
}

/** A moment in the reader's time zone (`2026-11-22T10:00:05`), as RFC 3339; absent for none. */
export function localMoment(text: string | undefined): string | undefined {
  const moment = new Date(text ?? '');
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}

function momentOf(day: string | undefined, daysLater: number): string | undefined {
  const [year = Number.NaN, month = Number.NaN, date = Number.NaN] = (day ?? '')
    .split('-')
    .map(Number);
  const moment = new Date(year, month - 1, date + daysLater);
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString();
}
