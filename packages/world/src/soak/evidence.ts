import type { FrameView } from '@northbound/csms';
import type { Violation } from '../checkers/violation.ts';
import type { JournalEntry } from './journal.ts';

const MOST_LINES = 14;
const LONGEST_TEXT = 300;

/** What in a violation can be looked for in frames: ids of transactions and marks of orders. */
function wantedIn({ place, what }: Violation): readonly string[] {
  const marks =
    `${place} ${what}`.match(/[0-9a-f]{8}-[0-9a-f-]{27}|order-\d+|S-\d+-\d+-\d+/g) ?? [];
  const [, number] = /transaction (\d+)$/.exec(place) ?? [];
  return number === undefined ? marks : [...marks, `"transactionId":${number}`];
}

/** The station that a violation is about; places begin with it. */
export function identityIn({ place }: Pick<Violation, 'place'>): string {
  return place.split(' ', 1)[0] ?? '';
}

/** What both sides have seen of it, in lines: the station's journal, then the frames in the CSMS's books. */
export function evidenceOf(
  violation: Violation,
  journal: readonly JournalEntry[],
  frames: readonly FrameView[],
): string[] {
  const wanted = wantedIn(violation);
  const fits = (text: string) => wanted.length === 0 || wanted.some((word) => text.includes(word));
  const seen = journal
    .filter((entry) => entry.type !== 'frame' || fits(entry.text))
    .slice(-MOST_LINES)
    .map((entry) => {
      const { at, id: _, type, ...rest } = entry;
      const text = entry.type === 'frame' ? `${entry.from}: ${entry.text}` : JSON.stringify(rest);
      return `  station  ${momentOf(at)}  ${type}  ${text.slice(0, LONGEST_TEXT)}`;
    });
  const kept = frames
    .filter(({ text }) => fits(text))
    .slice(0, MOST_LINES)
    .toReversed()
    .map(
      ({ at, direction, text }) =>
        `  CSMS     ${at}  ${direction === 'in' ? 'station' : 'csms'}: ${text.slice(0, LONGEST_TEXT)}`,
    );
  return [`${violation.rule}: ${violation.place} ${violation.what}`, ...seen, ...kept];
}

function momentOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
