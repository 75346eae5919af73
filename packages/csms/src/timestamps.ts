/** RFC 3339 in UTC with milliseconds, as views and answers carry it. */
export function timestampOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}

/** The last one that was read: a message says the same moment several times over. */
let last = { timestamp: '', epochMs: Number.NaN };

/** @param timestamp RFC 3339, as the validators of a payload let it pass */
export function epochMsOf(timestamp: string): number {
  if (timestamp !== last.timestamp) last = { timestamp, epochMs: parse(timestamp) };
  return last.epochMs;
}

function parse(timestamp: string): number {
  const epochMs = Date.parse(timestamp);
  // RFC 3339 allows a leap second, which no date of JavaScript has.
  return Number.isNaN(epochMs) ? Date.parse(timestamp.replace(':60', ':59')) : epochMs;
}
