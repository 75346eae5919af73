import type { Ocpp21, Version } from '@northbound/protocol';
import type { MeterValue } from '../metering/domain.ts';
import type { SignatureState } from '../metering/signatures.ts';
import type { ClosingRule } from '../views.ts';
import type { DecisionEntry } from './decisions.ts';
import { earliest, type Fact, latest, type MeterFact } from './facts.ts';
import { DAY_MS, momentOf } from './moments.ts';
import { takeOtherEnd, takeReadings } from './readings.ts';
import { NO_REGISTERS, type Registers } from './registers.ts';
import { countMissing, type SeqNoRange, type SeqNumbers, withSeqNo } from './seq-numbers.ts';
import { type ShownToken, takeRefusal, takeToken } from './tokens-shown.ts';

/** A transaction event in the words of OCPP 2.1, whatever the station speaks. */
export type TransactionEvent = Omit<Ocpp21.TransactionEventRequest, 'meterValue'> & {
  readonly meterValue?: readonly MeterValue[];
};

/** How something was read that leaves a choice. */
export interface Inference {
  readonly took: string;
  readonly alternatives: readonly string[];
}

/** Two things that were read in one event. */
export function together(one: Inference, other: Inference): Inference {
  return {
    took: `${one.took}; ${other.took}`,
    alternatives: [...one.alternatives, ...other.alternatives],
  };
}

/** How messages of 1.6 stand around one moment: they have no numbers, and many clocks count whole seconds. */
const ORDER_AT_ONE_MOMENT: Readonly<Record<TransactionEvent['eventType'], number>> = {
  Started: -0.5,
  Updated: -0.25,
  Ended: 0,
};

/** Where an event stands among those of its transaction: by its number, or in 1.6, which has none, by its moment. */
export function placeOf(
  version: Version,
  { seqNo, eventType }: Pick<TransactionEvent, 'seqNo' | 'eventType'>,
  atMs: number,
): number {
  return version === '1.6' ? atMs + ORDER_AT_ONE_MOMENT[eventType] : seqNo;
}

/** One transaction as its events and the decisions about it tell it. Stored whole beside them. */
export interface Transaction extends SeqNumbers {
  /** Key in this CSMS. */
  readonly key: number;
  readonly stationId: string;
  readonly transactionId: string;
  /** Counts transactions of this station with the same id: stations reuse ids, although they must not. */
  readonly generation: number;
  readonly version: Version;
  readonly eventCount: number;
  readonly decisionCount: number;
  readonly earliestAtMs: number;
  readonly latestAtMs: number;
  readonly firstReceivedAtMs: number;
  readonly lastReceivedAtMs: number;
  /** Events whose timestamp cannot be; the moment of their arrival stands for it. */
  readonly farOffCount: number;
  /** Events that came more than a day after their time, and not as from a time without connection. */
  readonly belatedCount: number;
  readonly started?: Fact<number>;
  readonly ended?: Fact<number>;
  readonly stoppedReason?: Fact<string>;
  readonly evseId?: Fact<number>;
  readonly connectorId?: Fact<number>;
  /** Another EVSE that an event of it names. */
  readonly otherEvse?: Fact<number>;
  /** Who pays: the first token that was shown and not refused, or the first of all. */
  readonly idToken?: Fact<ShownToken>;
  /** The others, but those that only stopped it. */
  readonly otherTokens?: readonly Fact<ShownToken>[];
  /** Those that were refused, as far as it makes a difference to who pays. */
  readonly refused?: readonly ShownToken[];
  /** Those whose last answer was a refusal. Only the state holds them: {@link refused} is what is decided of them. */
  readonly unwelcome?: readonly ShownToken[];
  readonly chargingState?: Fact<Ocpp21.ChargingStateEnumType>;
  readonly registers: Registers;
  /** The first unit in which an energy register was told, and which is none of energy. */
  readonly unknownUnit?: Fact<string>;
  readonly powerW?: MeterFact;
  readonly socPercent?: MeterFact;
  /** Why it is over although no Ended came. An Ended that comes after all still completes it. */
  readonly closed?: { readonly rule: ClosingRule; readonly atMs: number; readonly by?: number };
  /** What was declared lost. */
  readonly lost?: { readonly seqNos: readonly SeqNoRange[]; readonly start: boolean };
  /** Signed meter values: how many, and how many of them were found verified and invalid when they came. */
  readonly signed?: {
    readonly count: number;
    readonly verified: number;
    readonly invalid: number;
  };
  /** The last charge detail record that was sealed of it, and how much of the ledger that knew. */
  readonly sealed?: {
    readonly cdr: number;
    readonly eventCount: number;
    readonly decisionCount: number;
  };
  /** 1.6: fingerprint of the last message, by which a repetition of it is known. */
  readonly lastFingerprint?: string;
}

