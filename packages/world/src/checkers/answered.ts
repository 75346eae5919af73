import type { TransactionView } from '@northbound/csms';
import type { Books } from './booked.ts';
import type { Violation } from './violation.ts';
import { type Answered, contentOf } from './wire-watch.ts';

const PAGE = 1_000;

/** Of a message that has no number, or of which nothing is known beside it. */
const ANY = '*';

/** Every message that was answered is in the store: an answer is a promise. */
export async function checkAnswered(
  { queries }: Books,
  answered: Iterable<Answered>,
  booked: readonly TransactionView[],
): Promise<readonly Violation[]> {
  const found: Violation[] = [];
  const byTransaction = new Map<string, Answered[]>();
  for (const message of answered) {
    const key = `${message.identity} ${message.transactionId}`;
    const before = byTransaction.get(key);
    if (before === undefined) byTransaction.set(key, [message]);
    else before.push(message);
  }
  const books = new Map(booked.map((view) => [`${view.stationId} ${wireIdOf(view)}`, view]));
  for (const [key, messages] of byTransaction) {
    const view = books.get(key);
    if (view === undefined) {
      found.push({ rule: 'answered', place: key, what: 'was answered and is in no book' });
      continue;
    }
    const isEnded = messages.some(({ action }) => action === 'StopTransaction');
    if (isEnded && view.endedAt === undefined) {
      found.push({ rule: 'answered', place: key, what: 'its StopTransaction was answered' });
    }
    const stored = await eventsOf(queries, view);
    if (stored.repeated !== undefined) {
      const what = `has an event twice: ${stored.repeated}`;
      found.push({ rule: 'twice', place: key, what });
    }
    for (const { seqNo = ANY, content = ANY } of messages) {
      if (stored.contents.has(`${seqNo} ${content}`)) continue;
      const what = `event ${seqNo} of ${content} samples was answered and is lost`;
      found.push({ rule: 'answered', place: key, what });
    }
  }
  return found;
}

/** A 1.6 station knows its transaction by the key that the CSMS gave it. */
function wireIdOf({ id, transactionId, version }: TransactionView): string {
  return version === '1.6' ? String(id) : transactionId;
}

interface StoredEvents {
  /** By number and by what they say, with {@link ANY} for each of them. */
  readonly contents: ReadonlySet<string>;
  /** One that says the same as another, whatever its number. */
  readonly repeated: string | undefined;
}

async function eventsOf(
  queries: Books['queries'],
  { id, version }: TransactionView,
): Promise<StoredEvents> {
  const is16 = version === '1.6';
  const contents = new Set<string>([`${ANY} ${ANY}`]);
  const said = new Set<string>();
  let repeated: string | undefined;
  let cursor: string | undefined;
  do {
    const page = await queries.transactionEvents(id, {
      limit: PAGE,
      ...(cursor === undefined ? {} : { cursor }),
    });
    for (const { seqNo, event, triggerReason } of page.items) {
      const says = contentOf(timestampOf(event), samplesOf(event));
      contents.add(`${seqNo} ${ANY}`).add(is16 ? `${ANY} ${says}` : `${seqNo} ${says}`);
      // A clock that was set back lets the same quarter of an hour come twice, and an idle meter says the same.
      if (is16 && triggerReason === 'MeterValueClock') continue;
      // The CSMS numbers the messages of 1.6 itself, a repetition too.
      const content = JSON.stringify(is16 ? { ...Object(event), seqNo: undefined } : event);
      if (said.has(content)) repeated = content;
      said.add(content);
    }
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return { contents, repeated };
}

function timestampOf(event: unknown): string {
  return Object(event).timestamp;
}

function samplesOf(event: unknown): number {
  let samples = 0;
  for (const { sampledValue } of Object(event).meterValue ?? []) samples += sampledValue.length;
  return samples;
}
