import type { Ocpp21 } from '@northbound/protocol';

/** What an event of the EVSE means for a transaction. */
interface CauseRow {
  readonly trigger: Ocpp21.TriggerReasonEnumType;
  /** The reason when the transaction, or its authorization, ends by it. */
  readonly stopped: Ocpp21.ReasonEnumType;
  /**
   * Whether a transaction may begin with it: when a start point is reached by it (`edge`), or as
   * long as one is fulfilled (`level`).
   */
  readonly starts: 'edge' | 'level' | 'never';
  /** Whether a running transaction ends by it whatever TxStopPoint says. */
  readonly ends: boolean;
  /** Whether it is worth a message when the charging state did not change. */
  readonly reported: boolean;
}

/**
 * Everything that happens to a transaction, with the words of 2.1 for it
 * (`TriggerReasonEnumType`, `ReasonEnumType`).
 */
export const CAUSES = {
  bayOccupied: row('EVDetected', 'Other', { starts: 'edge' }),
  bayVacated: row('EVDeparted', 'Local'),
  cablePluggedIn: row('CablePluggedIn', 'Other', { starts: 'edge' }),
  authorized: row('Authorized', 'Other', { starts: 'level' }),
  remotelyStarted: row('RemoteStart', 'Other', { starts: 'level' }),
  dataSigned: row('SignedDataReceived', 'Other', { starts: 'edge' }),
  /** A vehicle waits at an EVSE that becomes usable: the boot is accepted, or it is operative again. */
  becameUsable: row('CablePluggedIn', 'Other', { starts: 'level', reported: false }),
  availabilityChanged: row('ChargingStateChanged', 'Other', { reported: false }),
  chargingStateChanged: row('ChargingStateChanged', 'StoppedByEV', {
    starts: 'edge',
    reported: false,
  }),
  /** The CSMS refused the token, and StopTxOnInvalidId says to suspend only. */
  energyWithheld: row('ChargingStateChanged', 'DeAuthorized', { reported: false }),
  deauthorized: row('Deauthorized', 'DeAuthorized'),
  stoppedByToken: row('StopAuthorized', 'Local'),
  stoppedByMasterPass: row('StopAuthorized', 'MasterPass'),
  stoppedRemotely: row('RemoteStop', 'Remote'),
  vehicleDisconnected: row('EVCommunicationLost', 'EVDisconnected'),
  connectionTimedOut: row('EVConnectTimeout', 'Timeout', { ends: true }),
  unlocked: row('UnlockCommand', 'Remote', { ends: true }),
  resetSoftly: row('ResetCommand', 'ImmediateReset', { ends: true }),
  resetHard: row('ResetCommand', 'ImmediateReset', { ends: true }),
  /** B13: the transaction goes on after the reset. */
  resetResumably: row('ResetCommand', 'ImmediateReset'),
  powerLost: row('AbnormalCondition', 'PowerLoss', { ends: true }),
  resumed: row('TxResumed', 'Other'),
  /** The random wait after an interruption is over (E17.FR.18). */
  energyResumed: row('ChargingStateChanged', 'Other', { reported: false }),
  limitSet: row('LimitSet', 'Other'),
  limitRaised: row('ChargingStateChanged', 'Other', { reported: false }),
  costLimitReached: row('CostLimitReached', 'LocalOutOfCredit'),
  energyLimitReached: row('EnergyLimitReached', 'EnergyLimitReached'),
  socLimitReached: row('SoCLimitReached', 'SOCLimitReached'),
  timeLimitReached: row('TimeLimitReached', 'TimeLimitReached'),
  /** A charging profile, or what others need, leaves the vehicle more or less than before. */
  limitChanged: row('ChargingStateChanged', 'Other', { reported: false }),
  /** An external system changed the limit by more than LimitChangeSignificance (K12.FR.03). */
  chargingRateChanged: row('ChargingRateChanged', 'Other'),
  /** Another period asks for another mode (K01.FR.110). */
  operationModeChanged: row('OperationModeChanged', 'Other'),
  faulted: row('AbnormalCondition', 'Other'),
  /** Faults that end the session, by the reason they give. */
  failed: row('AbnormalCondition', 'Other'),
  groundFault: row('AbnormalCondition', 'GroundFault'),
  overcurrentFault: row('AbnormalCondition', 'OvercurrentFault'),
  emergencyStopped: row('AbnormalCondition', 'EmergencyStop'),
  mainsLost: row('AbnormalCondition', 'PowerLoss'),
  powerQualityPoor: row('AbnormalCondition', 'PowerQuality'),
  watchdogBit: row('AbnormalCondition', 'Reboot', { ends: true }),
  faultCleared: row('ChargingStateChanged', 'Other', { reported: false }),
  meterPeriodic: row('MeterValuePeriodic', 'Other'),
  meterClock: row('MeterValueClock', 'Other'),
  triggered: row('Trigger', 'Other'),
} as const satisfies Record<string, CauseRow>;

export type Cause = keyof typeof CAUSES;

function row(
  trigger: CauseRow['trigger'],
  stopped: CauseRow['stopped'],
  flags: Partial<Pick<CauseRow, 'starts' | 'ends' | 'reported'>> = {},
): CauseRow {
  return { trigger, stopped, starts: 'never', ends: false, reported: true, ...flags };
}
