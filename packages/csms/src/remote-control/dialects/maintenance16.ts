import type { Ocpp16, Ocpp21, Request } from '@northbound/protocol';
import { type Plan, type Step, step, unsupported } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';
import { connector16 } from './evse16.ts';

type LogAnswer = CommandAnswer<'GetLog'>;

/** GetLog of the security extension (whitepaper edition 3, 5.9); for older stations GetDiagnostics (1.6, 5.9). */
export function getLog16(request: Request<'2.1', 'GetLog'>): Plan<LogAnswer> {
  const { log, logType, requestId, retries, retryInterval } = request;
  if (logType === 'DataCollectorLog') return unsupported('OCPP 1.6 has no log of this type.');
  const repeated = {
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryInterval }),
  };
  const payload = { log, logType, requestId, ...repeated };
  const diagnostics =
    logType === 'DiagnosticsLog' ? getDiagnostics({ ...log, ...repeated }) : undefined;
  return { steps: [step('1.6', 'GetLog', payload, (answer): LogAnswer => answer, diagnostics)] };
}

interface Diagnostics {
  readonly remoteLocation: string;
  readonly oldestTimestamp?: string;
  readonly latestTimestamp?: string;
  readonly retries?: number;
  readonly retryInterval?: number;
}

/** Without a file name there is nothing that the station could send. */
function getDiagnostics({
  remoteLocation,
  oldestTimestamp,
  latestTimestamp,
  ...repeated
}: Diagnostics): Step<LogAnswer> {
  const payload = {
    location: remoteLocation,
    ...(oldestTimestamp === undefined ? {} : { startTime: oldestTimestamp }),
    ...(latestTimestamp === undefined ? {} : { stopTime: latestTimestamp }),
    ...repeated,
  };
  return step('1.6', 'GetDiagnostics', payload, ({ fileName }) =>
    fileName === undefined
      ? {
          status: 'Rejected',
          statusInfo: { reasonCode: 'NotFound', additionalInfo: 'It has no such diagnostics.' },
        }
      : { status: 'Accepted', filename: fileName },
  );
}

/** 1.6 edition 2, 5.19, and with a signature SignedUpdateFirmware (whitepaper, 5.21). */
export function updateFirmware16(
  request: Request<'2.1', 'UpdateFirmware'>,
): Plan<CommandAnswer<'UpdateFirmware'>> {
  const { firmware, requestId, retries, retryInterval } = request;
  const { location, retrieveDateTime, installDateTime, signingCertificate, signature } = firmware;
  if ((signingCertificate === undefined) !== (signature === undefined))
    unsupported('OCPP 1.6 has signed firmware with its certificate and signature, or neither.');
  const repeated = {
    ...(retries === undefined ? {} : { retries }),
    ...(retryInterval === undefined ? {} : { retryInterval }),
  };
  if (signingCertificate !== undefined && signature !== undefined) {
    const payload = {
      requestId,
      ...repeated,
      firmware: {
        location,
        retrieveDateTime,
        signingCertificate,
        signature,
        ...(installDateTime === undefined ? {} : { installDateTime }),
      },
    };
    return {
      steps: [step('1.6', 'SignedUpdateFirmware', payload, ({ status }) => ({ status }))],
    };
  }
  if (installDateTime !== undefined)
    unsupported('OCPP 1.6 can only put off the installation of signed firmware.');
  const payload = { location, retrieveDate: retrieveDateTime, ...repeated };
  return { steps: [step('1.6', 'UpdateFirmware', payload, () => ({ status: 'Accepted' }))] };
}

type Trigger = Ocpp21.MessageTriggerEnumType;
type TriggerPlan = Plan<CommandAnswer<'TriggerMessage'>>;

/** 1.6 edition 2, 7.33: what TriggerMessage can ask for. */
const TRIGGERS: { readonly [T in Trigger]?: Ocpp16.TriggerMessageRequest['requestedMessage'] } = {
  BootNotification: 'BootNotification',
  FirmwareStatusNotification: 'FirmwareStatusNotification',
  Heartbeat: 'Heartbeat',
  MeterValues: 'MeterValues',
  StatusNotification: 'StatusNotification',
  LogStatusNotification: 'DiagnosticsStatusNotification',
};

/** Whitepaper edition 3, 6.10: what only ExtendedTriggerMessage can ask for. */
const EXTENDED: {
  readonly [T in Trigger]?: Ocpp16.ExtendedTriggerMessageRequest['requestedMessage'];
} = {
  LogStatusNotification: 'LogStatusNotification',
  SignChargingStationCertificate: 'SignChargePointCertificate',
};

export function triggerMessage16({
  requestedMessage,
  evse,
}: Request<'2.1', 'TriggerMessage'>): TriggerPlan {
  const where = evse === undefined ? {} : { connectorId: connector16(evse) };
  const plain = TRIGGERS[requestedMessage];
  const extended = EXTENDED[requestedMessage];
  const asPlain =
    plain === undefined
      ? undefined
      : step('1.6', 'TriggerMessage', { requestedMessage: plain, ...where }, ({ status }) => ({
          status,
        }));
  const first =
    extended === undefined
      ? asPlain
      : step(
          '1.6',
          'ExtendedTriggerMessage',
          { requestedMessage: extended, ...where },
          ({ status }) => ({ status }),
          asPlain,
        );
  if (first === undefined) return unsupported(`OCPP 1.6 cannot be asked for ${requestedMessage}.`);
  return { steps: [first] };
}

/** 1.6 edition 2, 5.6: data is text there. */
export function dataTransfer16({
  vendorId,
  messageId,
  data,
}: Request<'2.1', 'DataTransfer'>): Plan<CommandAnswer<'DataTransfer'>> {
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  const payload = {
    vendorId,
    ...(messageId === undefined ? {} : { messageId }),
    ...(data === undefined ? {} : { data: text }),
  };
  return { steps: [step('1.6', 'DataTransfer', payload, (answer) => answer)] };
}
