import type { Ocpp16 } from '@northbound/protocol';
import { idTagInfo } from '../authorization/ocpp16.ts';
import type { Tokens } from '../authorization/tokens.ts';
import { type Change, type Core, commit, type StationContext } from '../core.ts';
import { recordIdleValues } from '../metering/idle.ts';
import { translateMeterValues } from '../metering/ocpp16.ts';
import { append, open, type Recording } from './ledger.ts';
import {
  findStart,
  findTransaction,
  fingerprintOf,
  nextGeneration,
  type Reference,
} from './resolve16.ts';
import {
  meterEvent,
  offlineReading,
  type Place,
  type Reading16,
  startEvent,
  stopEvent,
  withInference,
} from './translate16.ts';

/** 1.6 edition 2, 4.7, 4.8 and 4.10: told as the transaction events of 2.1 that they are. */
export function transactionHandlers16(core: Core, tokens: Tokens) {
  return {
    StartTransaction(payload: Ocpp16.StartTransactionRequest, context: StationContext) {
      const { station } = context;
      return station.serially(async (): Promise<Ocpp16.StartTransactionResponse> => {
        // Stored whatever the token is worth: energy may flow already, and the station obeys the answer.
        const transactionId =
          (await findStart(core, station, payload))?.key ?? (await start(core, context, payload));
        const verdict = await tokens.judgeIdTag(station, payload.idTag);
        return { transactionId, idTagInfo: idTagInfo(verdict) };
      });
    },
    StopTransaction(payload: Ocpp16.StopTransactionRequest, context: StationContext) {
      const { station } = context;
      return station.serially(async (): Promise<Ocpp16.StopTransactionResponse> => {
        await keep(core, await stop(core, context, payload));
        if (payload.idTag === undefined) return {};
        return { idTagInfo: idTagInfo(await tokens.judgeIdTag(station, payload.idTag)) };
      });
    },
    MeterValues(payload: Ocpp16.MeterValuesRequest, context: StationContext) {
      return context.station.serially(async (): Promise<Ocpp16.MeterValuesResponse> => {
        await keep(core, await meter(core, context, payload));
        return {};
      });
    },
  };
}

async function keep(core: Core, change: Change | Recording): Promise<void> {
  if (change.statements.length > 0) await commit(core, change);
}

/** @returns the transaction's id for the station */
async function start(
  core: Core,
  { station, connectedAtMs }: StationContext,
  payload: Ocpp16.StartTransactionRequest,
): Promise<number> {
  const key = core.ids.next('transactions');
  const transactionId = String(key);
  const reading = startEvent(payload, {
    transactionId,
    seqNo: 0,
    connectorStatus: station.connector(payload.connectorId, 1)?.reportedStatus,
  });
  const identity = {
    key,
    stationId: station.id,
    transactionId,
    generation: await nextGeneration(core, station, transactionId),
    version: '1.6',
  } as const;
  const incoming = {
    ...offlineReading(reading, connectedAtMs),
    fingerprint: fingerprintOf('StartTransaction', payload),
  };
  await commit(core, open(core, station, identity, incoming));
  return key;
}

async function stop(
  core: Core,
  context: StationContext,
  payload: Ocpp16.StopTransactionRequest,
): Promise<Recording | Change> {
  const fingerprint = fingerprintOf('StopTransaction', payload);
  return record(
    core,
    context,
    { wireId: payload.transactionId, idTag: payload.idTag },
    fingerprint,
    (place) => stopEvent(payload, place),
  );
}

async function meter(
  core: Core,
  context: StationContext,
  payload: Ocpp16.MeterValuesRequest,
): Promise<Recording | Change> {
  const { station } = context;
  const { connectorId, transactionId } = payload;
  // Connector 0 is the main meter; its values belong to no transaction.
  const atConnector = connectorId === 0 ? undefined : station.activeTransactionAt(connectorId);
  if (transactionId === undefined && atConnector === undefined) {
    return recordIdleValues(core, station, connectorId, translateMeterValues(payload.meterValue));
  }
  const fingerprint = fingerprintOf('MeterValues', payload);
  const wireId = transactionId ?? Number(atConnector?.transactionId);
  return record(core, context, { wireId, connectorId }, fingerprint, (place) =>
    meterEvent(payload, place),
  );
}

const NOTHING: Change = { statements: [], apply: () => undefined };

/** Puts a message into the transaction it belongs to; when there is none, into one that begins with it. */
async function record(
  core: Core,
  { station, connectedAtMs }: StationContext,
  reference: Reference,
  fingerprint: string,
  translate: (place: Place) => Reading16,
): Promise<Recording | Change> {
  const found = await findTransaction(core, station, reference, fingerprint);
  if (found.repeated) return NOTHING;
  const { transaction } = found;
  const transactionId = transaction?.transactionId ?? String(reference.wireId);
  const seqNo = transaction === undefined ? 0 : transaction.lastSeqNo + 1;
  const reading = offlineReading(translate({ transactionId, seqNo }), connectedAtMs);
  const incoming = { ...withInference(reading, found.inference), fingerprint };
  if (transaction !== undefined) return append(core, station, transaction, incoming);
  const identity = {
    key: core.ids.next('transactions'),
    stationId: station.id,
    transactionId,
    generation: await nextGeneration(core, station, transactionId),
    version: '1.6',
  } as const;
  return open(core, station, identity, incoming);
}
