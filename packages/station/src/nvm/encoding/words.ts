/*
 * Words that records name by a number. The numbers stand on flash: words are added at the end only, and with a new
 * layout version, because firmware that does not know a word cannot read what it is in. The first 160 take one byte.
 */
export const WORDS: readonly string[] = [
  // transaction events
  ...['eventType', 'timestamp', 'triggerReason', 'seqNo', 'offline', 'transactionInfo', 'evse'],
  ...['numberOfPhasesUsed', 'idToken', 'meterValue', 'reservationId', 'cableMaxCurrent'],
  ...['transactionId', 'chargingState', 'stoppedReason', 'remoteStartId', 'timeSpentCharging'],
  ...['operationMode', 'transactionLimit', 'tariffId', 'id', 'connectorId', 'type', 'groupIdToken'],
  ...[
    'sampledValue',
    'value',
    'measurand',
    'context',
    'phase',
    'location',
    'unitOfMeasure',
    'unit',
  ],
  ...['multiplier', 'signedMeterValue', 'signedMeterData', 'signingMethod', 'encodingMethod'],
  ...['publicKey', 'maxCost', 'maxEnergy', 'maxTime', 'maxSoC', 'customData', 'vendorId'],
  ...['Started', 'Updated', 'Ended'],
  // trigger reasons
  ...[
    'Authorized',
    'CablePluggedIn',
    'ChargingRateChanged',
    'ChargingStateChanged',
    'Deauthorized',
  ],
  ...['EnergyLimitReached', 'EVCommunicationLost', 'EVConnectTimeout', 'MeterValueClock'],
  ...['MeterValuePeriodic', 'TimeLimitReached', 'Trigger', 'UnlockCommand', 'StopAuthorized'],
  ...['EVDeparted', 'EVDetected', 'RemoteStop', 'RemoteStart', 'AbnormalCondition'],
  ...['SignedDataReceived', 'ResetCommand', 'LimitSet', 'TxResumed'],
  // charging states and reasons of the end
  ...['Charging', 'EVConnected', 'SuspendedEV', 'SuspendedEVSE', 'Idle', 'Local', 'Remote'],
  ...[
    'EVDisconnected',
    'DeAuthorized',
    'PowerLoss',
    'Reboot',
    'ImmediateReset',
    'Other',
    'Timeout',
  ],
  // meter values
  ...['Transaction.Begin', 'Transaction.End', 'Sample.Periodic', 'Sample.Clock', 'Outlet', 'Inlet'],
  ...['Energy.Active.Import.Register', 'Power.Active.Import', 'Current.Import', 'Voltage', 'SoC'],
  ...['Current.Offered', 'Power.Offered', 'Frequency', 'Energy.Active.Export.Register'],
  ...['Power.Active.Export', 'Wh', 'W', 'A', 'V', 'Percent', 'Hertz', 'L1', 'L2', 'L3', 'N'],
  ...['L1-N', 'L2-N', 'L3-N'],
  // tokens
  ...['ISO14443', 'ISO15693', 'eMAID', 'Central', 'KeyCode', 'NoAuthorization', 'DirectPayment'],
  // what a station keeps of a running transaction
  ...['evseId', 'nextSeqNo', 'begin', 'reading', 'registerWh', 'powerW', 'currentA', 'voltageV'],
  ...['socPercent'],
  // causes
  ...['cablePluggedIn', 'authorized', 'chargingStateChanged', 'stoppedByToken', 'stoppedRemotely'],
  ...['vehicleDisconnected', 'meterPeriodic', 'meterClock', 'remotelyStarted', 'powerLost'],
  // limits, cost and signed values
  ...['startedAt', 'signed', 'limit', 'csmsLimit', 'totalCost', 'publicKeyTold', 'OCMF'],
  ...['CostLimitReached', 'SoCLimitReached', 'RunningCost', 'TariffChanged'],
  ...['ECDSA-secp256r1-SHA256', 'L1-L2', 'L2-L3', 'L3-L1', 'costDetails', 'evseSleep'],
];
