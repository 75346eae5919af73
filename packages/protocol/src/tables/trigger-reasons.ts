/** A `TriggerReasonEnumType` of TransactionEvent. */
export interface TriggerReason {
  readonly since: '2.0.1' | '2.1';
  /** In our words; of several that fit the most precise one is sent. */
  readonly when: string;
}

/** Source: part 2 of 2.0.1 and 2.1, datatypes, `TriggerReasonEnumType`. */
export const TRIGGER_REASONS = {
  Authorized: { since: '2.0.1', when: 'authorization was granted, by whatever means' },
  CablePluggedIn: { since: '2.0.1', when: 'a cable is plugged in and a vehicle is detected' },
  ChargingRateChanged: {
    since: '2.0.1',
    when: 'somebody outside changed the rate by more than LimitChangeSignificance',
  },
  ChargingStateChanged: {
    since: '2.0.1',
    when: 'the charging state changed and no other reason is more precise',
  },
  Deauthorized: { since: '2.0.1', when: 'the CSMS withdrew the authorization in an answer' },
  EnergyLimitReached: { since: '2.0.1', when: "the transaction's energy limit is reached" },
  EVCommunicationLost: {
    since: '2.0.1',
    when: 'the vehicle is gone from the wire, or its cable is',
  },
  EVConnectTimeout: {
    since: '2.0.1',
    when: 'no vehicle was plugged in within EVConnectionTimeOut',
  },
  MeterValueClock: { since: '2.0.1', when: 'only to carry clock-aligned meter values' },
  MeterValuePeriodic: { since: '2.0.1', when: 'only to carry sampled meter values' },
  TimeLimitReached: { since: '2.0.1', when: "the transaction's time limit is reached" },
  Trigger: { since: '2.0.1', when: 'the CSMS asked with TriggerMessage' },
  UnlockCommand: { since: '2.0.1', when: 'the CSMS sent UnlockConnector' },
  StopAuthorized: { since: '2.0.1', when: 'the driver was authorized to stop' },
  EVDeparted: { since: '2.0.1', when: 'a sensor saw the vehicle leave the bay' },
  EVDetected: { since: '2.0.1', when: 'a sensor saw a vehicle in the bay' },
  RemoteStop: { since: '2.0.1', when: 'the CSMS sent RequestStopTransaction' },
  RemoteStart: { since: '2.0.1', when: 'the CSMS sent RequestStartTransaction' },
  AbnormalCondition: { since: '2.0.1', when: 'a fault' },
  SignedDataReceived: { since: '2.0.1', when: 'the meter delivered signed data' },
  ResetCommand: { since: '2.0.1', when: 'the CSMS sent Reset' },
  CostLimitReached: { since: '2.1', when: "the transaction's cost limit is reached" },
  LimitSet: { since: '2.1', when: 'a limit of the transaction was set or changed' },
  OperationModeChanged: {
    since: '2.1',
    when: 'the operation mode of bidirectional charging changed',
  },
  RunningCost: { since: '2.1', when: 'only to report the running cost' },
  SoCLimitReached: { since: '2.1', when: "the transaction's state-of-charge limit is reached" },
  TariffChanged: { since: '2.1', when: 'another tariff applies' },
  TariffNotAccepted: { since: '2.1', when: 'the driver refused the tariff' },
  TxResumed: { since: '2.1', when: 'the transaction goes on after a reset or a power failure' },
} as const satisfies Readonly<Record<string, TriggerReason>>;
