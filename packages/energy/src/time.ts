/** `Z`, `+01:00`, `-0530` at the end of a date-time. */
const ZONE = /(?:Z|[+-]\d\d:?\d\d)$/i;

/** Epoch milliseconds of a date-time; one without a zone is UTC, whatever zone this machine is in. */
export function readTimeMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return readable(Date.parse(ZONE.test(text) ? text : `${text}Z`));
}

/** What the clock on the wall shows, as if that were UTC; the zone is disregarded (K01.FR.90). */
export function readWallTimeMs(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readable(Date.parse(`${text.replace(ZONE, '')}Z`));
}

export function writeTime(atMs: number): string {
  return new Date(atMs).toISOString();
}

function readable(ms: number): number | undefined {
  return Number.isNaN(ms) ? undefined : ms;
}
