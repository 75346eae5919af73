/**
 * What stations say in the measurements. They speak 2.0.1, the newest version that every peer validates: `ocpp-rpc` looks
 * up the schemas of 2.1 under names that they do not have, and refuses every call.
 */
export const SUBPROTOCOL = 'ocpp2.0.1';

/** Answers of a server that only has to answer. */
export const answers = {
  BootNotification: () => ({
    currentTime: new Date().toISOString(),
    interval: 300,
    status: 'Accepted' as const,
  }),
  Heartbeat: () => ({ currentTime: new Date().toISOString() }),
  TransactionEvent: () => ({}),
};

export type Message = keyof typeof answers;

export function isMessage(name: string): name is Message {
  return Object.hasOwn(answers, name);
}

/**
 * A periodic transaction event with eight sampled values; as a frame it is about 1 kB.
 * @param transactionId ≤ 36 characters
 */
export function transactionEvent(transactionId: string, seqNo: number, timestamp: string) {
  const current = (phase: 'L1' | 'L2' | 'L3', value: number) => ({
    value,
    measurand: 'Current.Import' as const,
    phase,
    unitOfMeasure: { unit: 'A' },
  });
  const voltage = (phase: 'L1-N' | 'L2-N' | 'L3-N', value: number) => ({
    value,
    measurand: 'Voltage' as const,
    phase,
    unitOfMeasure: { unit: 'V' },
  });
  return {
    eventType: seqNo === 0 ? ('Started' as const) : ('Updated' as const),
    timestamp,
    triggerReason: seqNo === 0 ? ('CablePluggedIn' as const) : ('MeterValuePeriodic' as const),
    seqNo,
    offline: false,
    numberOfPhasesUsed: 3,
    transactionInfo: {
      transactionId,
      chargingState: 'Charging' as const,
      timeSpentCharging: 60 * seqNo,
    },
    evse: { id: 1, connectorId: 1 },
    // A token is named when somebody presents it, not with every sample.
    ...(seqNo === 0 ? { idToken: { idToken: '04A2B9C2D73E80', type: 'ISO14443' as const } } : {}),
    meterValue: [
      {
        timestamp,
        sampledValue: [
          {
            value: 12_000 + 180.5 * seqNo,
            measurand: 'Energy.Active.Import.Register' as const,
            unitOfMeasure: { unit: 'Wh' },
          },
          {
            value: 11_034.2,
            measurand: 'Power.Active.Import' as const,
            unitOfMeasure: { unit: 'W' },
          },
          current('L1', 15.9),
          current('L2', 16.02),
          current('L3', 15.97),
          voltage('L1-N', 230.4),
          voltage('L2-N', 229.8),
          voltage('L3-N', 231.1),
        ],
      },
    ],
  };
}

export const bootNotification = {
  reason: 'PowerUp',
  chargingStation: {
    vendorName: 'Northbound',
    model: 'Bench',
    serialNumber: 'BENCH-1',
    firmwareVersion: '1.0.0',
  },
};
