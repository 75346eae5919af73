import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import type { SessionMeter } from '../metering/session-meter.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { CAUSES, type Cause } from './causes.ts';
import type { Limit } from './limits.ts';

/** What a message says beside its cause. */
export interface EventDetails {
  /** The token that ended the authorization. */
  readonly idToken?: Ocpp21.IdTokenType;
  readonly meterValue?: readonly Ocpp21.MeterValueType[];
  /** Told once, when it is set or confirmed (E16.FR.01 and .03). */
  readonly transactionLimit?: Limit;
  /** Told once, when it changes (K01.FR.110). */
  readonly operationMode?: Ocpp21.OperationModeEnumType;
}

interface Session {
  readonly core: Core;
  readonly evse: Evse;
  readonly meter: SessionMeter;
  readonly running: RunningTransaction;
}

/** The next event of a transaction, and the transaction after it; what is told once is taken. */
export function nextEvent(
  { core, evse, meter, running }: Session,
  eventType: Ocpp21.TransactionEventEnumType,
  cause: Cause,
  details: EventDetails,
): {
  readonly event: Ocpp21.TransactionEventRequest;
  readonly after: RunningTransaction;
  readonly registerWh: number;
} {
  const { authorization, chargingState, connected, connectorId, id, config } = evse;
  const now = meter.read();
  const remoteStartId = authorization.takeUntoldRemoteStartId();
  const untoldToken = authorization.takeUntoldToken();
  const reservationId = authorization.takeUntoldReservationId();
  if (untoldToken !== undefined) meter.authorizedBy(untoldToken);
  const tellsEvse = running.connectorId === undefined && connected;
  const begin = tellsEvse ? meter.beginOf(now) : running.begin;
  const idToken = details.idToken ?? untoldToken;
  const isEnded = eventType === 'Ended';
  const meterValue = [
    ...(tellsEvse && begin !== undefined ? meter.started(begin) : []),
    ...(isEnded && begin !== undefined ? meter.ended(begin, now) : []),
    ...(details.meterValue ?? []),
  ];
  const { operationMode, transactionLimit } = details;
  const charges = chargingState === 'Charging' && running.chargingState !== 'Charging';
  const event: Ocpp21.TransactionEventRequest = {
    eventType,
    timestamp: now.timestamp,
    triggerReason: remoteStartId === undefined ? CAUSES[cause].trigger : 'RemoteStart',
    seqNo: running.nextSeqNo,
    // E12.FR.02: what happened without a link is told with this flag, whenever it is sent.
    ...(core.csms === undefined && { offline: true }),
    transactionInfo: {
      transactionId: running.transactionId,
      chargingState,
      ...(isEnded && { stoppedReason: running.stoppedReason ?? CAUSES[cause].stopped }),
      ...(remoteStartId !== undefined && { remoteStartId }),
      ...(operationMode !== undefined && { operationMode }),
      ...(transactionLimit !== undefined && { transactionLimit }),
    },
    ...(charges && config.dc === undefined && { numberOfPhasesUsed: config.phases }),
    ...(tellsEvse && { evse: { id, connectorId } }),
    ...(idToken !== undefined && { idToken }),
    ...(reservationId !== undefined && { reservationId }),
    ...(meterValue.length > 0 && { meterValue }),
  };
  const { stoppedReason, ...rest } = running;
  const { groupIdToken } = authorization;
  const after: RunningTransaction = {
    ...rest,
    // Somebody who is authorized again takes back why the last one stopped.
    ...(stoppedReason !== undefined && untoldToken === undefined && { stoppedReason }),
    nextSeqNo: running.nextSeqNo + 1,
    chargingState,
    ...(operationMode !== undefined && { operationMode }),
    ...(tellsEvse && { connectorId }),
    ...(begin !== undefined && { begin }),
    last: { at: now.timestamp, registerWh: now.reading.registerWh },
    ...(untoldToken !== undefined && { idToken: untoldToken }),
    ...(groupIdToken !== undefined && { groupIdToken }),
    ...(meter.publicKeyTold && { publicKeyTold: true as const }),
  };
  return { event, after, registerWh: now.reading.registerWh };
}
