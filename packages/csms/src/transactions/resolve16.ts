import { hash } from 'node:crypto';
import type { Ocpp16 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf } from '../timestamps.ts';
import { type Inference, isActive, type Transaction } from './domain.ts';
import { findByStart, findByWireId } from './sql.ts';

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
  { connectorId, idTag, meterStart, timestamp }: Ocpp16.StartTransactionRequest,
): Promise<Transaction | undefined> {
  const candidates = await findByStart(core.database, station.id, epochMsOf(timestamp));
  return candidates.find(
    (transaction) =>
      transaction.version === '1.6' &&
      transaction.started !== undefined &&
      transaction.evseId?.value === connectorId &&
      transaction.idToken?.value.idToken === idTag &&
      transaction.meterStart?.value === meterStart,
  );
}

/** Counts up when a station brings an id along that another CSMS gave it and that we have given it too. */
export async function nextGeneration(
  core: Core,
  station: Station,
  transactionId: string,
): Promise<number> {
  const [newest] = await findByWireId(core.database, station.id, transactionId);
  return newest === undefined ? 0 : newest.generation + 1;
}

/** What a message says of the transaction it belongs to. */
export interface Reference {
  readonly wireId: number;
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
  for (const transaction of station.transactions) {
    if (transaction.lastFingerprint === fingerprint) return { transaction, repeated: true };
  }
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
    atHand ?? (await findByWireId(core.database, station.id, transactionId)).at(0);
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

/**
 * 1.6 errata 4: a station that never got an answer to its start sends −1 (some send 0). When only one transaction that
 * is under way fits, it is that one: its start has reached us, only the answer was lost.
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
