import type { Ocpp21 } from '@northbound/protocol';

/** 2026-01-01T00:00:00Z, where {@link VirtualClock} begins. */
const START_MS = Date.UTC(2026, 0, 1);

export function at(seconds: number): string {
  return new Date(START_MS + seconds * 1000).toISOString();
}

export const boot16 = { chargePointVendor: 'Vendor', chargePointModel: 'Model' };

export const boot2 = {
  reason: 'PowerUp',
  chargingStation: { vendorName: 'Vendor', model: 'Model' },
} as const;

/** One event of a transaction that draws 100 Wh from one event to the next, ten seconds apart. */
export function transactionEvent(
  transactionId: string,
  seqNo: number,
  eventType: Ocpp21.TransactionEventEnumType,
  more: Partial<Ocpp21.TransactionEventRequest> = {},
): Ocpp21.TransactionEventRequest {
  const timestamp = at(seqNo * 10);
  const context = CONTEXTS[eventType];
  return {
    eventType,
    triggerReason: TRIGGERS[eventType],
    timestamp,
    seqNo,
    transactionInfo: {
      transactionId,
      chargingState: eventType === 'Ended' ? 'EVConnected' : 'Charging',
      ...(eventType === 'Ended' ? { stoppedReason: 'Local' } : {}),
    },
    ...(eventType === 'Started'
      ? { evse: { id: 1, connectorId: 1 }, idToken: { idToken: 'DRIVER', type: 'ISO14443' } }
      : {}),
    meterValue: [
      {
        timestamp,
        sampledValue: [
          { value: 1000 + seqNo * 100, context, measurand: 'Energy.Active.Import.Register' },
          { value: 7000 + seqNo, context, measurand: 'Power.Active.Import' },
          { value: 20 + seqNo, context, measurand: 'SoC', location: 'EV' },
        ],
      },
    ],
    ...more,
  };
}

const CONTEXTS = {
  Started: 'Transaction.Begin',
  Updated: 'Sample.Periodic',
  Ended: 'Transaction.End',
} as const;

const TRIGGERS = {
  Started: 'Authorized',
  Updated: 'MeterValuePeriodic',
  Ended: 'StopAuthorized',
} as const;
