import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import { SECURITY_EVENTS, type SecurityEvent } from '@northbound/protocol/tables';
import { type CallOptions, type CallOutcome, RpcError, type RpcPeer } from '@northbound/rpc';
import type { Core } from '../../core.ts';
import { dataTransfer } from '../../data-transfer/data-transfer.ts';
import { VARIABLE } from '../../device-model/names.ts';
import type { Maintenance } from '../../maintenance.ts';
import type { SecurityEntry } from '../../security/log.ts';

type Peer16 = RpcPeer<'1.6', 'ChargingStation'>;
type Outcome = Promise<CallOutcome<unknown>>;

const NOTHING_TO_SAY: Outcome = Promise.resolve({ outcome: 'answered', payload: {} });

/** Not critical in 1.6, and yet to be told (whitepaper L01.FR.02 and .03): its update was signed. */
const ALWAYS_TOLD = ['InvalidFirmwareSignature', 'InvalidFirmwareSigningCertificate'];

/**
 * The security extension counts as active from security profile 1 on: then security events are
 * told. Without it a CSMS of plain 1.6 would not know the message.
 */
export function securityEvent16(
  peer: Peer16,
  core: Core,
  { type, epochMs, techInfo }: SecurityEntry,
  options: CallOptions,
): Outcome {
  const isActive = core.variables.integer(VARIABLE.securityProfile) > 0;
  const event = securityEventOf(type);
  const isTold = (isActive && event?.critical16 === true) || ALWAYS_TOLD.includes(type);
  if (!isTold) return NOTHING_TO_SAY;
  const request = {
    type: event?.name16 ?? type,
    timestamp: new Date(epochMs).toISOString(),
    ...(techInfo !== undefined && { techInfo }),
  };
  return peer.tryCall('SecurityEventNotification', request, options);
}

function securityEventOf(type: string): SecurityEvent | undefined {
  const events: Readonly<Record<string, SecurityEvent>> = SECURITY_EVENTS;
  return events[type];
}

/** What plain 1.6 says of a state; null: it has no word, and nothing is told. */
const PLAIN: Readonly<
  Record<Ocpp21.FirmwareStatusEnumType, Ocpp16.FirmwareStatusNotificationStatus | null>
> = {
  Downloaded: 'Downloaded',
  DownloadFailed: 'DownloadFailed',
  Downloading: 'Downloading',
  DownloadPaused: null,
  DownloadScheduled: null,
  Idle: 'Idle',
  InstallationFailed: 'InstallationFailed',
  Installed: 'Installed',
  Installing: 'Installing',
  InstallRebooting: null,
  InstallScheduled: null,
  InstallVerificationFailed: 'InstallationFailed',
  InvalidSignature: 'DownloadFailed',
  SignatureVerified: null,
};

/** Whoever asks gets an answer: what was told last. */
const PLAIN_WHEN_ASKED: Partial<
  Record<Ocpp21.FirmwareStatusEnumType, 'Downloading' | 'Downloaded' | 'Installing' | 'Idle'>
> = {
  DownloadPaused: 'Downloading',
  DownloadScheduled: 'Idle',
  InstallRebooting: 'Installing',
  InstallScheduled: 'Downloaded',
  SignatureVerified: 'Downloaded',
};

export function firmwareStatus16(
  peer: Peer16,
  { status, requestId }: Ocpp21.FirmwareStatusNotificationRequest,
  extended: boolean,
  options: CallOptions,
): Outcome {
  if (extended) {
    const request = { status, ...(requestId !== undefined && { requestId }) };
    return peer.tryCall('SignedFirmwareStatusNotification', request, options);
  }
  const word = PLAIN[status];
  if (word === null) return NOTHING_TO_SAY;
  return peer.tryCall('FirmwareStatusNotification', { status: word }, options);
}

export function logStatus16(
  peer: Peer16,
  { status, requestId }: Ocpp21.LogStatusNotificationRequest,
  extended: boolean,
  options: CallOptions,
): Outcome {
  // 1.6 has no word for it.
  if (status === 'AcceptedCanceled') return NOTHING_TO_SAY;
  if (extended) {
    const request = { status, ...(requestId !== undefined && { requestId }) };
    return peer.tryCall('LogStatusNotification', request, options);
  }
  switch (status) {
    case 'Idle':
    case 'Uploading':
    case 'Uploaded':
      return peer.tryCall('DiagnosticsStatusNotification', { status }, options);
    default:
      return peer.tryCall('DiagnosticsStatusNotification', { status: 'UploadFailed' }, options);
  }
}

export function updateFirmware16(
  { firmware }: Maintenance,
  { location, retrieveDate, retries, retryInterval }: Ocpp16.UpdateFirmwareRequest,
): Ocpp16.UpdateFirmwareResponse {
  const request = {
    requestId: 0,
    firmware: { location, retrieveDateTime: retrieveDate },
    ...(retries !== undefined && { retries }),
    ...(retryInterval !== undefined && { retryInterval }),
  };
  const { status, statusInfo } = firmware.update(request, false);
  // The answer of 1.6 has no status.
  if (status === 'Rejected') throw new RpcError('GenericError', statusInfo?.reasonCode);
  return {};
}

export function getDiagnostics16(
  { logUpload }: Maintenance,
  { location, startTime, stopTime, retries, retryInterval }: Ocpp16.GetDiagnosticsRequest,
): Ocpp16.GetDiagnosticsResponse {
  const request = {
    logType: 'DiagnosticsLog',
    requestId: 0,
    log: {
      remoteLocation: location,
      ...(startTime !== undefined && { oldestTimestamp: startTime }),
      ...(stopTime !== undefined && { latestTimestamp: stopTime }),
    },
    ...(retries !== undefined && { retries }),
    ...(retryInterval !== undefined && { retryInterval }),
  } as const;
  const { filename } = logUpload.getLog(request, false);
  return filename === undefined ? {} : { fileName: filename };
}

/** TriggerMessage for the messages of plain 1.6. */
export function triggerPlain16(
  core: Core,
  { firmware, logUpload }: Maintenance,
  message: 'DiagnosticsStatusNotification' | 'FirmwareStatusNotification',
): Ocpp16.TriggerMessageStatus {
  const send =
    message === 'FirmwareStatusNotification'
      ? firmware.trigger(false, (status) => PLAIN_WHEN_ASKED[status] ?? status)
      : logUpload.trigger(false);
  if (send === undefined) return 'NotImplemented';
  core.after(0, send);
  return 'Accepted';
}

/** 1.6 has text only. */
export function dataTransfer16(
  { vendors }: Maintenance,
  request: Ocpp16.DataTransferRequest,
): Ocpp16.DataTransferResponse {
  const { status, data } = dataTransfer(vendors, request);
  if (data === undefined) return { status };
  return { status, data: typeof data === 'string' ? data : JSON.stringify(data) };
}
