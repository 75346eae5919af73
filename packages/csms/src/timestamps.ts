/** RFC 3339 in UTC with milliseconds, as views and answers carry it. */
export function timestampOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** @param timestamp RFC 3339, as the validators of a payload let it pass */
export function epochMsOf(timestamp: string): number {
  const epochMs = Date.parse(timestamp);
  // RFC 3339 allows a leap second, which no date of JavaScript has.
  return Number.isNaN(epochMs) ? Date.parse(timestamp.replace(':60', ':59')) : epochMs;
}
