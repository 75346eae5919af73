import { type Gate, RpcError } from '@northbound/rpc';
import type { StationContext } from '../core.ts';
import type { Station } from '../stations/station.ts';

/**
 * What passes before a boot is accepted. Nothing at all with a station that has not booted, or was rejected: it may send
 * BootNotification only (2.1 part 2, B01.FR.10, B03.FR.03 and FR.07). One that is Pending may be asked and configured,
 * except for starts and stops of transactions, and may send what it was told to send (B02.FR.01, FR.02, FR.05, FR.09;
 * 1.6 edition 2, 4.2, which names no error: SecurityError there too). The registration is stored: after a lost
 * connection, or a restart of this CSMS, a station goes on without another boot.
 */
export const registrationGate: Gate<StationContext> = (action, direction, { station }) => {
  const { registration } = station.record;
  if (registration === 'Accepted') return undefined;
  if (direction === 'in') {
    if (action === 'BootNotification') return undefined;
    if (registration === 'Pending' && isInstructed(station, action)) return undefined;
    return new RpcError('SecurityError', 'The boot of this station has not been accepted yet.');
  }
  if (registration === undefined) {
    return new RpcError('SecurityError', 'The station has not sent a BootNotification yet.');
  }
  if (registration === 'Rejected') {
    return new RpcError('SecurityError', 'The boot of this station was rejected.');
  }
  if (!NOT_WHILE_PENDING.has(action)) return undefined;
  return new RpcError('SecurityError', 'Accept the station first: it is Pending.');
};

const NOT_WHILE_PENDING: ReadonlySet<string> = new Set([
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'RequestStartTransaction',
  'RequestStopTransaction',
]);

/** A vendor's own trigger may bring any message. */
const ANY = '*';

/** What a station may send after a trigger; other triggers are called like their messages. */
const TRIGGERED: Readonly<Record<string, readonly string[]>> = {
  CustomTrigger: [ANY],
  FirmwareStatusNotification: ['FirmwareStatusNotification', 'SignedFirmwareStatusNotification'],
  SignChargePointCertificate: ['SignCertificate'],
  SignChargingStationCertificate: ['SignCertificate'],
  SignCombinedCertificate: ['SignCertificate'],
  SignV2G20Certificate: ['SignCertificate'],
  SignV2GCertificate: ['SignCertificate'],
  // 2.1 may tell the state of a connector by either message.
  StatusNotification: ['StatusNotification', 'NotifyEvent'],
};

/** Notes what a CALL to a station that is Pending tells it to send. */
export function noteInstruction(station: Station, action: string | undefined, text: string): void {
  if (station.record.registration !== 'Pending') return;
  const instructed = station.connection?.instructed;
  if (instructed === undefined) return;
  if (action === 'GetBaseReport' || action === 'GetReport') instructed.add('NotifyReport');
  if (action !== 'TriggerMessage' && action !== 'ExtendedTriggerMessage') return;
  const requested = requestedMessageOf(text);
  for (const message of TRIGGERED[requested] ?? [requested]) instructed.add(message);
}

function isInstructed({ connection }: Station, action: string): boolean {
  return connection?.instructed.has(action) === true || connection?.instructed.has(ANY) === true;
}

/** Of a frame of our own: it is what we made it. */
function requestedMessageOf(text: string): string {
  const frame: readonly [number, string, string, { readonly requestedMessage: string }] =
    JSON.parse(text);
  return frame[3].requestedMessage;
}
