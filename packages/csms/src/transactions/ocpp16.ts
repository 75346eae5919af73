import type { Ocpp16 } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import { idTagInfo } from '../authorization/ocpp16.ts';
import type { Tokens } from '../authorization/tokens.ts';
import { type Change, type Core, commit, type StationContext } from '../core.ts';
import { translateMeterValues } from '../metering/ocpp16.ts';
import type { Station } from '../stations/station.ts';
import { isSuperseded, type Transaction } from './domain.ts';
import { append, commitRecording, open, type Recording, supersede } from './ledger.ts';
import { nextGeneration } from './resolve2.ts';
import {
  findOrphan,
  findStart,
  findTransaction,
  fingerprintOf,
  isRepeated,
  type Reference,
} from './resolve16.ts';
import { findByWireId } from './sql.ts';
import type { Transactions } from './transactions.ts';
import {
  meterEvent,
  offlineReading,
  type Place,
  type Reading16,
  startEvent,
  stopEvent,
  withInference,
} from './translate16.ts';

/** What the messages of transactions are recorded with. */
interface Books {
  readonly core: Core;
  readonly transactions: Transactions;
}

/** 1.6 edition 2, 4.7, 4.8 and 4.10: told as the transaction events of 2.1 that they are. */
export function transactionHandlers16(core: Core, tokens: Tokens, transactions: Transactions) {
  const books = { core, transactions };
  return {
    StartTransaction(
      payload: Ocpp16.StartTransactionRequest,
      context: StationContext,
      message: InboundMessage,
    ) {
      const { station } = context;
      return station.serially(async (): Promise<Ocpp16.StartTransactionResponse> => {
        // Stored whatever the token is worth: energy may flow already, and the station obeys the answer.
        const transaction =
          (await findStart(core, station, payload)) ??
          (await start(books, context, payload, message));
        const verdict = await tokens.judgeIdTag(station, payload.idTag, {
          evseId: payload.connectorId,
          starts: true,
        });
        const info = idTagInfo(verdict);
        const isOneTooMany =
          verdict.status === 'Accepted' &&
          (await transactions.concurrency.exceeds(transaction, verdict.groupIdToken, 'earlier'));
        return {
          transactionId: transaction.key,
          idTagInfo: isOneTooMany ? { ...info, status: 'ConcurrentTx' } : info,
        };
      });
    },
    StopTransaction(
      payload: Ocpp16.StopTransactionRequest,
      context: StationContext,
      message: InboundMessage,
    ) {
      const { station } = context;
      return station.serially(async (): Promise<Ocpp16.StopTransactionResponse> => {
        await commitRecording(core, context.station, message, await stop(books, context, payload));
        if (payload.idTag === undefined) return {};
        return { idTagInfo: idTagInfo(await tokens.judgeIdTag(station, payload.idTag)) };
      });
    },
    MeterValues(
      payload: Ocpp16.MeterValuesRequest,
      context: StationContext,
      message: InboundMessage,
    ) {
      return context.station.serially(async (): Promise<Ocpp16.MeterValuesResponse> => {
        await commitRecording(core, context.station, message, await meter(books, context, payload));
        return {};
      });
    },
  };
}

async function start(
  { core }: Books,
  context: StationContext,
  payload: Ocpp16.StartTransactionRequest,
  message: InboundMessage,
): Promise<Transaction> {
  const { station, connectedAtMs } = context;
  const fingerprint = fingerprintOf('StartTransaction', payload);
  const connectorStatus = station.connector(payload.connectorId, 1)?.reportedStatus;
  const orphan = await findOrphan(core, station, payload);
  if (orphan !== undefined) {
    const { transactionId, lastSeqNo } = orphan.transaction;
    const place = { transactionId, seqNo: lastSeqNo + 1, connectorStatus };
    const reading = offlineReading(startEvent(payload, place), connectedAtMs);
    const incoming = { ...withInference(reading, orphan.inference), fingerprint };
    const recording = await append(core, station, orphan.transaction, incoming);
    await commitRecording(core, context.station, message, recording);
    return recording.transaction;
  }
  const key = await freshKey(core, station.id);
  const transactionId = String(key);
  const reading = startEvent(payload, { transactionId, seqNo: 0, connectorStatus });
  const identity = {
    key,
    stationId: station.id,
    transactionId,
    generation: 0,
    version: '1.6',
  } as const;
  const incoming = { ...offlineReading(reading, connectedAtMs), fingerprint };
  const recording = open(core, station, identity, incoming);
  await commitRecording(core, context.station, message, recording);
  const { transaction } = recording;
  await closeIfLate(core, station, transaction, payload.connectorId);
  return transaction;
}

