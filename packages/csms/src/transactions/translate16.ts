import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import { CONNECTOR_STATES_16, STOP_REASONS_16 } from '@northbound/protocol/tables';
import type { MeterValue } from '../metering/domain.ts';
import { translateMeterValues } from '../metering/ocpp16.ts';
import { epochMsOf } from '../timestamps.ts';
import { type Inference, type TransactionEvent, together } from './domain.ts';

/** A message of 1.6 in the words of 2.1, and what had to be guessed for that. */
export interface Reading16 {
  readonly event: TransactionEvent;
  readonly inference: Inference;
}

/** Where the event goes: 1.6 numbers no events, we do, in the order of arrival. */
export interface Place {
  readonly transactionId: string;
  readonly seqNo: number;
}

/** 1.6 names no type of token; most are RFID cards. */
const ID_TAG_TYPE = 'ISO14443';

/** How far a station's clock may be behind before its past is taken for a time without connection. */
const CLOCK_TOLERANCE_MS = 10_000;

export function startEvent(
  payload: Ocpp16.StartTransactionRequest,
  place: Place & { readonly connectorStatus: string | undefined },
): Reading16 {
  const { connectorId, idTag, meterStart, reservationId, timestamp } = payload;
  return {
    event: {
      eventType: 'Started',
      triggerReason: 'Authorized',
      timestamp,
      seqNo: place.seqNo,
      transactionInfo: {
        transactionId: place.transactionId,
        chargingState: chargingStateOf(place.connectorStatus) ?? 'EVConnected',
      },
      evse: { id: connectorId, connectorId: 1 },
      idToken: { idToken: idTag, type: ID_TAG_TYPE },
      ...(reservationId === undefined ? {} : { reservationId }),
      meterValue: [register(timestamp, meterStart, 'Transaction.Begin')],
    },
    inference: {
      took: 'the token was the last thing that the start needed',
      alternatives: ['the cable was: CablePluggedIn', 'an operator started it: RemoteStart'],
    },
  };
}

export function stopEvent(payload: Ocpp16.StopTransactionRequest, place: Place): Reading16 {
  const { idTag, meterStop, timestamp, transactionData } = payload;
  // 1.6 edition 2, 6.49: an absent reason means Local.
  const reason = payload.reason ?? 'Local';
  const { stoppedReason, triggerReason, ...more } = STOP_REASONS_16[reason];
  const alternatives = 'alternative' in more ? [more.alternative] : [];
  const read = payload.reason === undefined ? 'no reason' : reason;
  const reading = read === stoppedReason ? '' : `; ${read} is ${stoppedReason}`;
  return {
    event: {
      eventType: 'Ended',
      triggerReason,
      timestamp,
      seqNo: place.seqNo,
      transactionInfo: {
        transactionId: place.transactionId,
        chargingState: reason === 'EVDisconnected' ? 'Idle' : 'EVConnected',
        stoppedReason,
      },
      ...(idTag === undefined ? {} : { idToken: { idToken: idTag, type: ID_TAG_TYPE } }),
      meterValue: [
        ...translateMeterValues(transactionData ?? []),
        register(timestamp, meterStop, 'Transaction.End'),
      ],
    },
    inference: {
      took: `the end of the transaction is the end of its authorization${reading}`,
      alternatives: [...alternatives, 'the transaction lasts until the cable is unplugged'],
    },
  };
}

export function meterEvent(payload: Ocpp16.MeterValuesRequest, place: Place): Reading16 {
  const meterValue = translateMeterValues(payload.meterValue);
  const timestamp = payload.meterValue.at(-1)?.timestamp ?? '';
  return {
    event: {
      eventType: 'Updated',
      triggerReason: meterTrigger(meterValue),
      timestamp,
      seqNo: place.seqNo,
      transactionInfo: { transactionId: place.transactionId },
      evse: { id: payload.connectorId, connectorId: 1 },
      meterValue,
    },
    inference:
      payload.transactionId === undefined
        ? {
            took: 'the message names no transaction: the one under way at its connector',
            alternatives: ['values outside transactions'],
          }
        : { took: 'connector n is EVSE n', alternatives: ['a connector of another EVSE'] },
  };
}

/** A change of the charging state, which 1.6 tells with the status of the connector. */
export function statusEvent(
  status: Ocpp16.StatusNotificationStatus,
  timestamp: string,
  place: Place,
): Reading16 | undefined {
  const chargingState = chargingStateOf(status);
  if (chargingState === undefined) return undefined;
  return {
    event: {
      eventType: 'Updated',
      triggerReason: 'ChargingStateChanged',
      timestamp,
      seqNo: place.seqNo,
      transactionInfo: { transactionId: place.transactionId, chargingState },
    },
    inference: {
      took: `the connector's status ${status} is the charging state of the transaction under way there`,
      alternatives: ['the status belongs to a transaction that is not known'],
    },
  };
}

/** Only what can be seen inside a transaction: Preparing and Finishing are before and after it. */
function chargingStateOf(status: string | undefined): Ocpp21.ChargingStateEnumType | undefined {
  switch (status) {
    case 'Charging':
    case 'SuspendedEV':
    case 'SuspendedEVSE':
      return CONNECTOR_STATES_16[status].chargingState;
    default:
      return undefined;
  }
}

/** An event from before the connection came about while the station was offline; 1.6 has no field that says so. */
export function offlineReading(reading: Reading16, connectedAtMs: number): Reading16 {
  if (epochMsOf(reading.event.timestamp) >= connectedAtMs - CLOCK_TOLERANCE_MS) return reading;
  return withInference(
    { ...reading, event: { ...reading.event, offline: true } },
    {
      took: 'it is older than the connection: it happened offline',
      alternatives: ["the station's clock is behind"],
    },
  );
}

export function withInference(reading: Reading16, more: Inference | undefined): Reading16 {
  return more === undefined
    ? reading
    : { event: reading.event, inference: together(reading.inference, more) };
}

function register(
  timestamp: string,
  valueWh: number,
  context: 'Transaction.Begin' | 'Transaction.End',
): MeterValue {
  return {
    timestamp,
    sampledValue: [
      {
        value: valueWh,
        context,
        measurand: 'Energy.Active.Import.Register',
        unitOfMeasure: { unit: 'Wh' },
      },
    ],
  };
}

function meterTrigger(meterValues: readonly MeterValue[]): Ocpp21.TriggerReasonEnumType {
  const context = meterValues[0]?.sampledValue[0]?.context;
  if (context === 'Sample.Clock') return 'MeterValueClock';
  return context === 'Trigger' ? 'Trigger' : 'MeterValuePeriodic';
}
