import type { InboundMessage } from '@northbound/rpc';
import { type Core, commit, type StationContext } from '../core.ts';
import type { Station } from '../stations/station.ts';
import {
  type BootAnswer,
  type BootInformation,
  bootAnswer,
  type ProvisioningSettings,
  recordBoot,
} from './domain.ts';
import type { Registrations } from './registrations.ts';

export interface BootParts {
  readonly core: Core;
  readonly settings: ProvisioningSettings;
  readonly registrations: Registrations;
}

/** A boot in any version: stored, then answered. */
export function answerBoot(
  { core, settings, registrations }: BootParts,
  { station, certificateName }: StationContext,
  boot: BootInformation,
  { messageId }: InboundMessage,
): Promise<BootAnswer> {
  return station.serially(async () => {
    // One that was removed while this waited must not come back into the books by it.
    if (core.stations.get(station.id) !== station) return bootAnswer(core, settings, 'Rejected');
    const doubt = otherBox(station, boot);
    if (doubt !== undefined) core.remark(station, messageId, doubt);
    if (!ownsCertificate(station.id, boot, certificateName)) {
      station.connection?.peer.close(1008, 'The certificate is that of another serial number.');
      return bootAnswer(core, settings, 'Rejected');
    }
    const registration = registrations.next(station);
    await commit(core, recordBoot(core, station, boot, registration));
    return bootAnswer(core, settings, registration);
  });
}

/** A box that is replaced is not connected any more when the other one boots. */
function otherBox(
  { connection, record }: Station,
  { serialNumber, vendor, model }: BootInformation,
): string | undefined {
  if (connection?.takesPlace !== true || record.lastBootAtMs === undefined) return undefined;
  const known = [record.vendor, record.model, record.serialNumber];
  const told = [vendor, model, serialNumber];
  if (known.every((name, index) => name === told[index])) return undefined;
  const nameOf = (names: typeof told) => names.filter((name) => name !== undefined).join(' ');
  return `another station has this identity: ${nameOf(told)} took the place of ${nameOf(known)}, which was connected`;
}

/**
 * 2.1 part 2, B01.FR.11 and FR.12: a station with a certificate must be the one whose serial number is its common name.
 * A name that is the station's identity was checked at the handshake.
 */
function ownsCertificate(
  stationId: string,
  { serialNumber }: BootInformation,
  certificateName: string | undefined,
): boolean {
  if (certificateName === undefined || certificateName === stationId) return true;
  return certificateName === serialNumber;
}
