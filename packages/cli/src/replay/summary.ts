import type { ReplayResult } from './replay.ts';

/** What a replay came to, in a sentence whose numbers add up. */
export function summaryOf({ sent, same, differences, uncompared }: ReplayResult): string {
  const frames = `${sent} ${sent === 1 ? 'frame' : 'frames'} sent`;
  const compared = `${same} answered as before, ${differences.length} not`;
  return uncompared === 0
    ? `${frames}: ${compared}.`
    : `${frames}: ${compared}, ${uncompared} without an answer in the recording to compare with.`;
}