/** A transaction while an event is added to it. */
export type Draft = { -readonly [Key in keyof Transaction]: Transaction[Key] };

/** What makes a transaction before its first event. */
export type TransactionIdentity = Pick<
  Transaction,
  'key' | 'stationId' | 'transactionId' | 'generation' | 'version'
>;

/** An event with what was known of it when it arrived. */
export interface Arrival {
  readonly event: TransactionEvent;
  readonly receivedAtMs: number;
  readonly signatures?: readonly SignatureState[];
  /** How many events with other contents came under its number before. */
  readonly variant?: number;
}

/**
 * The transaction with one more event that it did not have. Pure; the order of events does not matter, but of those that
 * contradict each other under one number.
 */
export function withEvent(
  before: Transaction | TransactionIdentity,
  { event, receivedAtMs, signatures = [], variant = 0 }: Arrival,
): Transaction {
  const { atMs, isFarOff } = momentOf(event.timestamp, receivedAtMs);
  const draft: Draft =
    'eventCount' in before ? { ...before } : begin(before, event.seqNo, atMs, receivedAtMs);
  const place = placeOf(draft.version, event, atMs);
  if (event.seqNo === draft.lastSeqNo + 1) draft.lastSeqNo = event.seqNo;
  else if (draft.eventCount > 0) Object.assign(draft, withSeqNo(draft, event.seqNo));
  draft.eventCount += 1;
  if (event.eventType === 'Ended' && draft.ended !== undefined) {
    takeOtherEnd(draft, event, place, draft.ended.place);
    // A station that has forgotten that it told the end tells another one under the same number: the first one stands.
    if (variant > 0) return draft;
  }
  if (isFarOff) draft.farOffCount += 1;
  if (event.offline !== true && receivedAtMs - atMs > DAY_MS) draft.belatedCount += 1;
  draft.earliestAtMs = Math.min(draft.earliestAtMs, atMs);
  draft.latestAtMs = Math.max(draft.latestAtMs, atMs);
  draft.firstReceivedAtMs = Math.min(draft.firstReceivedAtMs, receivedAtMs);
  draft.lastReceivedAtMs = Math.max(draft.lastReceivedAtMs, receivedAtMs);
  takeInfo(draft, event, place, atMs);
  takeReadings(draft, event, place);
  if (signatures.length > 0) takeSignatures(draft, signatures);
  return draft;
}

/** The transaction with one more decision about it. Pure; the order among events does not matter. */
export function withDecision(before: Transaction, entry: DecisionEntry): Transaction {
  const draft: Draft = { ...before, decisionCount: before.decisionCount + 1 };
  const { decision, atMs } = entry;
  if (decision.kind === 'closed') {
    const { rule, by } = decision;
    draft.closed ??= { rule, atMs, ...(by === undefined ? {} : { by }) };
  }
  if (decision.kind === 'lost') {
    // It names all that is missing then, what was lost before included.
    draft.lost = { seqNos: decision.seqNos, start: decision.start };
  }
  if (decision.kind === 'refused') takeRefusal(draft, decision.token);
  return draft;
}

export function isActive(transaction: Transaction): boolean {
  return transaction.ended === undefined && transaction.closed === undefined;
}

/** Whether it is over and no charge detail record says yet what the ledger says now. */
export function isUnsettled(transaction: Transaction): boolean {
  if (isActive(transaction)) return false;
  const { sealed, eventCount, decisionCount } = transaction;
  return sealed?.eventCount !== eventCount || sealed.decisionCount !== decisionCount;
}

/** Numbers that have not arrived and were not declared lost; 1.6 numbers no messages. */
export function missingCount({ gaps, lost, unlistedSeqNos }: Transaction): number {
  const missing = countMissing(gaps, lost?.seqNos);
  return lost === undefined ? missing + unlistedSeqNos : missing;
}

/** Whether everything that its station will ever tell of it is here, or has been declared lost. */
export function isComplete(transaction: Transaction): boolean {
  const hasStart = transaction.started !== undefined || transaction.lost?.start === true;
  return hasStart && missingCount(transaction) === 0;
}