/** A start that was given up, and sent again when another was under way: what comes now is not of that one. */
async function closeIfLate(
  core: Core,
  station: Station,
  late: Transaction,
  connectorId: number,
): Promise<void> {
  const later = station.transactionsAt(connectorId).find((other) => isSuperseded(late, other));
  if (later === undefined) return;
  const why = 'its start came when another was under way';
  await commit(core, supersede(core, station, late, later, why));
}

/**
 * The key is the id that the station gets. One that it has brought along itself, from another CSMS or another life,
 * is left out: its messages of then, repeated, must not reach this transaction.
 */
async function freshKey(core: Core, stationId: string): Promise<number> {
  for (;;) {
    const key = core.ids.next('transactions');
    const taken = await findByWireId(core.database, stationId, String(key));
    if (taken.length === 0) return key;
  }
}

async function stop(
  books: Books,
  context: StationContext,
  payload: Ocpp16.StopTransactionRequest,
): Promise<Recording | Change> {
  const fingerprint = fingerprintOf('StopTransaction', payload);
  return record(
    books,
    context,
    { wireId: payload.transactionId, isNamed: true, idTag: payload.idTag },
    fingerprint,
    (place) => stopEvent(payload, place),
  );
}

async function meter(
  books: Books,
  context: StationContext,
  payload: Ocpp16.MeterValuesRequest,
): Promise<Recording | Change> {
  const { station } = context;
  const { connectorId, transactionId } = payload;
  // The schema lets it pass, and it says nothing, not even when.
  if (payload.meterValue.length === 0) return NOTHING;
  // Connector 0 is the main meter; its values belong to no transaction.
  const atConnector = connectorId === 0 ? undefined : station.activeTransactionAt(connectorId);
  if (transactionId === undefined && atConnector === undefined) {
    const values = translateMeterValues(payload.meterValue);
    return books.transactions.idleValues.record(station, connectorId, values);
  }
  const fingerprint = fingerprintOf('MeterValues', payload);
  const wireId = transactionId ?? Number(atConnector?.transactionId);
  const reference = { wireId, isNamed: transactionId !== undefined, connectorId };
  return record(books, context, reference, fingerprint, (place) => meterEvent(payload, place));
}

const NOTHING: Change = { statements: [], apply: () => undefined };

/** Puts a message into the transaction it belongs to; when there is none, into one that begins with it. */
async function record(
  { core, transactions }: Books,
  { station, connectedAtMs }: StationContext,
  reference: Reference,
  fingerprint: string,
  translate: (place: Place) => Reading16,
): Promise<Recording | Change> {
  const found = await findTransaction(core, station, reference, fingerprint);
  if (found.repeated) return NOTHING;
  const { transaction } = found;
  if (transaction !== undefined && reference.isNamed && reference.wireId > 0) {
    station.hasNamed(transaction);
  }
  const transactionId = transaction?.transactionId ?? String(reference.wireId);
  const seqNo = transaction === undefined ? 0 : transaction.lastSeqNo + 1;
  const reading = offlineReading(translate({ transactionId, seqNo }), connectedAtMs);
  const { event } = reading;
  const signatures =
    event.meterValue && transactions.meterKeys.check(station.id, event.evse?.id, event.meterValue);
  const incoming = { ...withInference(reading, found.inference), signatures, fingerprint };
  if (transaction !== undefined) {
    if (await isRepeated(core, transaction, event)) return NOTHING;
    return append(core, station, transaction, incoming);
  }
  const identity = {
    key: core.ids.next('transactions'),
    stationId: station.id,
    transactionId,
    generation: await nextGeneration(core, station, transactionId),
    version: '1.6',
  } as const;
  return open(core, station, identity, incoming);
}
