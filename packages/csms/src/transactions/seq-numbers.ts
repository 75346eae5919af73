/** Sequence numbers from the first to the last, both included. */
export type SeqNoRange = readonly [from: number, to: number];

/** Which numbers of a transaction have arrived. */
export interface SeqNumbers {
  readonly firstSeqNo: number;
  readonly lastSeqNo: number;
  /** Numbers that have not arrived, in order. */
  readonly gaps: readonly SeqNoRange[];
  /** Numbers in gaps that are no longer listed, because there were too many gaps. */
  readonly unlistedSeqNos: number;
}

/** Gaps that a transaction remembers; of a station that leaves more the newest are listed. */
const MAX_GAPS = 100;

export function withSeqNo(
  { firstSeqNo, lastSeqNo, gaps, unlistedSeqNos }: SeqNumbers,
  seqNo: number,
): SeqNumbers {
  const known = { firstSeqNo, lastSeqNo, gaps, unlistedSeqNos };
  if (seqNo === lastSeqNo + 1) return { ...known, lastSeqNo: seqNo };
  if (seqNo > lastSeqNo) {
    return { ...known, lastSeqNo: seqNo, ...withGap(known, [lastSeqNo + 1, seqNo - 1]) };
  }
  if (seqNo < firstSeqNo) {
    const opened = seqNo < firstSeqNo - 1 ? withGap(known, [seqNo + 1, firstSeqNo - 1]) : {};
    return { ...known, firstSeqNo: seqNo, ...opened };
  }
  return { ...known, gaps: gaps.flatMap((gap) => without(gap, seqNo)) };
}

/** Numbers that are in some range of `gaps` and in none of `declared`. */
export function countMissing(
  gaps: readonly SeqNoRange[],
  declared: readonly SeqNoRange[] = [],
): number {
  let count = 0;
  for (const [from, to] of gaps) {
    count += to - from + 1;
    for (const [lostFrom, lostTo] of declared) {
      count -= Math.max(0, Math.min(to, lostTo) - Math.max(from, lostFrom) + 1);
    }
  }
  return count;
}

function withGap({ gaps, unlistedSeqNos }: SeqNumbers, gap: SeqNoRange) {
  const all = [...gaps, gap].sort(([a], [b]) => a - b);
  const surplus = all.slice(0, Math.max(0, all.length - MAX_GAPS));
  return {
    gaps: all.slice(-MAX_GAPS),
    unlistedSeqNos: unlistedSeqNos + countMissing(surplus),
  };
}

function without([from, to]: SeqNoRange, seqNo: number): SeqNoRange[] {
  if (seqNo < from || seqNo > to) return [[from, to]];
  const rest: SeqNoRange[] = [];
  if (from < seqNo) rest.push([from, seqNo - 1]);
  if (seqNo < to) rest.push([seqNo + 1, to]);
  return rest;
}
