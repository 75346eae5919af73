/**
 * How the words of 1.6 read in 2.x. Where 1.6 is ambiguous the tables give the reading that loses least;
 * whoever needs another (a stop that was a push of a button, say) knows more than the message does.
 */

/** What a status of a connector in 1.6 is in 2.x: `ConnectorStatusEnumType` and, inside a transaction, `ChargingStateEnumType`. */
export interface ConnectorState {
  readonly availabilityState: 'Available' | 'Occupied' | 'Reserved' | 'Unavailable' | 'Faulted';
  readonly chargingState?: 'EVConnected' | 'Charging' | 'SuspendedEV' | 'SuspendedEVSE';
  /** What else the status may mean. */
  readonly alternative?: string;
}

/** By `ChargePointStatus` (1.6 7.7). */
export const CONNECTOR_STATES_16 = {
  Available: { availabilityState: 'Available' },
  Preparing: {
    availabilityState: 'Occupied',
    chargingState: 'EVConnected',
    alternative: 'a token was presented and no cable is plugged in: Available, Idle',
  },
  Charging: { availabilityState: 'Occupied', chargingState: 'Charging' },
  SuspendedEVSE: { availabilityState: 'Occupied', chargingState: 'SuspendedEVSE' },
  SuspendedEV: { availabilityState: 'Occupied', chargingState: 'SuspendedEV' },
  Finishing: {
    availabilityState: 'Occupied',
    chargingState: 'EVConnected',
    alternative: 'the cable is gone and the station waits for something else: Unavailable',
  },
  Reserved: { availabilityState: 'Reserved' },
  Unavailable: { availabilityState: 'Unavailable' },
  Faulted: { availabilityState: 'Faulted' },
} as const satisfies Readonly<Record<string, ConnectorState>>;

/** What a reason to stop in 1.6 is in 2.x: `ReasonEnumType` and `TriggerReasonEnumType` of the event that ends the transaction. */
export interface StopReason {
  readonly stoppedReason: string;
  readonly triggerReason: string;
  /** What else the reason may mean. */
  readonly alternative?: string;
}

/** By `Reason` (1.6 7.36). */
export const STOP_REASONS_16 = {
  DeAuthorized: { stoppedReason: 'DeAuthorized', triggerReason: 'Deauthorized' },
  EmergencyStop: { stoppedReason: 'EmergencyStop', triggerReason: 'AbnormalCondition' },
  EVDisconnected: { stoppedReason: 'EVDisconnected', triggerReason: 'EVCommunicationLost' },
  HardReset: { stoppedReason: 'ImmediateReset', triggerReason: 'ResetCommand' },
  Local: {
    stoppedReason: 'Local',
    triggerReason: 'StopAuthorized',
    alternative: 'the driver pressed a button or the vehicle stopped: StoppedByEV',
  },
  Other: { stoppedReason: 'Other', triggerReason: 'AbnormalCondition' },
  PowerLoss: { stoppedReason: 'PowerLoss', triggerReason: 'AbnormalCondition' },
  Reboot: { stoppedReason: 'Reboot', triggerReason: 'AbnormalCondition' },
  Remote: { stoppedReason: 'Remote', triggerReason: 'RemoteStop' },
  SoftReset: {
    stoppedReason: 'ImmediateReset',
    triggerReason: 'ResetCommand',
    alternative: 'the station restarted by itself: Reboot',
  },
  UnlockCommand: {
    stoppedReason: 'Remote',
    triggerReason: 'UnlockCommand',
    alternative: 'Other; 2.x answers such an unlock with OngoingAuthorizedTransaction',
  },
} as const satisfies Readonly<Record<string, StopReason>>;

/** Where in the device model of 2.x a fault shows (2.x has no list of error codes; the mapping is ours). */
export interface FaultPlace {
  readonly component: string;
  readonly variable: string;
  /** Whether the variable turns true, or holds a measured value that left its range. */
  readonly actualValue: 'true' | 'measured';
  readonly alternative?: string;
}

/** 1.6 `ChargePointErrorCode` → component and variable of a 2.x NotifyEvent; `NoError` clears and has none. */
export const ERROR_CODES_16 = {
  ConnectorLockFailure: {
    component: 'ConnectorPlugRetentionLock',
    variable: 'Problem',
    actualValue: 'true',
  },
  EVCommunicationError: { component: 'EVSE', variable: 'Problem', actualValue: 'true' },
  GroundFailure: {
    component: 'RCD',
    variable: 'Tripped',
    actualValue: 'true',
    alternative: 'of a DC station: GroundIsolationProtection.Problem',
  },
  HighTemperature: { component: 'EVSE', variable: 'Temperature', actualValue: 'measured' },
  InternalError: { component: 'Controller', variable: 'Problem', actualValue: 'true' },
  LocalListConflict: { component: 'LocalAuthListCtrlr', variable: 'Problem', actualValue: 'true' },
  OtherError: { component: 'ChargingStation', variable: 'Problem', actualValue: 'true' },
  OverCurrentFailure: {
    component: 'OverCurrentProtection',
    variable: 'Tripped',
    actualValue: 'true',
  },
  OverVoltage: {
    component: 'EVSE',
    variable: 'ACVoltage',
    actualValue: 'measured',
    alternative: 'of a DC station: EVSE.DCVoltage',
  },
  PowerMeterFailure: { component: 'FiscalMetering', variable: 'Problem', actualValue: 'true' },
  PowerSwitchFailure: { component: 'PowerContactor', variable: 'Problem', actualValue: 'true' },
  ReaderFailure: { component: 'TokenReader', variable: 'Problem', actualValue: 'true' },
  ResetFailure: { component: 'Controller', variable: 'Problem', actualValue: 'true' },
  UnderVoltage: {
    component: 'EVSE',
    variable: 'ACVoltage',
    actualValue: 'measured',
    alternative: 'of a DC station: EVSE.DCVoltage',
  },
  WeakSignal: { component: 'DataLink', variable: 'SignalStrength', actualValue: 'measured' },
} as const satisfies Readonly<Record<string, FaultPlace>>;
