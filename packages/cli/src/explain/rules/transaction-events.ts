import { BoundedMap } from '../bounded-map.ts';
import { fingerprintOf } from '../fingerprint.ts';
import type { Finding, Observed, SessionRule, Severity } from '../model.ts';
import { numberField, textField, timeField } from '../payload.ts';

/** Transactions of one station that are remembered at once. */
const MAX_TRANSACTIONS = 200;
/** Events and gaps of one transaction that are remembered at once. */
const MAX_EVENTS = 100;

interface Ledger {
  firstSeqNo: number;
  lastSeqNo: number;
  lastLine: number;
  lastTimeMs: number | undefined;
  endedLine: number | undefined;
  /** Numbers that have not come, as [from, to] pairs. */
  missing: (readonly [number, number])[];
  readonly seen: BoundedMap<number, SeenEvent>;
}

interface SeenEvent {
  readonly line: number;
  readonly fingerprint: string;
  answered: boolean;
}

interface Event {
  readonly observed: Observed;
  readonly payload: unknown;
  readonly transactionId: string;
  readonly seqNo: number;
  readonly eventType: string | undefined;
  readonly timeMs: number | undefined;
}

/** The numbers, times and order of TransactionEvents (2.1 part 2, E01.FR.07 and the chapter on sequence numbers). */
export function transactionEventRule(): SessionRule {
  const ledgers = new BoundedMap<string, Ledger>(MAX_TRANSACTIONS);

  function answered({ call, message }: Observed): void {
    const event = call && readEvent(call.message.payload);
    if (event === undefined || message.kind !== 'CALLRESULT') return;
    const seen = ledgers.get(event.transactionId)?.seen.get(event.seqNo);
    if (seen !== undefined) seen.answered = true;
  }

  return {
    see(observed) {
      if (observed.message.kind !== 'CALL') {
        answered(observed);
        return [];
      }
      if (observed.message.action !== 'TransactionEvent') return [];
      const { payload } = observed.message;
      const read = readEvent(payload);
      if (read === undefined) return [];
      const event = { observed, payload, ...read };
      const ledger = ledgers.get(event.transactionId);
      if (ledger === undefined) {
        ledgers.set(event.transactionId, openLedger(event));
        return firstEvent(event);
      }
      const findings =
        event.seqNo > ledger.lastSeqNo ? nextNumber(event, ledger) : earlierNumber(event, ledger);
      remember(event, ledger);
      return findings;
    },
  };
}

function readEvent(payload: unknown): Omit<Event, 'observed' | 'payload'> | undefined {
  const transactionId = textField(payload, 'transactionInfo', 'transactionId');
  const seqNo = numberField(payload, 'seqNo');
  if (transactionId === undefined || seqNo === undefined) return undefined;
  return {
    transactionId,
    seqNo,
    eventType: textField(payload, 'eventType'),
    timeMs: timeField(payload, 'timestamp'),
  };
}

function openLedger(event: Event): Ledger {
  const ledger: Ledger = {
    firstSeqNo: event.seqNo,
    lastSeqNo: event.seqNo,
    lastLine: event.observed.line,
    lastTimeMs: event.timeMs,
    endedLine: event.eventType === 'Ended' ? event.observed.line : undefined,
    missing: [],
    seen: new BoundedMap(MAX_EVENTS),
  };
  remember(event, ledger);
  return ledger;
}

function remember({ observed, payload, seqNo }: Event, ledger: Ledger): void {
  const { line } = observed;
  if (ledger.seen.get(seqNo) === undefined) {
    ledger.seen.set(seqNo, { line, fingerprint: eventFingerprint(payload), answered: false });
  }
}

/** A retry may set `offline`, nothing else changes. */
function eventFingerprint(payload: unknown): string {
  return fingerprintOf(
    JSON.stringify(payload, (name, value: unknown) => (name === 'offline' ? undefined : value)),
  );
}

function firstEvent({ eventType, observed, transactionId }: Event): Finding[] {
  if (eventType === 'Started') return [];
  return [
    {
      rule: 'transaction-start',
      severity: 'note',
      message: `The log does not hold the Started event of transaction ${transactionId}.`,
      place: `${observed.version} part 2, E01`,
    },
  ];
}

