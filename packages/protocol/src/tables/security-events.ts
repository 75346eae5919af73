/** A security event of the standard (2.1 appendix 2.0, `security_events`; 1.6 whitepaper edition 3, chapter 3). */
export interface SecurityEvent {
  /** Critical events are sent to the CSMS, all events are logged (A04). */
  readonly critical: boolean;
  /** 1.6: whether it is critical there; absent when 1.6 does not have it. */
  readonly critical16?: boolean;
  /** Its name in 1.6, where that differs. */
  readonly name16?: string;
}

/** By their names in 2.x. */
export const SECURITY_EVENTS = {
  FirmwareUpdated: { critical: true, critical16: true },
  FailedToAuthenticateAtCsms: {
    critical: false,
    critical16: false,
    name16: 'FailedToAuthenticateAtCentralSystem',
  },
  CsmsFailedToAuthenticate: {
    critical: false,
    critical16: false,
    name16: 'CentralSystemFailedToAuthenticate',
  },
  SettingSystemTime: { critical: true, critical16: true },
  StartupOfTheDevice: { critical: true, critical16: true },
  ResetOrReboot: { critical: true, critical16: true },
  SecurityLogWasCleared: { critical: true, critical16: true },
  ReconfigurationOfSecurityParameters: { critical: false, critical16: false },
  MemoryExhaustion: { critical: true, critical16: true },
  InvalidMessages: { critical: false, critical16: false },
  AttemptedReplayAttacks: { critical: false, critical16: false },
  TamperDetectionActivated: { critical: true, critical16: true },
  InvalidFirmwareSignature: { critical: true, critical16: false },
  InvalidFirmwareSigningCertificate: { critical: true, critical16: false },
  InvalidCsmsCertificate: {
    critical: true,
    critical16: false,
    name16: 'InvalidCentralSystemCertificate',
  },
  InvalidChargingStationCertificate: {
    critical: true,
    critical16: false,
    name16: 'InvalidChargePointCertificate',
  },
  DiscardedRenewedClientCertificate: { critical: true },
  InvalidTLSVersion: { critical: true, critical16: false },
  InvalidTLSCipherSuite: { critical: true, critical16: false },
  MaintenanceLoginAccepted: { critical: true },
  MaintenanceLoginFailed: { critical: true },
} as const satisfies Readonly<Record<string, SecurityEvent>>;