/**
 * Whether a transaction that is under way must be over, because `later` began on its EVSE after its last event. What
 * came last for one of 1.6 is no proof that it went on: a status, and values, name no transaction, and a status overtakes
 * the StartTransaction that it belongs to (1.6 edition 2, 3.7).
 */
export function isSuperseded(transaction: Transaction, later: Transaction): boolean {
  return (
    isActive(transaction) &&
    transaction.key !== later.key &&
    transaction.evseId !== undefined &&
    transaction.evseId.value === later.evseId?.value &&
    later.started !== undefined &&
    beganAfter(later.started.value, later, transaction)
  );
}

function beganAfter(startedMs: number, later: Transaction, transaction: Transaction): boolean {
  if (transaction.version !== '1.6') return startedMs > transaction.latestAtMs;
  const provenAtMs = startedAtMs(transaction);
  if (startedMs !== provenAtMs) return startedMs > provenAtMs;
  // Of two that began at one moment the register of the later one stands higher, or it came later.
  const [beforeWh, afterWh] = [startWh(transaction), startWh(later)];
  return beforeWh === afterWh ? later.key > transaction.key : afterWh > beforeWh;
}

function startWh({ registers }: Transaction): number {
  return registers.get('import')?.start.value ?? 0;
}

export function startedAtMs(transaction: Transaction): number {
  return transaction.started?.value ?? transaction.earliestAtMs;
}

/** When it was over; undefined while it is under way. */
export function endedAtMs({ ended, closed, latestAtMs }: Transaction): number | undefined {
  return ended?.value ?? (closed === undefined ? undefined : latestAtMs);
}

function begin(
  identity: TransactionIdentity,
  seqNo: number,
  atMs: number,
  receivedAtMs: number,
): Draft {
  return {
    ...identity,
    firstSeqNo: seqNo,
    lastSeqNo: seqNo,
    gaps: [],
    unlistedSeqNos: 0,
    eventCount: 0,
    decisionCount: 0,
    earliestAtMs: atMs,
    latestAtMs: atMs,
    firstReceivedAtMs: receivedAtMs,
    lastReceivedAtMs: receivedAtMs,
    farOffCount: 0,
    belatedCount: 0,
    registers: NO_REGISTERS,
  };
}

function takeInfo(draft: Draft, event: TransactionEvent, place: number, atMs: number): void {
  const { evse, transactionInfo } = event;
  if (event.eventType === 'Started') draft.started = earliest(draft.started, atMs, place);
  if (event.eventType === 'Ended') {
    draft.ended = earliest(draft.ended, atMs, place);
    // 2.1 part 2, TransactionType: an absent reason of an Ended means Local.
    const reason = transactionInfo.stoppedReason ?? 'Local';
    const { stoppedReason: known } = draft;
    // Of two ends at one moment one reason stands, whichever came first.
    const isTie = known !== undefined && known.place === place && reason < known.value;
    draft.stoppedReason = isTie ? { value: reason, place } : earliest(known, reason, place);
  }
  if (evse !== undefined) takeEvse(draft, evse, event.eventType === 'Started' ? START : place);
  takeToken(draft, event, place);
  if (transactionInfo.chargingState !== undefined) {
    draft.chargingState = latest(draft.chargingState, transactionInfo.chargingState, place);
  }
}

/** Before all others: of 1.6 only the start says for certain where a transaction is (4.8). */
const START = Number.MIN_SAFE_INTEGER;

/** Where it is may become known late, and does not change: what else is named is remembered. */
function takeEvse(
  draft: Draft,
  { id, connectorId }: NonNullable<TransactionEvent['evse']>,
  place: number,
): void {
  const before = draft.evseId;
  const now = earliest(before, id, place);
  draft.evseId = now;
  if (before !== undefined && before.value !== id) {
    const other = now === before ? { value: id, place } : before;
    draft.otherEvse = earliest(draft.otherEvse, other.value, other.place);
  }
  if (before !== undefined && before.value !== now.value) delete draft.connectorId;
  if (connectorId !== undefined && now.value === id) {
    draft.connectorId = earliest(draft.connectorId, connectorId, place);
  }
}

function takeSignatures(draft: Draft, states: readonly SignatureState[]): void {
  const known = draft.signed ?? { count: 0, verified: 0, invalid: 0 };
  const countOf = (wanted: SignatureState) => states.filter((state) => state === wanted).length;
  draft.signed = {
    count: known.count + states.length,
    verified: known.verified + countOf('verified'),
    invalid: known.invalid + countOf('invalid'),
  };
}
