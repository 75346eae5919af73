/** Missing sequence numbers in words: `2, 4–6`. */
export function formatGaps(missing: readonly (readonly [number, number])[]): string {
  return missing.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ');
}

/** A line of the ledger: an event, or the place where events are missing. */
export type LedgerLine<Event> =
  | { readonly kind: 'event'; readonly event: Event }
  | {
      readonly kind: 'gap';
      readonly from: number;
      readonly to: number;
      /** Nobody expects them any more. */
      readonly lost: boolean;
    };

type SeqNos = readonly (readonly [from: number, to: number])[];

interface Gaps {
  readonly missing: SeqNos;
  /** Those of the missing that were declared lost. */
  readonly lost: SeqNos;
  /** The last event that was read, when there are more. */
  readonly through?: number | undefined;
}

/** Events by sequence number, with the gaps between them as lines of their own. */
export function ledgerLines<Event extends { readonly seqNo: number }>(
  events: readonly Event[],
  { missing, lost, through = Number.POSITIVE_INFINITY }: Gaps,
): LedgerLine<Event>[] {
  const lines: (LedgerLine<Event> & { readonly at: number })[] = [
    ...events.map((event) => ({ kind: 'event' as const, event, at: event.seqNo })),
    ...missing
      .filter(([from]) => from <= through)
      .map(([from, to]) => ({
        kind: 'gap' as const,
        from,
        to,
        lost: lost.some(([first, last]) => first <= from && to <= last),
        at: from,
      })),
  ];
  return lines.sort((a, b) => a.at - b.at);
}