function nextNumber({ observed, seqNo, eventType, timeMs }: Event, ledger: Ledger): Finding[] {
  const findings: Finding[] = [];
  const say = (rule: string, severity: Severity, message: string, useCase: string) =>
    findings.push({ rule, severity, message, place: `${observed.version} part 2, ${useCase}` });
  if (seqNo > ledger.lastSeqNo + 1) {
    const gap = [ledger.lastSeqNo + 1, seqNo - 1] as const;
    if (ledger.missing.length < MAX_EVENTS) ledger.missing.push(gap);
    say(
      'seqno-gap',
      'error',
      `seqNo ${numbers(gap)} missing: the event before it (line ${ledger.lastLine}) has ${ledger.lastSeqNo}, this one ${seqNo}.`,
      'E01.FR.07',
    );
  }
  if (ledger.endedLine !== undefined) {
    say(
      'after-ended',
      'error',
      `The transaction already Ended in line ${ledger.endedLine}.`,
      'E06',
    );
  } else if (eventType === 'Started') {
    say(
      'started-twice',
      'error',
      'The transaction has started before; Started is its first event only.',
      'E01',
    );
  }
  if (timeMs !== undefined && ledger.lastTimeMs !== undefined && timeMs < ledger.lastTimeMs) {
    const seconds = (ledger.lastTimeMs - timeMs) / 1000;
    say(
      'time-backwards',
      'warning',
      `$.timestamp lies ${seconds} s before that of seqNo ${ledger.lastSeqNo} (line ${ledger.lastLine}).`,
      'E02',
    );
  }
  ledger.lastSeqNo = seqNo;
  ledger.lastLine = observed.line;
  ledger.lastTimeMs = timeMs ?? ledger.lastTimeMs;
  if (eventType === 'Ended') ledger.endedLine = observed.line;
  return findings;
}

/** A number at or below the last: it fills a gap (late), or was there before (duplicate). */
function earlierNumber(event: Event, ledger: Ledger): Finding[] {
  const { observed, seqNo } = event;
  const place = `${observed.version} part 2, E01.FR.07`;
  if (!fillGap(seqNo, ledger) && seqNo >= ledger.firstSeqNo)
    return [duplicate(event, ledger, place)];
  ledger.firstSeqNo = Math.min(ledger.firstSeqNo, seqNo);
  if (event.eventType === 'Ended') ledger.endedLine = observed.line;
  const message = `seqNo ${seqNo} comes late: ${ledger.lastSeqNo} was sent before it (line ${ledger.lastLine}).`;
  return [{ rule: 'seqno-late', severity: 'warning', message, place }];
}

function fillGap(seqNo: number, ledger: Ledger): boolean {
  const index = ledger.missing.findIndex(([from, to]) => from <= seqNo && seqNo <= to);
  const gap = ledger.missing[index];
  if (gap === undefined) return false;
  const left: (readonly [number, number])[] = [];
  if (gap[0] < seqNo) left.push([gap[0], seqNo - 1]);
  if (seqNo < gap[1]) left.push([seqNo + 1, gap[1]]);
  ledger.missing.splice(index, 1, ...left);
  return true;
}

function duplicate({ seqNo, payload }: Event, ledger: Ledger, place: string): Finding {
  const before = ledger.seen.get(seqNo);
  const base = { rule: 'seqno-duplicate', place };
  if (before === undefined) {
    return {
      ...base,
      severity: 'warning',
      message: `seqNo ${seqNo} of this transaction was sent before.`,
    };
  }
  const where = `seqNo ${seqNo} of this transaction was sent before (line ${before.line})`;
  if (before.fingerprint !== eventFingerprint(payload)) {
    return { ...base, severity: 'error', message: `${where} with other content.` };
  }
  return before.answered
    ? {
        ...base,
        severity: 'warning',
        message: `${where} and answered; the station sends it again.`,
      }
    : { ...base, severity: 'note', message: `${where} and not answered; this is a retry.` };
}

function numbers([from, to]: readonly [number, number]): string {
  return from === to ? `${from} is` : `${from} to ${to} are`;
}
