/**
 * What a fleet writes down as it happens, a line each: it is on disk before anything else follows from it, so that
 * it outlives a process that is killed in the next moment. `id` is the station's identity, `at` epoch milliseconds.
 */
export type JournalEntry = { readonly at: number; readonly id: string } & (
  | { readonly type: 'powerUp'; readonly registersWh: readonly number[] }
  | { readonly type: 'frame'; readonly from: 'station' | 'csms'; readonly text: string }
  | { readonly type: 'arrived'; readonly evseId: number; readonly registerWh: number }
  | { readonly type: 'pluggedIn'; readonly evseId: number }
  | { readonly type: 'shown'; readonly evseId: number; readonly idToken: string }
  | { readonly type: 'left'; readonly evseId: number; readonly registerWh: number }
  /** Events of transactions that the station says it has thinned out, or given up. */
  | { readonly type: 'shed'; readonly events: number }
  /** An order of the vendor reached the station's application. */
  | { readonly type: 'order'; readonly order: string }
);

/** One entry as a line of the file. */
export function lineOf(entry: JournalEntry): string {
  return `${JSON.stringify(entry)}\n`;
}

/**
 * The entries of a piece of a journal. A line that a killed process did not finish is no entry: what it would have told
 * had not happened yet.
 */
export function entriesOf(text: string): JournalEntry[] {
  return text.split('\n').flatMap((line) => {
    try {
      const entry: JournalEntry = JSON.parse(line);
      return [entry];
    } catch {
      return [];
    }
  });
}
