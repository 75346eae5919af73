import type {
  FrameView,
  MeterValueView,
  StationView,
  TokenView,
  TransactionEventView,
  TransactionView,
} from '../../views.ts';

const at = '2026-01-01T08:00:00.000Z';

export const sampleTransaction: TransactionView = {
  id: 42,
  stationId: 'CS-1',
  transactionId: 'tx-1',
  version: '2.0.1',
  evseId: 1,
  connectorId: 1,
  idToken: '04A1B2C3',
  idTokenType: 'ISO14443',
  startedAt: at,
  chargingState: 'Charging',
  meterStartWh: 1000,
  meterLastWh: 3500,
  energyWh: 2500,
  powerW: 11_040,
  socPercent: 63,
  lastEventAt: at,
  eventCount: 7,
  missingSeqNos: [[3, 5]],
};

export function sampleStation(id: string): StationView {
  return {
    id,
    connected: true,
    version: '2.0.1',
    registration: 'Accepted',
    vendor: 'Sample',
    model: 'Post',
    admission: 'Known',
    securityProfile: 1,
    lastBootAt: at,
    evses: [
      {
        evseId: 1,
        connectors: [{ connectorId: 1, availabilityState: 'Occupied', updatedAt: at }],
        ...(id === sampleTransaction.stationId && { activeTransaction: sampleTransaction }),
      },
    ],
    powerW: 11_040,
  };
}

export const sampleEvent: TransactionEventView = {
  seqNo: 0,
  eventType: 'Started',
  triggerReason: 'CablePluggedIn',
  timestamp: at,
  receivedAt: at,
  offline: false,
  event: { eventType: 'Started', seqNo: 0 },
};

export const sampleMeterValue: MeterValueView = {
  timestamp: at,
  context: 'Sample.Periodic',
  measurand: 'Energy.Active.Import.Register',
  value: 3500,
  unit: 'Wh',
};

export function sampleFrame(id: number): FrameView {
  return {
    id,
    stationId: 'CS-1',
    at,
    direction: 'in',
    messageType: 'CALL',
    messageId: String(id),
    action: 'Heartbeat',
    text: `[2,"${id}","Heartbeat",{}]`,
  };
}

export const sampleToken: TokenView = {
  idToken: '04A1B2C3',
  type: 'ISO14443',
  status: 'Accepted',
};
