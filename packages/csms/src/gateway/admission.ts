import type { Admission, Handshake } from '@northbound/rpc';
import type { Core, StationContext } from '../core.ts';
import { saveStation } from '../stations/sql.ts';
import type { SecurityProfile, Station, StationRecord } from '../stations/station.ts';
import type { Credentials } from './credentials.ts';

/** Who may connect: stations that somebody registered, or everybody. */
export type AdmissionPolicy = 'known' | 'open';

/** Decides on a handshake, before the WebSocket is opened (2.1 part 4, 3.1; part 2, A00). */
export function createAdmission(core: Core, policy: AdmissionPolicy, credentials: Credentials) {
  return async (handshake: Handshake): Promise<Admission<StationContext>> => {
    const known = core.stations.get(handshake.identity);
    if (!namesStation(handshake, known?.record)) return { accept: false, status: 401 };
    const station = known ?? (policy === 'open' ? await admitStranger(core, handshake) : undefined);
    if (station === undefined) return { accept: false, status: 404 };
    const { passwordHash } = station.record;
    if (passwordHash !== undefined) {
      // Registered with a password: security profile 0 is below what was agreed for this station.
      if (handshake.password === undefined) return { accept: false, status: 401 };
      const verdict = await credentials.check(station, passwordHash, handshake.password);
      if (verdict === 'wrong') return { accept: false, status: 401 };
      if (verdict === 'busy') return { accept: false, status: 429 };
    }
    return {
      accept: true,
      context: {
        station,
        version: handshake.version,
        securityProfile: securityProfileOf(handshake, passwordHash !== undefined),
        connectedAtMs: core.clock.epochMs(),
        ...certificateNameOf(handshake),
      },
    };
  };
}

/**
 * A certificate speaks for the station whose serial number is its common name (2.1 part 2, A00.FR.412), or whose
 * identity is: any other, though verified, belongs to somebody else.
 */
function namesStation(
  { identity, clientCertificate }: Handshake,
  record: StationRecord | undefined,
): boolean {
  if (clientCertificate === undefined) return true;
  const { commonName } = clientCertificate;
  if (commonName === undefined || commonName === '') return false;
  return commonName === identity || commonName === record?.serialNumber;
}

function certificateNameOf({
  clientCertificate,
}: Handshake): Pick<StationContext, 'certificateName'> {
  const certificateName = clientCertificate?.commonName;
  return certificateName === undefined ? {} : { certificateName };
}

async function admitStranger(core: Core, { identity }: Handshake): Promise<Station> {
  const record: StationRecord = { id: identity, admission: 'Open', securityProfile: 0 };
  await core.database.write([saveStation(record)]);
  return core.stations.add(record);
}

/** 2.1 part 2, A00: 3 shows a certificate, 2 and 1 a password with and without TLS, 0 nothing. */
function securityProfileOf(
  { secure, clientCertificate }: Pick<Handshake, 'secure' | 'clientCertificate'>,
  hasPassword: boolean,
): SecurityProfile {
  if (clientCertificate !== undefined) return 3;
  if (!hasPassword) return 0;
  return secure ? 2 : 1;
}
