import type { Version } from '@northbound/protocol';
import type { RegisterPoint, RegisterStep } from '../metering/register-steps.ts';
import type { ClosingRule } from '../views.ts';
import type { Transaction, TransactionIdentity } from './domain.ts';
import type { MeterFact } from './facts.ts';
import type { SeqNoRange } from './seq-numbers.ts';

/*
 * A transaction as it is stored beside its events. It is written with every 32nd event, so it is small: what has
 * a column of its own is left out, and facts are arrays in a fixed order. New fields go to the end.
 */

type PackedFact<T> = readonly [value: T, place: number];
/** Bits of `marks`: marked by the station, and brought by the end. */
type PackedMeterFact = readonly [value: number, place: number, atMs: number, marks: number];
type PackedStep = readonly [
  kind: RegisterStep['kind'],
  beforeWh: number,
  afterWh: number,
  atMs: number,
  addedWh: number,
];
type PackedRegister = readonly [
  lastWh: number,
  lastAtMs: number,
  place: number,
  addedWh: number,
  /** Bits: {@link UNORDERED}, {@link TO_BE_RETOLD}. */
  order: number,
  ...steps: PackedStep[],
];
type Absent = 0;

const MARKED = 1;
const OF_END = 2;
const UNORDERED = 1;
const TO_BE_RETOLD = 2;

type Packed = readonly [
  seqNos: readonly [first: number, last: number],
  eventCount: number,
  gaps: Transaction['gaps'],
  moments: readonly [earliestMs: number, latestMs: number],
  started: PackedFact<number> | Absent,
  ended: PackedFact<number> | Absent,
  stoppedReason: PackedFact<string> | Absent,
  evseId: PackedFact<number> | Absent,
  connectorId: PackedFact<number> | Absent,
  idToken: PackedFact<readonly [idToken: string, type: string]> | Absent,
  chargingState: PackedFact<NonNullable<Transaction['chargingState']>['value']> | Absent,
  meterStart: PackedMeterFact | Absent,
  meterLast: PackedMeterFact | Absent,
  powerW: PackedMeterFact | Absent,
  socPercent: PackedMeterFact | Absent,
  lastFingerprint: string | Absent,
  // States that were written before there were these fields end here.
  supersededBy?: number | Absent,
  received?: readonly [firstMs: number, lastMs: number],
  counts?: readonly [farOff: number, unlistedSeqNos: number, decisions: number],
  register?: PackedRegister | Absent,
  exportStart?: PackedMeterFact | Absent,
  exportLast?: PackedMeterFact | Absent,
  closed?: readonly [rule: ClosingRule, atMs: number, by: number | Absent] | Absent,
  lost?: readonly [start: 0 | 1, ...seqNos: SeqNoRange[]] | Absent,
  signed?: readonly [count: number, verified: number, invalid: number] | Absent,
  sealed?: readonly [cdr: number, eventCount: number, decisionCount: number] | Absent,
  otherEnd?: PackedFact<number> | Absent,
  beforeRise?: readonly [valueWh: number, atMs: number] | Absent,
];

export function packTransaction(transaction: Transaction): string {
  const { idToken, closed, lost, signed, sealed } = transaction;
  const packed: Packed = [
    [transaction.firstSeqNo, transaction.lastSeqNo],
    transaction.eventCount,
    transaction.gaps,
    [transaction.earliestAtMs, transaction.latestAtMs],
    packFact(transaction.started),
    packFact(transaction.ended),
    packFact(transaction.stoppedReason),
    packFact(transaction.evseId),
    packFact(transaction.connectorId),
    idToken === undefined ? 0 : [[idToken.value.idToken, idToken.value.type], idToken.place],
    packFact(transaction.chargingState),
    packMeterFact(transaction.meterStart),
    packMeterFact(transaction.meterLast),
    packMeterFact(transaction.powerW),
    packMeterFact(transaction.socPercent),
    transaction.lastFingerprint ?? 0,
    0,
    [transaction.firstReceivedAtMs, transaction.lastReceivedAtMs],
    [transaction.farOffCount, transaction.unlistedSeqNos, transaction.decisionCount],
    packRegister(transaction.register),
    packMeterFact(transaction.exportStart),
    packMeterFact(transaction.exportLast),
    closed === undefined ? 0 : [closed.rule, closed.atMs, closed.by ?? 0],
    lost === undefined ? 0 : [lost.start ? 1 : 0, ...lost.seqNos],
    signed === undefined ? 0 : [signed.count, signed.verified, signed.invalid],
    sealed === undefined ? 0 : [sealed.cdr, sealed.eventCount, sealed.decisionCount],
    packFact(transaction.otherEnd),
    packPoint(transaction.register?.beforeRise),
  ];
  return JSON.stringify(packed);
}

