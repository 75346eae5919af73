import type { Ocpp21, Version } from '@northbound/protocol';
import { type MeterValue, type Reading, readingOf } from '../metering/domain.ts';
import { epochMsOf } from '../timestamps.ts';

/** A transaction event in the words of OCPP 2.1, whatever the station speaks. */
export type TransactionEvent = Omit<Ocpp21.TransactionEventRequest, 'meterValue'> & {
  readonly meterValue?: readonly MeterValue[];
};

/** How a message of 1.6 was read. */
export interface Inference {
  readonly took: string;
  readonly alternatives: readonly string[];
}

/**
 * Something an event said, and where the event stands in its transaction. Facts of events that arrive late or out of
 * order are compared by their place, so that the order of arrival changes nothing.
 */
interface Fact<T> {
  readonly value: T;
  /** `seqNo`, or in 1.6, which has none, the moment of the event. */
  readonly place: number;
}

interface MeterFact extends Fact<number> {
  readonly atMs: number;
  /** Whether the station marked it as the transaction's first or last register. */
  readonly marked: boolean;
}

/** One transaction as its events tell it. Stored whole beside its events. */
export interface Transaction {
  /** Key in this CSMS. */
  readonly key: number;
  readonly stationId: string;
  readonly transactionId: string;
  /** Counts transactions of this station with the same id: stations reuse ids, although they must not. */
  readonly generation: number;
  readonly version: Version;
  readonly firstSeqNo: number;
  readonly lastSeqNo: number;
  readonly eventCount: number;
  /** Sequence numbers that have not arrived, as [from, to] pairs in order. */
  readonly gaps: readonly (readonly [number, number])[];
  readonly earliestAtMs: number;
  readonly latestAtMs: number;
  readonly started?: Fact<number>;
  readonly ended?: Fact<number>;
  readonly stoppedReason?: Fact<string>;
  readonly evseId?: Fact<number>;
  readonly connectorId?: Fact<number>;
  readonly idToken?: Fact<Pick<Ocpp21.IdTokenType, 'idToken' | 'type'>>;
  readonly chargingState?: Fact<Ocpp21.ChargingStateEnumType>;
  readonly meterStart?: MeterFact;
  readonly meterLast?: MeterFact;
  readonly powerW?: MeterFact;
  readonly socPercent?: MeterFact;
  /**
   * Key of a transaction that began later on the same EVSE. The station has lost this one, for example its memory with
   * the power: it is over, and only what it told is known. An Ended that comes after all still completes it.
   */
  readonly supersededBy?: number;
  /** 1.6: fingerprint of the last message, by which a repetition of it is known. */
  readonly lastFingerprint?: string;
}

type Draft = { -readonly [Key in keyof Transaction]: Transaction[Key] };

/** Gaps that a transaction remembers; a station that leaves more is shown with the newest. */
const MAX_GAPS = 100;

/** What makes a transaction before its first event. */
export type TransactionIdentity = Pick<
  Transaction,
  'key' | 'stationId' | 'transactionId' | 'generation' | 'version'
>;

/** The transaction with one more event that it did not have. Pure; the order of events does not matter. */
export function withEvent(
  before: Transaction | TransactionIdentity,
  event: TransactionEvent,
): Transaction {
  const atMs = epochMsOf(event.timestamp);
  const draft: Draft = 'eventCount' in before ? { ...before } : begin(before, event, atMs);
  const place = draft.version === '1.6' ? atMs : event.seqNo;
  takeSeqNo(draft, event.seqNo);
  draft.eventCount += 1;
  draft.earliestAtMs = Math.min(draft.earliestAtMs, atMs);
  draft.latestAtMs = Math.max(draft.latestAtMs, atMs);
  takeInfo(draft, event, place, atMs);
  for (const meterValue of event.meterValue ?? []) takeReading(draft, readingOf(meterValue), place);
  return draft;
}

export function isActive(transaction: Transaction): boolean {
  return transaction.ended === undefined && transaction.supersededBy === undefined;
}

/** Whether a transaction that is under way must be over, because `later` began on its EVSE after its last event. */
export function isSuperseded(transaction: Transaction, later: Transaction): boolean {
  return (
    isActive(transaction) &&
    transaction.key !== later.key &&
    transaction.evseId !== undefined &&
    transaction.evseId.value === later.evseId?.value &&
    later.started !== undefined &&
    later.started.value > transaction.latestAtMs
  );
}

