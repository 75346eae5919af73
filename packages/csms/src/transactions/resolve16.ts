import { hash } from 'node:crypto';
import type { Ocpp16 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { ROUNDING_WH } from '../metering/register-steps.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf } from '../timestamps.ts';
import { type Inference, isActive, type Transaction, type TransactionEvent } from './domain.ts';
import { type LedgerEntry, selectLastEvents } from './events-sql.ts';
import { momentOf } from './moments.ts';
import { isSameEvent } from './same-event.ts';
import { findByKey, findByStart, findByWireId, findUses } from './sql.ts';

/** A repetition has the same bytes: 1.6 numbers no events, so this is how it is known. */
export function fingerprintOf(action: string, payload: object): string {
  return hash('sha1', action + JSON.stringify(payload), 'base64');
}

/**
 * The transaction that this very start has begun before. A station that never got the answer repeats the start; it
 * must get the same id again.
 */
export async function findStart(
  core: Core,
  station: Station,
  payload: Ocpp16.StartTransactionRequest,
): Promise<Transaction | undefined> {
  const repeated = station.transactionOf(fingerprintOf('StartTransaction', payload));
  if (repeated !== undefined) return repeated;
  const { connectorId, idTag, meterStart, timestamp } = payload;
  const candidates = await findByStart(core.database, station.id, epochMsOf(timestamp));
  return candidates.find(
    (transaction) =>
      transaction.version === '1.6' &&
      transaction.started !== undefined &&
      transaction.evseId?.value === connectorId &&
      transaction.idToken?.value.idToken === idTag &&
      transaction.registers.get('import')?.start.value === meterStart,
  );
}

/** Ids of those that say that the station has none (1.6 errata 4; some send 0). */
const NO_ID = ['-1', '0'];

/** Ended transactions without a start that are looked at. */
const MAX_ORPHANS = 20;

/**
 * A transaction that a station began offline and ended without ever getting an id: its end has come first, or its
 * meter values have. Its start belongs to it when exactly one fits by token, time and register, or exactly one of them
 * begins at its register.
 */
export async function findOrphan(
  core: Core,
  station: Station,
  { connectorId, idTag, meterStart, timestamp }: Ocpp16.StartTransactionRequest,
): Promise<{ readonly transaction: Transaction; readonly inference: Inference } | undefined> {
  const { atMs } = momentOf(timestamp, core.clock.epochMs());
  const fitting: Transaction[] = [];
  for (const wireId of NO_ID) {
    const orphans = await findByWireId(core.database, station.id, wireId, MAX_ORPHANS);
    for (const orphan of orphans) {
      const { started, evseId, idToken, registers, earliestAtMs } = orphan;
      const firstRegister = registers.get('import')?.start;
      if (
        started === undefined &&
        (evseId?.value ?? connectorId) === connectorId &&
        (idToken?.value.idToken ?? idTag) === idTag &&
        // A start has whole watt-hours, values have their fractions.
        (firstRegister?.value ?? meterStart) > meterStart - ROUNDING_WH &&
        earliestAtMs >= atMs
      ) {
        fitting.push(orphan);
      }
    }
  }
  const exact = fitting.filter((orphan) => isAt(orphan, meterStart));
  const [transaction, ...others] = exact.length > 0 ? exact : fitting;
  if (transaction === undefined || others.length > 0) return undefined;
  return {
    transaction,
    inference: {
      took: 'it is the start of the transaction without an id whose later messages came before',
      alternatives: ['another transaction, whose end is still to come'],
    },
  };
}

function isAt({ registers }: Transaction, registerWh: number): boolean {
  const first = registers.get('import')?.start;
  return first !== undefined && Math.abs(first.value - registerWh) < ROUNDING_WH;
}

/** Messages that a station may repeat together, when it has forgotten which of them were answered. */
const LAST_MESSAGES = 32;
/** What is older than those was given up and is sent again: for values of each minute more than a day. */
const OLDER_MESSAGES = 2_000;

/** Whether a message before said this very thing: only something that is not new in time can be said again. */
export async function isRepeated(
  core: Core,
  transaction: Transaction,
  event: TransactionEvent,
): Promise<boolean> {
  const { atMs } = momentOf(event.timestamp, core.clock.epochMs());
  if (atMs > transaction.latestAtMs) return false;
  const isAmong = (known: readonly LedgerEntry[]) =>
    known.some((entry) => isSameEvent(entry, { ...event, seqNo: entry.event.seqNo }));
  const last = await selectLastEvents(core.database, transaction.key, LAST_MESSAGES);
  if (isAmong(last)) return true;
  const isOlder = last.every(
    (entry) => momentOf(entry.event.timestamp, entry.receivedAtMs).atMs > atMs,
  );
  if (last.length < LAST_MESSAGES || !isOlder) return false;
  return isAmong(await selectLastEvents(core.database, transaction.key, OLDER_MESSAGES));
}

/** What a message says of the transaction it belongs to. */
export interface Reference {
  readonly wireId: number;
  /** Whether the station itself has said the number. */
  readonly isNamed: boolean;
  readonly connectorId?: number;
  readonly idTag?: string | undefined;
}

export interface Found {
  /** Undefined when the message is the first that is heard of its transaction. */
  readonly transaction: Transaction | undefined;
  /** The message came before and is in the ledger. */
  readonly repeated: boolean;
  readonly inference?: Inference;
}

export async function findTransaction(
  core: Core,
  station: Station,
  reference: Reference,
  fingerprint: string,
): Promise<Found> {
  const transaction = station.transactionOf(fingerprint);
  if (transaction !== undefined) return { transaction, repeated: true };
  return reference.wireId > 0
    ? findById(core, station, reference.wireId, fingerprint)
    : findWithoutId(core, station, reference, fingerprint);
}

async function findById(
  core: Core,
  station: Station,
  wireId: number,
  fingerprint: string,
): Promise<Found> {
  const transactionId = String(wireId);
  const atHand = station.transaction(transactionId);
  const transaction =
    atHand ??
    (await findUses(core.database, station.id, transactionId)).at(0) ??
    (await findRenamed(core, station, wireId));
  if (transaction !== undefined) {
    return { transaction, repeated: transaction.lastFingerprint === fingerprint };
  }
  return {
    transaction,
    repeated: false,
    inference: {
      took: 'its start is unknown: the message stands alone',
      alternatives: ['another CSMS gave the id', 'the start was lost'],
    },
  };
}

/** One that began without an id has got its key as one, once its start had come. */
async function findRenamed(
  core: Core,
  station: Station,
  key: number,
): Promise<Transaction | undefined> {
  const transaction = await findByKey(core.database, key);
  const isOurs = transaction?.stationId === station.id && NO_ID.includes(transaction.transactionId);
  return isOurs ? transaction : undefined;
}

/**
 * 1.6 errata 4: a station that never got an answer to its start sends −1 (some send 0). When only one transaction that
 * is under way fits, it is that one: its start has reached us, only the answer was lost. One that the station has named
 * by its number does not fit: then it would have named it again.
 */
async function findWithoutId(
  core: Core,
  station: Station,
  { wireId, connectorId, idTag }: Reference,
  fingerprint: string,
): Promise<Found> {
  const fitting = [...station.transactions].filter(
    (transaction) =>
      isActive(transaction) &&
      !station.knowsNumberOf(transaction) &&
      (connectorId === undefined || transaction.evseId?.value === connectorId) &&
      (idTag === undefined || (transaction.idToken?.value.idToken ?? idTag) === idTag),
  );
  const [only] = fitting;
  if (only !== undefined && fitting.length === 1) {
    return {
      transaction: only,
      repeated: false,
      inference: {
        took: `it names no transaction (${wireId}): the only one under way that fits`,
        alternatives: ['a transaction whose start was lost'],
      },
    };
  }
  const [newest] = await findByWireId(core.database, station.id, String(wireId));
  return {
    transaction: undefined,
    repeated: newest?.lastFingerprint === fingerprint,
    inference: {
      took: `it names no transaction (${wireId}), and ${fitting.length === 0 ? 'none' : 'more than one'} under way fits: it stands alone`,
      alternatives: fitting.map(({ transactionId }) => `transaction ${transactionId}`),
    },
  };
}