function packFact<T>(
  fact: { readonly value: T; readonly place: number } | undefined,
): PackedFact<T> | Absent {
  return fact === undefined ? 0 : [fact.value, fact.place];
}

function packMeterFact(fact: MeterFact | undefined): PackedMeterFact | Absent {
  if (fact === undefined) return 0;
  const marks = (fact.marked ? MARKED : 0) + (fact.ofEnd ? OF_END : 0);
  return [fact.value, fact.place, fact.atMs, marks];
}

function packPoint(point: RegisterPoint | undefined): readonly [number, number] | Absent {
  return point === undefined ? 0 : [point.valueWh, point.atMs];
}

function packRegister(register: Transaction['register']): PackedRegister | Absent {
  if (register === undefined) return 0;
  const { last, place, addedWh, isUnordered, mustBeRetold, steps } = register;
  return [
    last.valueWh,
    last.atMs,
    place,
    addedWh,
    (isUnordered ? UNORDERED : 0) + (mustBeRetold ? TO_BE_RETOLD : 0),
    ...steps.map(
      (step): PackedStep => [step.kind, step.beforeWh, step.afterWh, step.atMs, step.addedWh],
    ),
  ];
}

/** The row of a transaction, without the columns that only lists use. */
export interface TransactionRow {
  readonly id: number;
  readonly station_id: string;
  readonly transaction_id: string;
  readonly generation: number;
  readonly version: Version;
  readonly state: string;
}

export function unpackTransaction(row: TransactionRow): Transaction {
  // Only packTransaction writes this column.
  const packed: Packed = JSON.parse(row.state);
  return {
    ...identityOf(row),
    ...unpackEvents(packed),
    ...unpackMeters(packed),
    ...unpackBooks(packed),
  };
}

function identityOf(row: TransactionRow): TransactionIdentity {
  return {
    key: row.id,
    stationId: row.station_id,
    transactionId: row.transaction_id,
    generation: row.generation,
    version: row.version,
  };
}

function unpackEvents([
  seqNos,
  eventCount,
  gaps,
  moments,
  started,
  ended,
  stoppedReason,
  evseId,
  connectorId,
  idToken,
  chargingState,
]: Packed) {
  return {
    firstSeqNo: seqNos[0],
    lastSeqNo: seqNos[1],
    eventCount,
    gaps,
    earliestAtMs: moments[0],
    latestAtMs: moments[1],
    ...(started === 0 ? {} : { started: unpackFact(started) }),
    ...(ended === 0 ? {} : { ended: unpackFact(ended) }),
    ...(stoppedReason === 0 ? {} : { stoppedReason: unpackFact(stoppedReason) }),
    ...(evseId === 0 ? {} : { evseId: unpackFact(evseId) }),
    ...(connectorId === 0 ? {} : { connectorId: unpackFact(connectorId) }),
    ...(idToken === 0
      ? {}
      : {
          idToken: {
            value: { idToken: idToken[0][0], type: idToken[0][1] },
            place: idToken[1],
          },
        }),
    ...(chargingState === 0 ? {} : { chargingState: unpackFact(chargingState) }),
  };
}

