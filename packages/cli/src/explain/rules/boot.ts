import type { Finding, Observed, RequestMessage, SessionRule } from '../model.ts';
import { textField } from '../payload.ts';
import { place } from '../places.ts';

/** Where a station stands between its start and its acceptance (2.1 part 2, B01 to B03; 1.6 §4.2). */
type Registration = 'unknown' | 'booting' | 'Pending' | 'Rejected' | 'Accepted';

/** What a CSMS may send to a station that is Pending (B02.FR.01; A00.FR.429 for its certificate). */
const ALLOWED_WHILE_PENDING: ReadonlySet<string> = new Set([
  'CertificateSigned',
  'ChangeConfiguration',
  'DeleteCertificate',
  'ExtendedTriggerMessage',
  'GetBaseReport',
  'GetConfiguration',
  'GetInstalledCertificateIds',
  'GetReport',
  'GetVariables',
  'InstallCertificate',
  'SetVariables',
  'TriggerMessage',
]);

/** Requests of the CSMS that make a Pending station send something. */
const CAUSES: Readonly<Record<string, (request: RequestMessage) => string | undefined>> = {
  GetBaseReport: () => 'NotifyReport',
  GetReport: () => 'NotifyReport',
  TriggerMessage: triggeredAction,
  ExtendedTriggerMessage: triggeredAction,
};

function triggeredAction({ payload }: RequestMessage): string | undefined {
  const message = textField(payload, 'requestedMessage');
  return message?.startsWith('Sign') ? 'SignCertificate' : message;
}

/** Messages before the station was accepted. */
export function bootRule(): SessionRule {
  let registration: Registration = 'unknown';
  /** What holds again when the boot that is under way is refused. */
  let registrationBefore: Registration = 'unknown';
  let callsBeforeBoot = 0;
  const caused = new Set<string>();

  function answered({ message, call }: Observed): Finding[] {
    if (call?.message.action !== 'BootNotification') return [];
    if (message.kind === 'CALLERROR' && registration === 'booting') {
      registration = registrationBefore;
    }
    if (message.kind !== 'CALLRESULT') return [];
    const status = textField(message.payload, 'status');
    if (status === 'Accepted' || status === 'Pending' || status === 'Rejected') {
      registration = status;
      caused.clear();
    }
    return [];
  }

  function booted({ version }: Observed, { payload }: RequestMessage): Finding[] {
    // Without a payload it is no call that a CSMS can read, and says nothing of a start.
    if (payload === undefined) return [];
    const early = registration === 'unknown' ? callsBeforeBoot : 0;
    if (registration !== 'booting') registrationBefore = registration;
    registration = 'booting';
    if (early === 0) return [];
    return [
      {
        rule: 'before-accepted',
        severity: 'warning',
        message: `${early === 1 ? 'One call' : `${early} calls`} of the station came before this BootNotification; after a start it must be the first (no fault if the log begins in the middle of a session).`,
        code: 'SecurityError',
        place: place(version, '1.6 §4.2', 'B01'),
      },
    ];
  }

  function stationSends(observed: Observed, request: RequestMessage): Finding[] {
    if (request.action === 'BootNotification') return booted(observed, request);
    if (registration === 'unknown') callsBeforeBoot += 1;
    if (registration === 'unknown' || registration === 'Accepted') return [];
    if (registration === 'Pending' && caused.has(request.action)) return [];
    const state =
      registration === 'booting' ? 'before its boot was answered' : `while it is ${registration}`;
    const useCase = registration === 'booting' ? 'B01' : registration === 'Pending' ? 'B02' : 'B03';
    return [
      {
        rule: 'before-accepted',
        severity: 'error',
        message: `The station sends ${request.action} ${state}.`,
        code: 'SecurityError',
        place: place(observed.version, '1.6 §4.2', useCase),
      },
    ];
  }

  function csmsSends({ version }: Observed, request: RequestMessage): Finding[] {
    if (registration === 'unknown' || registration === 'Accepted') return [];
    if (registration === 'Pending' && ALLOWED_WHILE_PENDING.has(request.action)) {
      const action = CAUSES[request.action]?.(request);
      if (action !== undefined) caused.add(action);
      return [];
    }
    // 1.6 forbids only remote starts and stops to a Pending station.
    const isRemote = request.action.startsWith('Remote');
    if (version === '1.6' && registration === 'Pending' && !isRemote) return [];
    const state = registration === 'booting' ? 'has not been accepted yet' : `is ${registration}`;
    return [
      {
        rule: 'before-accepted',
        severity: 'error',
        message: `The CSMS sends ${request.action} to a station that ${state}.`,
        code: 'SecurityError',
        place: place(version, '1.6 §4.2', registration === 'Pending' ? 'B02' : 'B03'),
      },
    ];
  }

  return {
    see(observed) {
      const { message, sender } = observed;
      if (message.kind !== 'CALL' && message.kind !== 'SEND') return answered(observed);
      return sender === 'CSMS' ? csmsSends(observed, message) : stationSends(observed, message);
    },
  };
}
