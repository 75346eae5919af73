import type {
  AvailabilityState,
  EvseView,
  FrameView,
  MeterValueView,
  StationView,
  TransactionEventView,
  TransactionView,
} from '@northbound/csms/views';

/** A moment so many seconds before `NOW`. */
export const ago = (seconds: number): string => new Date(NOW_MS - seconds * 1000).toISOString();

/** The present of all made-up views. */
const NOW_MS = Date.now();

export function makeStation(id: string, changed: Partial<StationView> = {}): StationView {
  return {
    id,
    connected: true,
    version: '2.0.1',
    registration: 'Accepted',
    vendor: 'Northbound',
    model: 'Reference AC22',
    serialNumber: `SN-${id}`,
    firmwareVersion: '1.4.2',
    admission: 'Open',
    securityProfile: 0,
    lastBootAt: ago(7200),
    lastMessageAt: ago(4),
    connectedSince: ago(7200),
    remoteAddress: '127.0.0.1',
    evses: [makeEvse(1, 'Available')],
    powerW: 0,
    ...changed,
  };
}

export function makeEvse(
  evseId: number,
  availabilityState: AvailabilityState,
  activeTransaction?: TransactionView,
): EvseView {
  return {
    evseId,
    connectors: [{ connectorId: 1, availabilityState, updatedAt: ago(60) }],
    ...(activeTransaction === undefined ? {} : { activeTransaction }),
  };
}

export function makeTransaction(
  id: number,
  stationId: string,
  changed: Partial<TransactionView> = {},
): TransactionView {
  return {
    id,
    stationId,
    transactionId: `tx-${id}`,
    version: '2.0.1',
    evseId: 1,
    connectorId: 1,
    idToken: 'DRIVER-1',
    idTokenType: 'Central',
    startedAt: ago(1800),
    chargingState: 'Charging',
    meterStartWh: 10_000,
    meterLastWh: 13_500,
    energyWh: 3500,
    powerW: 11_000,
    lastEventAt: ago(10),
    eventCount: 3,
    missingSeqNos: [],
    ...changed,
  };
}

/** The station plugged in, with the transaction on its first EVSE. */
export function makeCharging(station: StationView, transaction: TransactionView): StationView {
  return {
    ...station,
    evses: [makeEvse(1, 'Occupied', transaction), ...station.evses.slice(1)],
    powerW: transaction.powerW ?? 0,
  };
}

export function makeEvent(
  seqNo: number,
  changed: Partial<TransactionEventView> = {},
): TransactionEventView {
  const timestamp = ago(1800 - seqNo * 60);
  return {
    seqNo,
    eventType: seqNo === 0 ? 'Started' : 'Updated',
    triggerReason: seqNo === 0 ? 'CablePluggedIn' : 'MeterValuePeriodic',
    timestamp,
    receivedAt: timestamp,
    offline: false,
    chargingState: 'Charging',
    event: { seqNo },
    ...changed,
  };
}

export function makeSamples(
  secondsAgo: number,
  registerWh: number,
  powerW: number,
): MeterValueView[] {
  const timestamp = ago(secondsAgo);
  const context = 'Sample.Periodic';
  return [
    { timestamp, context, measurand: 'Power.Active.Import', value: powerW, unit: 'W' },
    {
      timestamp,
      context,
      measurand: 'Energy.Active.Import.Register',
      value: registerWh,
      unit: 'Wh',
    },
  ];
}

export function makeFrame(
  id: number,
  stationId: string,
  changed: Partial<FrameView> = {},
): FrameView {
  return {
    id,
    stationId,
    at: ago(600 - id),
    direction: 'in',
    messageType: 'CALL',
    messageId: `m${id}`,
    action: 'Heartbeat',
    text: `[2,"m${id}","Heartbeat",{}]`,
    ...changed,
  };
}