/** Of a Wh. Meters count coarser; what stands behind is the error of subtracting binary fractions. */
const ENERGY_DECIMALS = 6;

/** From the first known register to the last; never negative in a transaction that only imports. */
export function energyWh({ meterStart, meterLast }: Transaction): number | undefined {
  if (meterStart === undefined || meterLast === undefined) return undefined;
  return Number((meterLast.value - meterStart.value).toFixed(ENERGY_DECIMALS));
}

export function startedAtMs(transaction: Transaction): number {
  return transaction.started?.value ?? transaction.earliestAtMs;
}

function begin(identity: TransactionIdentity, event: TransactionEvent, atMs: number): Draft {
  return {
    ...identity,
    firstSeqNo: event.seqNo,
    lastSeqNo: event.seqNo,
    eventCount: 0,
    gaps: [],
    earliestAtMs: atMs,
    latestAtMs: atMs,
  };
}

function takeSeqNo(draft: Draft, seqNo: number): void {
  if (seqNo > draft.lastSeqNo) {
    if (seqNo > draft.lastSeqNo + 1) addGap(draft, draft.lastSeqNo + 1, seqNo - 1);
    draft.lastSeqNo = seqNo;
  } else if (seqNo < draft.firstSeqNo) {
    if (seqNo < draft.firstSeqNo - 1) addGap(draft, seqNo + 1, draft.firstSeqNo - 1);
    draft.firstSeqNo = seqNo;
  } else if (draft.gaps.length > 0) {
    draft.gaps = draft.gaps.flatMap(([from, to]) => without(from, to, seqNo));
  }
}

function addGap(draft: Draft, from: number, to: number): void {
  const gaps = [...draft.gaps, [from, to] as const].sort(([a], [b]) => a - b);
  draft.gaps = gaps.slice(-MAX_GAPS);
}

function without(from: number, to: number, seqNo: number): (readonly [number, number])[] {
  if (seqNo < from || seqNo > to) return [[from, to]];
  const rest: (readonly [number, number])[] = [];
  if (from < seqNo) rest.push([from, seqNo - 1]);
  if (seqNo < to) rest.push([seqNo + 1, to]);
  return rest;
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
  if (evse !== undefined) {
    draft.evseId = latest(draft.evseId, evse.id, place);
    if (evse.connectorId !== undefined) {
      draft.connectorId = latest(draft.connectorId, evse.connectorId, place);
    }
  }
  // The first token authorized the start; a later one the stop (E01, E06).
  if (idToken !== undefined) {
    draft.idToken = earliest(
      draft.idToken,
      { idToken: idToken.idToken, type: idToken.type },
      place,
    );
  }
  if (transactionInfo.chargingState !== undefined) {
    draft.chargingState = latest(draft.chargingState, transactionInfo.chargingState, place);
  }
}

function earliest<T>(known: Fact<T> | undefined, value: T, place: number): Fact<T> {
  return known === undefined || place < known.place ? { value, place } : known;
}

function latest<T>(known: Fact<T> | undefined, value: T, place: number): Fact<T> {
  return known === undefined || place >= known.place ? { value, place } : known;
}

function takeReading(draft: Draft, reading: Reading, place: number): void {
  const { atMs, context, registerWh, powerW, socPercent } = reading;
  if (registerWh !== undefined) {
    const first = { value: registerWh, place, atMs, marked: context === 'Transaction.Begin' };
    const last = { value: registerWh, place, atMs, marked: context === 'Transaction.End' };
    if (precedes(first, draft.meterStart)) draft.meterStart = first;
    if (follows(last, draft.meterLast)) draft.meterLast = last;
  }
  if (powerW !== undefined) {
    const power = { value: powerW, place, atMs, marked: false };
    if (follows(power, draft.powerW)) draft.powerW = power;
  }
  if (socPercent !== undefined) {
    const soc = { value: socPercent, place, atMs, marked: false };
    if (follows(soc, draft.socPercent)) draft.socPercent = soc;
  }
}

function precedes(fact: MeterFact, known: MeterFact | undefined): boolean {
  if (known === undefined) return true;
  if (fact.marked !== known.marked) return fact.marked;
  if (fact.place !== known.place) return fact.place < known.place;
  return fact.atMs < known.atMs;
}

function follows(fact: MeterFact, known: MeterFact | undefined): boolean {
  if (known === undefined) return true;
  if (fact.marked !== known.marked) return fact.marked;
  if (fact.place !== known.place) return fact.place > known.place;
  return fact.atMs >= known.atMs;
}
