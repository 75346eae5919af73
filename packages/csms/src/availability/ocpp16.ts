import type { Ocpp16 } from '@northbound/protocol';
import { CONNECTOR_STATES_16, STATUS_TRANSITIONS_16 } from '@northbound/protocol/tables';
import type { InboundMessage } from '@northbound/rpc';
import type { Alerts } from '../alerts/alerts.ts';
import { readStatus16 } from '../alerts/readings.ts';
import { type Change, type Core, commit, type StationContext } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import { append } from '../transactions/ledger.ts';
import { offlineReading, statusEvent } from '../transactions/translate16.ts';
import { recordStatus } from './domain.ts';

/**
 * 1.6 edition 2, 4.9. Connector n is connector 1 of EVSE n; connector 0 is the station as a whole. The status of a
 * connector also tells the charging state of the transaction there, which 2.x says with an event of its own.
 */
export function availabilityHandlers16(core: Core, alerts: Alerts) {
  return {
    StatusNotification(
      payload: Ocpp16.StatusNotificationRequest,
      context: StationContext,
      { messageId }: InboundMessage,
    ) {
      const { station } = context;
      const remark = forbiddenTransition(station, payload);
      if (remark !== undefined) core.remark(station, messageId, remark);
      return station.serially(async (): Promise<Ocpp16.StatusNotificationResponse> => {
        const timestamp = payload.timestamp ?? timestampOf(core.clock.epochMs());
        const changes: Change[] = [recordStatus16(core, context, payload, timestamp)];
        const event = await recordChargingState(core, context, payload, timestamp);
        if (event !== undefined) changes.push(event);
        const alert = alerts.change(station, readStatus16(payload, epochMsOf(timestamp)));
        if (alert !== undefined) changes.push(alert);
        await commit(core, ...changes);
        return {};
      });
    },
  };
}

function recordStatus16(
  core: Core,
  { station }: StationContext,
  payload: Ocpp16.StatusNotificationRequest,
  timestamp: string,
): Change {
  const { connectorId, status, errorCode, info, vendorId, vendorErrorCode } = payload;
  const hasDetail = info !== undefined || vendorId !== undefined || vendorErrorCode !== undefined;
  const report = {
    evseId: connectorId,
    connectorId: connectorId === 0 ? 0 : 1,
    availabilityState: CONNECTOR_STATES_16[status].availabilityState,
    reportedStatus: status,
    ...(errorCode === 'NoError' ? {} : { errorCode }),
    updatedAtMs: epochMsOf(timestamp),
    ...(hasDetail ? { detail: { info, vendorId, vendorErrorCode } } : {}),
  };
  return recordStatus(core, station, report);
}

async function recordChargingState(
  core: Core,
  { station, connectedAtMs }: StationContext,
  { connectorId, status }: Ocpp16.StatusNotificationRequest,
  timestamp: string,
): Promise<Change | undefined> {
  const transaction = station.activeTransactionAt(connectorId);
  if (transaction === undefined) return undefined;
  const { transactionId, lastSeqNo } = transaction;
  const reading = statusEvent(status, timestamp, { transactionId, seqNo: lastSeqNo + 1 });
  if (reading === undefined) return undefined;
  const { chargingState } = reading.event.transactionInfo;
  const known = transaction.chargingState;
  // What is older than the state that is known is no news: a fault is told again and again with the moment it began.
  const isNews =
    known === undefined || (chargingState !== known.value && epochMsOf(timestamp) >= known.place);
  if (!isNews) return undefined;
  return append(core, station, transaction, offlineReading(reading, connectedAtMs));
}

/** 1.6 edition 2, 4.9. A station that has booted reports every connector afresh, whatever it was before. */
function forbiddenTransition(
  station: Station,
  { connectorId, status }: Ocpp16.StatusNotificationRequest,
): string | undefined {
  if (connectorId === 0) return undefined;
  const before = station.connector(connectorId, 1);
  const from = before?.reportedStatus;
  if (before === undefined || from === undefined || !isStatus(from) || from === status)
    return undefined;
  if (before.updatedAtMs < (station.record.lastBootAtMs ?? 0)) return undefined;
  if (STATUS_TRANSITIONS_16[from].includes(status)) return undefined;
  return `connector ${connectorId} goes from ${from} to ${status}, which the table of states does not allow`;
}

function isStatus(status: string): status is keyof typeof STATUS_TRANSITIONS_16 {
  return Object.hasOwn(STATUS_TRANSITIONS_16, status);
}
