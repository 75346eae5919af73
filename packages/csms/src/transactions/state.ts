import type { Version } from '@northbound/protocol';
import type { Transaction, TransactionIdentity } from './domain.ts';

/*
 * A transaction as it is stored beside its events. It is written with every event, so it is small: what has a column
 * of its own is left out, and facts are arrays in a fixed order. New fields go to the end.
 */

type Fact<T> = readonly [value: T, place: number];
type MeterFact = readonly [value: number, place: number, atMs: number, marked: 0 | 1];
type Absent = 0;

type State = readonly [
  seqNos: readonly [first: number, last: number],
  eventCount: number,
  gaps: Transaction['gaps'],
  moments: readonly [earliestMs: number, latestMs: number],
  started: Fact<number> | Absent,
  ended: Fact<number> | Absent,
  stoppedReason: Fact<string> | Absent,
  evseId: Fact<number> | Absent,
  connectorId: Fact<number> | Absent,
  idToken: Fact<readonly [idToken: string, type: string]> | Absent,
  chargingState: Fact<NonNullable<Transaction['chargingState']>['value']> | Absent,
  meterStart: MeterFact | Absent,
  meterLast: MeterFact | Absent,
  powerW: MeterFact | Absent,
  socPercent: MeterFact | Absent,
  lastFingerprint: string | Absent,
  // States that were written before there was this field end here.
  supersededBy?: number | Absent,
];

export function packTransaction(transaction: Transaction): string {
  const { idToken } = transaction;
  const state: State = [
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
    transaction.supersededBy ?? 0,
  ];
  return JSON.stringify(state);
}

function packFact<T>(
  fact: { readonly value: T; readonly place: number } | undefined,
): Fact<T> | Absent {
  return fact === undefined ? 0 : [fact.value, fact.place];
}

function packMeterFact(fact: Transaction['meterStart']): MeterFact | Absent {
  return fact === undefined ? 0 : [fact.value, fact.place, fact.atMs, fact.marked ? 1 : 0];
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
  const state: State = JSON.parse(row.state);
  const [seqNos, eventCount, gaps, moments, started, ended, stoppedReason, evseId] = state;
  const [, , , , , , , , connectorId, idToken, chargingState] = state;
  const [
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    ,
    meterStart,
    meterLast,
    powerW,
    socPercent,
    fingerprint,
    supersededBy,
  ] = state;
  return {
    ...identityOf(row),
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
    ...(meterStart === 0 ? {} : { meterStart: unpackMeterFact(meterStart) }),
    ...(meterLast === 0 ? {} : { meterLast: unpackMeterFact(meterLast) }),
    ...(powerW === 0 ? {} : { powerW: unpackMeterFact(powerW) }),
    ...(socPercent === 0 ? {} : { socPercent: unpackMeterFact(socPercent) }),
    ...(fingerprint === 0 ? {} : { lastFingerprint: fingerprint }),
    ...(supersededBy === undefined || supersededBy === 0 ? {} : { supersededBy }),
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

function unpackFact<T>([value, place]: Fact<T>) {
  return { value, place };
}

function unpackMeterFact([value, place, atMs, marked]: MeterFact) {
  return { value, place, atMs, marked: marked === 1 };
}
