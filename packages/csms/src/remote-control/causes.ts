import { type RpcErrorCode, readErrorCode, type Version } from '@northbound/protocol';
import type { REASON_CODES } from '@northbound/protocol/tables';
import type { CallError } from './sending.ts';

/** What a CALLERROR means to an operator, and what to do about it. */
const ERRORS: Readonly<Record<RpcErrorCode, string>> = {
  FormatViolation:
    'The station could not read the payload as this message. Its firmware may know another edition of the schema.',
  GenericError: 'The station failed without saying why. Ask for its log (get-log).',
  InternalError: 'The station failed inside. Try again; if it stays, reset it and ask for its log.',
  MessageTypeNotSupported:
    'The station does not know this kind of message at all: its RPC layer is incomplete.',
  NotImplemented: 'The firmware of the station does not know this command.',
  NotSupported:
    'The station knows this command and has not got the feature (or it is switched off).',
  OccurrenceConstraintViolation:
    'The station misses a field, or got more items than it takes: see ItemsPerMessage in its device model.',
  PropertyConstraintViolation: 'A value is out of the range that the station takes.',
  ProtocolError: 'The station found the payload incomplete.',
  RpcFrameworkError: 'The station could not read the frame as a CALL.',
  SecurityError:
    'The station does not allow this now, for example because its boot is not accepted yet.',
  TypeConstraintViolation: 'A value has another JSON type than the station expects.',
};

/** Where an action gives an error a narrower sense, by `action code`, of one version only by `version action code`. */
const ERRORS_OF_ACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    '1.6 UpdateFirmware NotSupported':
      'The station takes signed firmware only: send it with signingCertificate and signature (1.6 security whitepaper, L01.FR.20).',
    'SetChargingProfile NotSupported': 'The station has no smart charging.',
    'ClearChargingProfile NotSupported': 'The station has no smart charging.',
    'GetCompositeSchedule NotSupported': 'The station has no smart charging.',
    'GetChargingProfiles NotSupported': 'The station has no smart charging.',
    'SendLocalList NotSupported': 'The station has no local authorization list.',
    'GetLocalListVersion NotSupported': 'The station has no local authorization list.',
    'ReserveNow NotSupported': 'The station cannot be reserved.',
    'CancelReservation NotSupported': 'The station cannot be reserved.',
    'SetDisplayMessage NotSupported': 'The station has no display for messages.',
    'GetDisplayMessages NotSupported': 'The station has no display for messages.',
    'ClearDisplayMessage NotSupported': 'The station has no display for messages.',
    '1.6 ExtendedTriggerMessage NotImplemented':
      'The station does not have the security extension of 1.6.',
    '1.6 GetLog NotImplemented':
      'The station does not have the security extension of 1.6: it knows GetDiagnostics only.',
    'SetVariables OccurrenceConstraintViolation':
      'The station takes fewer variables in one message. Get its base report, so that ItemsPerMessage is known here.',
    'GetVariables OccurrenceConstraintViolation':
      'The station takes fewer variables in one message. Get its base report, so that ItemsPerMessage is known here.',
    'SetVariables FormatViolation':
      'The station could not read the payload, or it was longer than its BytesPerMessage: get its base report.',
    'GetVariables FormatViolation':
      'The station could not read the payload, or it was longer than its BytesPerMessage: get its base report.',
  }),
);

export function causeOfError(
  version: Version,
  action: string,
  { errorCode, errorDescription }: CallError,
): string {
  const code = readErrorCode(errorCode);
  const known = code === undefined ? undefined : meaningOf(version, action, code);
  const meaning = known ?? `OCPP knows no error ${errorCode}.`;
  return errorDescription === '' ? meaning : `${meaning} The station says: ${errorDescription}`;
}

function meaningOf(version: Version, action: string, code: RpcErrorCode): string {
  return (
    ERRORS_OF_ACTIONS.get(`${version} ${action} ${code}`) ??
    ERRORS_OF_ACTIONS.get(`${action} ${code}`) ??
    ERRORS[code]
  );
}

