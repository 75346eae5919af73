import type { Version } from '@northbound/protocol';
import type { ClosingRule } from '../views.ts';
import type { Transaction, TransactionIdentity } from './domain.ts';
import type { Fact, MeterFact } from './facts.ts';
import type { SeqNoRange } from './seq-numbers.ts';
import {
  type Absent,
  type PackedFact,
  type PackedMeterFact,
  type PackedPoint,
  type PackedRegister,
  type PackedWay,
  packMeterFact,
  packRegisters,
  unpackMeterFact,
  unpackOlderRegisters,
  unpackRegisters,
} from './state-registers.ts';
import type { ShownToken } from './tokens-shown.ts';

/*
 * A transaction as it is stored beside its events. It is written with every 32nd event, so it is small: what has
 * a column of its own is left out, and facts are arrays in a fixed order. New fields go to the end.
 */

type PackedToken = readonly [idToken: string, type: string];

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
  idToken: PackedFact<PackedToken> | Absent,
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
  way?: PackedWay | Absent,
  exportStart?: PackedMeterFact | Absent,
  exportLast?: PackedMeterFact | Absent,
  closed?: readonly [rule: ClosingRule, atMs: number, by: number | Absent] | Absent,
  lost?: readonly [start: 0 | 1, ...seqNos: SeqNoRange[]] | Absent,
  signed?: readonly [count: number, verified: number, invalid: number] | Absent,
  sealed?: readonly [cdr: number, eventCount: number, decisionCount: number] | Absent,
  otherEnd?: PackedFact<number> | Absent,
  beforeRise?: PackedPoint | Absent,
  // Since there are these, the registers above are absent.
  registers?: readonly PackedRegister[],
  unknownUnit?: PackedFact<string> | Absent,
  otherEvse?: PackedFact<number> | Absent,
  belatedCount?: number,
  otherTokens?: readonly PackedFact<PackedToken>[],
  refused?: readonly PackedToken[],
  unwelcome?: readonly PackedToken[],
];

export function packTransaction(transaction: Transaction): string {
  const { idToken, otherTokens = [], refused = [], unwelcome = [] } = transaction;
  const { closed, lost, signed, sealed } = transaction;
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
    idToken === undefined ? 0 : packShown(idToken),
    packFact(transaction.chargingState),
    0,
    0,
    packMeasured(transaction.powerW),
    packMeasured(transaction.socPercent),
    transaction.lastFingerprint ?? 0,
    0,
    [transaction.firstReceivedAtMs, transaction.lastReceivedAtMs],
    [transaction.farOffCount, transaction.unlistedSeqNos, transaction.decisionCount],
    0,
    0,
    0,
    closed === undefined ? 0 : [closed.rule, closed.atMs, closed.by ?? 0],
    lost === undefined ? 0 : [lost.start ? 1 : 0, ...lost.seqNos],
    signed === undefined ? 0 : [signed.count, signed.verified, signed.invalid],
    sealed === undefined ? 0 : [sealed.cdr, sealed.eventCount, sealed.decisionCount],
    0,
    0,
    packRegisters(transaction.registers),
    packFact(transaction.unknownUnit),
    packFact(transaction.otherEvse),
    transaction.belatedCount,
    otherTokens.map(packShown),
    refused.map(packToken),
    unwelcome.map(packToken),
  ];
  return JSON.stringify(packed);
}

function packFact<T>(fact: Fact<T> | undefined): PackedFact<T> | Absent {
  return fact === undefined ? 0 : [fact.value, fact.place];
}

function packShown({ value, place }: Fact<ShownToken>): PackedFact<PackedToken> {
  return [packToken(value), place];
}

function packToken({ idToken, type }: ShownToken): PackedToken {
  return [idToken, type];
}

function packMeasured(fact: MeterFact | undefined): PackedMeterFact | Absent {
  return fact === undefined ? 0 : packMeterFact(fact);
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
    ...(idToken === 0 ? {} : { idToken: unpackShown(idToken) }),
    ...(chargingState === 0 ? {} : { chargingState: unpackFact(chargingState) }),
  };
}

function unpackMeters(packed: Packed) {
  const [powerW, socPercent, registers] = [packed[13], packed[14], packed[28]];
  const [unknownUnit = 0, otherEvse = 0] = [packed[29], packed[30]];
  return {
    registers: registers === undefined ? olderRegisters(packed) : unpackRegisters(registers),
    ...(powerW === 0 ? {} : { powerW: unpackMeterFact(powerW) }),
    ...(socPercent === 0 ? {} : { socPercent: unpackMeterFact(socPercent) }),
    ...(unknownUnit === 0 ? {} : { unknownUnit: unpackFact(unknownUnit) }),
    ...(otherEvse === 0 ? {} : { otherEvse: unpackFact(otherEvse) }),
  };
}

function olderRegisters(packed: Packed) {
  const [way = 0, exportStart = 0, exportLast = 0] = [packed[19], packed[20], packed[21]];
  return unpackOlderRegisters({
    ended: packed[5],
    meterStart: packed[11],
    meterLast: packed[12],
    way,
    exportStart,
    exportLast,
    otherEnd: packed[26],
    beforeRise: packed[27] ?? 0,
  });
}

function unpackBooks(packed: Packed) {
  const [, , , moments] = packed;
  const [fingerprint, supersededBy = 0] = [packed[15], packed[16]];
  const [received = moments, counts = [0, 0, 0]] = [packed[17], packed[18]];
  const [closed = 0, lost = 0] = [packed[22], packed[23]];
  const [signed = 0, sealed = 0] = [packed[24], packed[25]];
  const [belatedCount = 0, otherTokens = []] = [packed[31], packed[32]];
  const [refused = [], unwelcome = []] = [packed[33], packed[34]];
  return {
    firstReceivedAtMs: received[0],
    lastReceivedAtMs: received[1],
    farOffCount: counts[0],
    unlistedSeqNos: counts[1],
    decisionCount: counts[2],
    belatedCount,
    ...(otherTokens.length > 0 && { otherTokens: otherTokens.map(unpackShown) }),
    ...(refused.length > 0 && { refused: refused.map(unpackToken) }),
    ...(unwelcome.length > 0 && { unwelcome: unwelcome.map(unpackToken) }),
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

function unpackShown([token, place]: PackedFact<PackedToken>): Fact<ShownToken> {
  return { value: unpackToken(token), place };
}

function unpackToken([idToken, type]: PackedToken): ShownToken {
  return { idToken, type };
}

function unpackFact<T>([value, place]: PackedFact<T>) {
  return { value, place };
}
