import { type CdrRow, selectCdrsOf } from '../cdr/sql.ts';
import { CommandError } from '../command-error.ts';
import { type Direction, readingsOf } from '../metering/domain.ts';
import { explainStep } from '../metering/register-steps.ts';
import type { PageRequest } from '../paging.ts';
import type { Database } from '../store/database.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Page } from '../views.ts';
import type { DecisionEntry } from './decisions.ts';
import { placeOf, type Transaction, together } from './domain.ts';
import { energyOf } from './energy.ts';
import { FRONT, type LedgerEntry, selectDecisions, selectEventsAfter } from './events-sql.ts';
import { momentOf } from './moments.ts';
import { proofsOf, proofsOfDecision } from './proofs.ts';
import { isAfterEnd } from './readings.ts';
import { ENDED_BEFORE } from './remarks.ts';
import type { StoryEntryView } from './views.ts';

/** Where a page ends: its last event, and when that arrived. */
interface Mark {
  readonly seqNo: number;
  readonly variant: number;
  readonly receivedAtMs: number;
}

const DIRECTIONS: readonly Direction[] = ['import', 'export'];

const BEGINNING: Mark = { ...FRONT, receivedAtMs: 0 };

/**
 * Tells a transaction from its ledger: events by their numbers, and what was decided and sealed between their arrivals.
 *
 * @throws CommandError `invalidCursor`
 */
export async function story(
  database: Database,
  transaction: Transaction,
  { cursor, limit }: PageRequest,
): Promise<Page<StoryEntryView>> {
  const { key: transactionKey } = transaction;
  const after = cursor === undefined ? BEGINNING : markIn(cursor);
  const found = await selectEventsAfter(database, transactionKey, after, limit + 1);
  const events = found.slice(0, limit);
  const last = events.at(-1);
  const untilMs =
    found.length > limit && last !== undefined ? last.receivedAtMs : Number.POSITIVE_INFINITY;
  const isHere = (atMs: number) => atMs > after.receivedAtMs && atMs <= untilMs;
  const between = [
    ...(await selectDecisions(database, transactionKey)).map(ofDecision),
    ...(await selectCdrsOf(database, transactionKey)).map(ofCdr),
  ].filter(({ at }) => isHere(epochMsOf(at)));
  between.sort((a, b) => epochMsOf(a.at) - epochMsOf(b.at));
  return {
    items: merged(
      events.map((entry) => ofEvent(entry, transaction)),
      between,
    ),
    ...(found.length > limit && last !== undefined ? { nextCursor: cursorOf(last) } : {}),
  };
}

function merged(
  events: readonly StoryEntryView[],
  between: readonly StoryEntryView[],
): StoryEntryView[] {
  const told: StoryEntryView[] = [];
  let at = 0;
  for (const event of events) {
    const { receivedAt = event.at } = event;
    for (let next = between[at]; next !== undefined; next = between[at]) {
      if (next.at >= receivedAt) break;
      told.push(next);
      at += 1;
    }
    told.push(event);
  }
  return [...told, ...between.slice(at)];
}

function ofEvent(
  { event, seqNo, variant, receivedAtMs, inference, signatures }: LedgerEntry,
  transaction: Transaction,
): StoryEntryView {
  const measuredAtMs = new Set(event.meterValue?.map(({ timestamp }) => epochMsOf(timestamp)));
  const explained = DIRECTIONS.flatMap((direction) => {
    const { steps = [] } = energyOf(transaction.registers, direction) ?? {};
    const step = steps.find(({ atMs }) => measuredAtMs.has(atMs));
    return step === undefined ? [] : [explainStep(step, direction)];
  });
  const [first, ...others] = inference === undefined ? explained : [inference, ...explained];
  const inferred = first && others.reduce(together, first);
  const remarks: string[] = [];
  if (variant > 0) remarks.push(`seqNo ${seqNo} came before with other content; both are kept`);
  const { atMs, isFarOff } = momentOf(event.timestamp, receivedAtMs);
  const unit = readingsOf(event.meterValue ?? []).find(({ unknownUnit }) => unknownUnit);
  if (unit !== undefined)
    remarks.push(`no unit of energy that is known: ${JSON.stringify(unit.unknownUnit)}`);
  if (isFarOff) remarks.push(`${event.timestamp} cannot be: its arrival stands for it`);
  if (isAfterEnd(transaction, placeOf(transaction.version, event, atMs))) {
    remarks.push(
      event.eventType === 'Ended' ? ENDED_BEFORE : 'it stands after the end, and is not billed',
    );
  }
  for (const state of signatures ?? []) remarks.push(`signed meter value: ${state}`);
  return {
    kind: 'event',
    at: timestampOf(atMs),
    receivedAt: timestampOf(receivedAtMs),
    seqNo,
    proved: proofsOf(event),
    remarks,
    ...(inferred === undefined ? {} : { inferred }),
  };
}

function ofDecision(entry: DecisionEntry): StoryEntryView {
  return {
    kind: 'decision',
    at: timestampOf(entry.atMs),
    proved: proofsOfDecision(entry),
    remarks: [],
  };
}

function ofCdr({ number, sealed_at, superseded_by }: CdrRow): StoryEntryView {
  return {
    kind: 'cdr',
    at: timestampOf(sealed_at),
    proved: [`charge detail record ${number} was sealed`],
    remarks: superseded_by === null ? [] : [`replaced by ${superseded_by}`],
  };
}

function cursorOf({ seqNo, variant, receivedAtMs }: Mark): string {
  return `${seqNo}.${variant}.${receivedAtMs}`;
}

function markIn(cursor: string): Mark {
  const [seqNo, variant, receivedAtMs] = /^-?\d{1,16}\.\d{1,15}\.\d{1,15}$/.test(cursor)
    ? cursor.split('.').map(Number)
    : [];
  if (seqNo === undefined || variant === undefined || receivedAtMs === undefined) {
    throw new CommandError('invalidCursor', 'The cursor is not one of this story.');
  }
  return { seqNo, variant, receivedAtMs };
}