/** Statuses that say no, in general … */
const STATUSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ConditionNotSupported: 'The station cannot check a condition of this tariff.',
    DownloadOngoing: 'A station behind this one is downloading that firmware now: try later.',
    Duplicate: 'There is a monitor of this type and severity on this variable already.',
    DuplicateTariffId: 'A tariff with this id is there already; changed tariffs need new ids.',
    EmptyResultSet: 'Nothing in the station matches: there will be no report.',
    Failed: 'The station tried and failed.',
    Faulted: 'The EVSE is faulted.',
    Invalid: 'The station does not take this way of naming the customer.',
    InvalidCertificate: 'The signing certificate of the firmware is not valid for this station.',
    LanguageNotSupported: 'The display cannot show this language.',
    NoCurrencyChange: 'A transaction keeps its currency: the new tariff has another.',
    NoFirmware: 'The station does not publish firmware with this checksum.',
    NoProfile: 'The station has no profile for priority charging.',
    NoProfiles: 'No charging profile in the station matches: there will be no report.',
    NotFound: 'The station has nothing that matches.',
    NotImplemented: 'The station cannot be asked for this message.',
    NotSupported: 'The station does not support this.',
    NotSupportedAttributeType: 'The variable has no attribute of this type.',
    NotSupportedMessageFormat: 'The display cannot show this message format.',
    NotSupportedPriority: 'The display does not support this priority.',
    NotSupportedState: 'The display cannot show messages by this state.',
    NoTariff: 'The station has no such tariff.',
    Occupied: 'The EVSE is occupied or reserved already.',
    OngoingAuthorizedTransaction: 'A transaction is under way there: stop it first.',
    Rejected: 'The station rejected it without a reason.',
    RevokedCertificate: 'The signing certificate of the firmware has been revoked.',
    TooManyElements: 'The tariff has more elements than the station takes.',
    TxNotFound: 'The station does not know this transaction.',
    Unavailable: 'The EVSE is set unavailable (Inoperative).',
    Unknown: 'The station has nothing that matches.',
    UnknownComponent: 'The station has no such component.',
    UnknownConnector: 'The station has no such connector.',
    UnknownMessageId: 'The station knows this vendor, and not this message.',
    UnknownTransaction: 'The station does not know this transaction.',
    UnknownVariable: 'The component has no such variable (in 1.6: no such key).',
    UnknownVendorId: 'The station knows nothing of this vendor.',
    UnlockFailed:
      'The lock did not open: the cable may be under tension, or the lock broken. Somebody must look.',
    UnsupportedMonitorType: 'The variable cannot have a monitor of this type.',
    VersionMismatch:
      'The list in the station is not the one that this change is made for: send the full list.',
  }),
);

/** … and of one command, by `command status`. */
const STATUSES_OF_COMMANDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    'CancelReservation Rejected': 'The station has no reservation with this id.',
    'CertificateSigned Rejected':
      'The station does not accept the certificate: chain, key or validity are wrong.',
    'ClearCache Rejected': 'The station could not clear its cache, or has none.',
    'DeleteCertificate Failed':
      'The station could not delete the certificate: it may be in use, as its own or as the root of this connection.',
    'GetCompositeSchedule Rejected':
      'The station cannot calculate it, for example for an EVSE that it does not have.',
    'GetLog Rejected': 'The station cannot upload this log, for example because there is none.',
    'InstallCertificate Failed':
      'The station could not store the certificate: its store may be full.',
    'InstallCertificate Rejected': 'The certificate is not valid.',
    'RequestStartTransaction Rejected':
      'The EVSE is reserved for another, occupied, faulted or unavailable, or the station must be told which EVSE.',
    'RequestStopTransaction Rejected': 'The station has no transaction with this id under way.',
    'ReserveNow Rejected': 'The station does not take reservations (or not without an EVSE).',
    'Reset Rejected': 'The station cannot reset now, for example because it updates its firmware.',
    'SendLocalList Failed': 'The station could not take the list: it may be too long.',
    'SetChargingProfile Rejected':
      'The station does not take this profile: unknown transaction, stack level too high, or a unit that it does not use.',
    'SetNetworkProfile Rejected':
      'The station does not take this profile, for example of a lower security profile.',
    'SetVariables Rejected': 'The value is out of range, or the variable cannot be written.',
    'GetVariables Rejected': 'The variable cannot be read (it is write-only).',
    'TriggerMessage Rejected': 'The station cannot send this message now.',
    'UpdateFirmware Rejected': 'The station cannot update now.',
  }),
);

type StandardReason = keyof typeof REASON_CODES;