function unpackMeters(packed: Packed) {
  const [meterStart, meterLast, powerW, socPercent] = [
    packed[11],
    packed[12],
    packed[13],
    packed[14],
  ];
  const [register = 0, exportStart = 0, exportLast = 0] = [packed[19], packed[20], packed[21]];
  const [otherEnd = 0, beforeRise = 0] = [packed[26], packed[27]];
  return {
    ...(meterStart === 0 ? {} : { meterStart: unpackMeterFact(meterStart) }),
    ...(meterLast === 0 ? {} : { meterLast: unpackLast(packed, meterLast) }),
    ...(powerW === 0 ? {} : { powerW: unpackMeterFact(powerW) }),
    ...(socPercent === 0 ? {} : { socPercent: unpackMeterFact(socPercent) }),
    ...(register === 0 ? {} : { register: unpackRegister(register, beforeRise) }),
    ...(otherEnd === 0 ? {} : { otherEnd: unpackFact(otherEnd) }),
    ...(exportStart === 0 ? {} : { exportStart: unpackMeterFact(exportStart) }),
    ...(exportLast === 0 ? {} : { exportLast: unpackLast(packed, exportLast) }),
  };
}

function unpackBooks(packed: Packed) {
  const [, , , moments] = packed;
  const [fingerprint, supersededBy = 0] = [packed[15], packed[16]];
  const [received = moments, counts = [0, 0, 0]] = [packed[17], packed[18]];
  const [closed = 0, lost = 0] = [packed[22], packed[23]];
  const [signed = 0, sealed = 0] = [packed[24], packed[25]];
  return {
    firstReceivedAtMs: received[0],
    lastReceivedAtMs: received[1],
    farOffCount: counts[0],
    unlistedSeqNos: counts[1],
    decisionCount: counts[2],
    ...(fingerprint === 0 ? {} : { lastFingerprint: fingerprint }),
    ...(supersededBy === 0
      ? {}
      : { closed: { rule: 'superseded' as const, atMs: moments[1], by: supersededBy } }),
    ...(closed === 0
      ? {}
      : {
          closed: {
            rule: closed[0],
            atMs: closed[1],
            ...(closed[2] === 0 ? {} : { by: closed[2] }),
          },
        }),
    ...(lost === 0 ? {} : { lost: { start: lost[0] === 1, seqNos: rangesOf(lost) } }),
    ...(signed === 0
      ? {}
      : { signed: { count: signed[0], verified: signed[1], invalid: signed[2] } }),
    ...(sealed === 0
      ? {}
      : { sealed: { cdr: sealed[0], eventCount: sealed[1], decisionCount: sealed[2] } }),
  };
}

function rangesOf([, ...seqNos]: readonly [start: 0 | 1, ...seqNos: SeqNoRange[]]): SeqNoRange[] {
  return seqNos;
}

function unpackFact<T>([value, place]: PackedFact<T>) {
  return { value, place };
}

function unpackMeterFact([value, place, atMs, marks]: PackedMeterFact): MeterFact {
  const isOfEnd = (marks & OF_END) !== 0;
  return { value, place, atMs, marked: (marks & MARKED) !== 0, ...(isOfEnd && { ofEnd: true }) };
}

/** Older states do not say what the end brought: what stands where it stands came with it. */
function unpackLast(packed: Packed, fact: PackedMeterFact): MeterFact {
  const [ended, otherEnd] = [packed[5], packed[26]];
  const isOfEnd = otherEnd === undefined && ended !== 0 && ended[1] === fact[1];
  return isOfEnd ? { ...unpackMeterFact(fact), ofEnd: true } : unpackMeterFact(fact);
}

function unpackRegister(
  [lastWh, lastAtMs, place, addedWh, order, ...steps]: PackedRegister,
  beforeRise: readonly [valueWh: number, atMs: number] | Absent,
) {
  return {
    last: { valueWh: lastWh, atMs: lastAtMs },
    ...(beforeRise !== 0 && { beforeRise: { valueWh: beforeRise[0], atMs: beforeRise[1] } }),
    place,
    addedWh,
    isUnordered: (order & UNORDERED) !== 0,
    mustBeRetold: (order & TO_BE_RETOLD) !== 0,
    steps: steps.map(
      ([kind, beforeWh, afterWh, atMs, stepWh]): RegisterStep => ({
        kind,
        beforeWh,
        afterWh,
        atMs,
        addedWh: stepWh,
      }),
    ),
  };
}
