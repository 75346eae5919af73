/** The station's local time, as the offset of its clock on the wall from UTC. */
export interface LocalTime {
  /** Milliseconds to add to UTC; east of Greenwich is positive. */
  offsetMsAt(atMs: number): number;
  /** The next moment after `atMs` with another offset, or Infinity. */
  nextChangeMs(atMs: number): number;
}

/**
 * Local time as ClockCtrlr tells it without a zone's name: TimeOffset, and where it is known
 * NextTimeOffsetTransitionDateTime with TimeOffset[NextTransition].
 */
export function offsetTime(
  offsetMs: number,
  next?: { readonly atMs: number; readonly offsetMs: number },
): LocalTime {
  return {
    offsetMsAt: (atMs) => (next !== undefined && atMs >= next.atMs ? next.offsetMs : offsetMs),
    nextChangeMs: (atMs) =>
      next !== undefined && atMs < next.atMs ? next.atMs : Number.POSITIVE_INFINITY,
  };
}

const DAY_MS = 86_400_000;
/** Zones without a change for this long are taken to have none. */
const HORIZON_DAYS = 366;

/** Local time of a zone of the IANA database (ClockCtrlr.TimeZone). Throws RangeError for an unknown name. */
export function zoneTime(timeZone: string): LocalTime {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const read = (atMs: number): number => {
    const field: Record<string, number> = {};
    for (const { type, value } of format.formatToParts(atMs)) field[type] = Number(value);
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = field;
    const wallMs = Date.UTC(year, month - 1, day, hour, minute, second);
    return wallMs - Math.floor(atMs / 1000) * 1000;
  };

  const changeAfter = (atMs: number, offsetMs: number): number => {
    for (let day = 1; day <= HORIZON_DAYS; day += 1) {
      let high = atMs + day * DAY_MS;
      if (read(high) === offsetMs) continue;
      let low = high - DAY_MS;
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (read(middle) === offsetMs) low = middle;
        else high = middle;
      }
      return high;
    }
    return atMs + HORIZON_DAYS * DAY_MS;
  };

  // Asking Intl is slow; the stretch with the last answer serves nearly all questions.
  let known = { fromMs: 0, untilMs: 0, offsetMs: 0 };
  const stretchAt = (atMs: number): typeof known => {
    if (atMs < known.fromMs || atMs >= known.untilMs) {
      const offsetMs = read(atMs);
      known = { fromMs: atMs, untilMs: changeAfter(atMs, offsetMs), offsetMs };
    }
    return known;
  };
  return {
    offsetMsAt: (atMs) => stretchAt(atMs).offsetMs,
    nextChangeMs: (atMs) => stretchAt(atMs).untilMs,
  };
}