/** What the standard's reason codes mean; a station may have others. */
const REASONS: Readonly<Record<StandardReason, string>> = {
  BatteryDamaged: 'a battery is damaged',
  BatterySoC: 'the charge of a battery is not acceptable',
  BatterySoHLow: 'the health of a battery is too low',
  BatteryType: 'a battery is of the wrong type',
  BatteryUnknown: 'a battery is not known',
  CSNotAccepted: 'its boot is not accepted yet',
  DuplicateProfile: 'there is a profile with this stack level and purpose already',
  DuplicateRequestId: 'the requestId was used before',
  FixedCable: 'the cable is fixed to the station',
  FwUpdateInProgress: 'a firmware update is in progress',
  InternalError: 'it failed inside',
  InvalidCertificate: 'the certificate is not valid',
  InvalidCSR: 'the signing request is not valid',
  InvalidIdToken: 'the token is not valid',
  InvalidMessageSeq: 'the message is not expected at this moment',
  InvalidProfile: 'the charging profile is not valid',
  InvalidProfileId: 'the id of the charging profile is not allowed',
  InvalidSchedule: 'the charging schedule is not valid',
  InvalidStackLevel: 'the stack level is not allowed',
  InvalidURL: 'the URL is not valid',
  InvalidValue: 'a value is not valid',
  MissingDevModelInfo: 'the device model lacks what is needed',
  MissingParam: 'a parameter is missing',
  NoBatteryAvailable: 'no battery is available',
  NoCable: 'no cable is plugged in',
  NoError: 'there is no error',
  NoFreqWattCurve: 'there is no frequency-watt curve',
  NoPhaseForDC: 'DC has no phases',
  NoSignalWattCurve: 'there is no signal-watt curve',
  NotEnabled: 'the feature is switched off',
  NotFound: 'nothing matches',
  OutOfMemory: 'it has no memory left',
  OutOfStorage: 'it has no storage left',
  RateLimitExceeded: 'it was asked too often',
  ReadOnly: 'the variable can only be read',
  RedirectNotAllowed: 'the server redirects, which is not allowed',
  TooLargeElement: 'an element is too large',
  TooManyElements: 'there are too many elements',
  TxInProgress: 'a transaction is under way',
  TxNotFound: 'there is no such transaction',
  TxStarted: 'a transaction has started already',
  UnknownConnectorId: 'there is no such connector',
  UnknownConnectorType: 'it has no connector of this type',
  UnknownEvse: 'there is no such EVSE',
  UnknownTxId: 'there is no such transaction',
  Unspecified: 'it gives no reason',
  UnsupportedKind: 'it does not support this kind of profile',
  UnsupportedParam: 'it does not support a parameter',
  UnsupportedPurpose: 'it does not support this purpose',
  UnsupportedRateUnit: 'it does not support this unit (A or W)',
  UnsupportedRequest: 'it does not support this',
  ValueOutOfRange: 'a value is out of range',
  ValuePositiveOnly: 'a value must be positive',
  ValueTooHigh: 'a value is too high',
  ValueTooLow: 'a value is too low',
  ValueZeroNotAllowed: 'a value must not be zero',
  WriteOnly: 'the variable can only be written',
};

const REASONS_BY_CODE: ReadonlyMap<string, string> = new Map(Object.entries(REASONS));

interface StatusInfo {
  readonly reasonCode: string;
  readonly additionalInfo?: string;
}

/** Why a station said no, in one or two sentences. */
export function causeOfStatus(
  command: string,
  status: string,
  info: StatusInfo | undefined,
): string {
  const specific = STATUSES_OF_COMMANDS.get(`${command} ${status}`);
  const general = STATUSES.get(status) ?? `The station answered ${status}.`;
  if (info === undefined) return specific ?? general;
  const reason = REASONS_BY_CODE.get(info.reasonCode) ?? `its reason is ${info.reasonCode}`;
  const words = info.additionalInfo === undefined ? '' : ` (${info.additionalInfo})`;
  const what =
    status === 'Rejected' ? 'The station rejected it' : withoutGuess(specific ?? general);
  return `${what}: ${reason}${words}.`;
}

/** What stands behind a colon is what it could be, or what helps then: no more when the station says what it is. */
function withoutGuess(cause: string): string {
  return cause.replace(/(: .*)?\.$/, '');
}
