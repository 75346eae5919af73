import type { Ocpp21, Version } from '@northbound/protocol';
import type { MeterValue } from '../metering/domain.ts';
import type { RegisterPath } from '../metering/register-steps.ts';
import type { SignatureState } from '../metering/signatures.ts';
import type { ClosingRule } from '../views.ts';
import type { DecisionEntry } from './decisions.ts';
import { earliest, type Fact, latest, type MeterFact } from './facts.ts';
import { momentOf } from './moments.ts';
import { registersOf, takeReadings } from './readings.ts';
import { countMissing, type SeqNoRange, type SeqNumbers, withSeqNo } from './seq-numbers.ts';

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

/** Where an event stands among those of its transaction: by its number, or in 1.6, which has none, by its moment. */
export function placeOf(version: Version, { seqNo }: TransactionEvent, atMs: number): number {
  return version === '1.6' ? atMs : seqNo;
}

/** An energy register on its way through the transaction. */
interface Register extends RegisterPath {
  /** Where its last point stands. */
  readonly place: number;
  /**
   * A reading came late that does not lie between those known: whether the register fell at it is known only when the
   * whole ledger is read in order.
   */
  readonly isUnordered: boolean;
  /**
   * A reading came late at all, or the path does not lead from the first register to the last: its steps are known only
   * when the ledger is read in order, as it is for a record.
   */
  readonly mustBeRetold: boolean;
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
  readonly started?: Fact<number>;
  readonly ended?: Fact<number>;
  readonly stoppedReason?: Fact<string>;
  readonly evseId?: Fact<number>;
  readonly connectorId?: Fact<number>;
  readonly idToken?: Fact<Pick<Ocpp21.IdTokenType, 'idToken' | 'type'>>;
  readonly chargingState?: Fact<Ocpp21.ChargingStateEnumType>;
  /** The register, in Wh, of an end that does not count, because another one stands before it. */
  readonly otherEnd?: Fact<number>;
  readonly meterStart?: MeterFact;
  readonly meterLast?: MeterFact;
  readonly register?: Register;
  /** Energy that flowed back, as a vehicle does that discharges. */
  readonly exportStart?: MeterFact;
  readonly exportLast?: MeterFact;
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

type Draft = { -readonly [Key in keyof Transaction]: Transaction[Key] };

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
  // A station that has forgotten that it told the end tells another one under the same number: the first one stands.
  if (variant > 0 && event.eventType === 'Ended' && draft.ended !== undefined) {
    takeOtherRegister(draft, event, place);
    return draft;
  }
  if (isFarOff) draft.farOffCount += 1;
  draft.earliestAtMs = Math.min(draft.earliestAtMs, atMs);
  draft.latestAtMs = Math.max(draft.latestAtMs, atMs);
  draft.firstReceivedAtMs = Math.min(draft.firstReceivedAtMs, receivedAtMs);
  draft.lastReceivedAtMs = Math.max(draft.lastReceivedAtMs, receivedAtMs);
  if (event.eventType === 'Ended') takeOtherEnd(draft, event, place);
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
  const provenAtMs =
    transaction.version === '1.6' ? startedAtMs(transaction) : transaction.latestAtMs;
  return (
    isActive(transaction) &&
    transaction.key !== later.key &&
    transaction.evseId !== undefined &&
    transaction.evseId.value === later.evseId?.value &&
    later.started !== undefined &&
    later.started.value > provenAtMs
  );
}

/** Of a Wh. Meters count coarser; what stands behind is the error of subtracting binary fractions. */
const ENERGY_DECIMALS = 6;

/** From the first known register to the last, over resets and roll-overs in between; never less than nothing. */
export function energyWh({ meterStart, meterLast, register }: Transaction): number | undefined {
  if (meterStart === undefined || meterLast === undefined) return undefined;
  return rounded(meterLast.value - meterStart.value + (register?.addedWh ?? 0));
}

/** What flowed back from the vehicle. */
export function exportedWh({ exportStart, exportLast }: Transaction): number | undefined {
  if (exportStart === undefined || exportLast === undefined) return undefined;
  return rounded(exportLast.value - exportStart.value);
}

function rounded(energyWh: number): number {
  return Math.max(0, Number(energyWh.toFixed(ENERGY_DECIMALS)));
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
  };
}

/** Of two ends the one that stands first counts; what the other one says is remembered. */
function takeOtherEnd(draft: Draft, event: TransactionEvent, place: number): void {
  const { ended, meterLast, otherEnd } = draft;
  if (ended === undefined) return;
  if (place >= ended.place) takeOtherRegister(draft, event, place);
  else if (meterLast?.ofEnd) draft.otherEnd = latest(otherEnd, meterLast.value, ended.place);
}

function takeOtherRegister(draft: Draft, event: TransactionEvent, place: number): void {
  const otherWh = registersOf(event).at(-1)?.registerWh;
  if (otherWh !== undefined) draft.otherEnd = latest(draft.otherEnd, otherWh, place);
}

function takeInfo(draft: Draft, event: TransactionEvent, place: number, atMs: number): void {
  const { evse, idToken, transactionInfo } = event;
  if (event.eventType === 'Started') draft.started = earliest(draft.started, atMs, place);
  if (event.eventType === 'Ended') {
    draft.ended = earliest(draft.ended, atMs, place);
    // 2.1 part 2, TransactionType: an absent reason of an Ended means Local.
    const reason = transactionInfo.stoppedReason ?? 'Local';
    draft.stoppedReason = earliest(draft.stoppedReason, reason, place);
  }
  // Where it is may become known late, and does not change; of 1.6 only the start says it for certain (4.8).
  if (evse !== undefined) {
    const evsePlace = event.eventType === 'Started' ? Number.MIN_SAFE_INTEGER : place;
    draft.evseId = earliest(draft.evseId, evse.id, evsePlace);
    if (evse.connectorId !== undefined) {
      draft.connectorId = earliest(draft.connectorId, evse.connectorId, evsePlace);
    }
  }
  // The first token authorized the start; a later one the stop (E01, E06). What stops is never the first, whatever time a
  // clock shows that was set back; and who needs no authorization shows none (C02).
  if (idToken !== undefined && idToken.idToken !== '') {
    const { idToken: value, type } = idToken;
    const stops = event.eventType === 'Ended' || event.triggerReason === 'StopAuthorized';
    const tokenPlace = stops ? Number.MAX_SAFE_INTEGER : place;
    draft.idToken = earliest(draft.idToken, { idToken: value, type }, tokenPlace);
  }
  if (transactionInfo.chargingState !== undefined) {
    draft.chargingState = latest(draft.chargingState, transactionInfo.chargingState, place);
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
