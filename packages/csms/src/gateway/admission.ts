import type { Admission, Handshake } from '@northbound/rpc';
import type { Core, StationContext } from '../core.ts';
import { type PasswordChanges, spellingsOf } from '../security/password-changes.ts';
import { saveStation } from '../stations/sql.ts';
import type { SecurityProfile, Station, StationRecord } from '../stations/station.ts';
import type { Credentials, PasswordVerdict } from './credentials.ts';

/** Who may connect: stations that somebody registered, or everybody. */
export type AdmissionPolicy = 'known' | 'open';

interface PasswordCheck {
  readonly credentials: Credentials;
  readonly changes: PasswordChanges;
}

/** Decides on a handshake, before the WebSocket is opened (2.1 part 4, 3.1; part 2, A00). */
export function createAdmission(core: Core, policy: AdmissionPolicy, passwords: PasswordCheck) {
  return async (handshake: Handshake): Promise<Admission<StationContext>> => {
    const known = core.stations.get(handshake.identity);
    if (!namesStation(handshake, known?.record)) {
      const name = handshake.clientCertificate?.commonName ?? 'nobody';
      return refused(401, `its certificate is for ${name}`);
    }
    const station = known ?? (policy === 'open' ? await admitStranger(core, handshake) : undefined);
    if (station === undefined) return refused(404, 'it is not registered');
    const verdict = await judgePassword(passwords, station, handshake);
    if (verdict === 'busy') return refused(429, 'too many passwords were to be checked at once');
    if (verdict === 'wrong') {
      const isShown = handshake.password !== undefined;
      return refused(401, isShown ? 'its password is wrong' : 'it showed no password');
    }
    const securityProfile = securityProfileOf(handshake, station.passwords.current !== undefined);
    // A05.FR.07: no way back to a lower profile; an operator who sets a password anew opens one.
    if (securityProfile < station.record.securityProfile) {
      const less = `security profile ${securityProfile}, and had ${station.record.securityProfile} before`;
      return refused(401, `it came with ${less}; a password set anew lets it in`);
    }
    return {
      accept: true,
      context: {
        station,
        version: handshake.version,
        securityProfile,
        connectedAtMs: core.clock.epochMs(),
        ...certificateNameOf(handshake),
      },
    };
  };
}

type Refused = Extract<Admission<StationContext>, { readonly accept: false }>;

/** @param problem a clause for the operator; the station is told the status only */
function refused(status: Refused['status'], problem: string): Refused {
  return { accept: false, status, problem };
}

/** A00: a certificate speaks for itself; without one a station that has a password must show it. */
async function judgePassword(
  { credentials, changes }: PasswordCheck,
  station: Station,
  { clientCertificate, password }: Handshake,
): Promise<PasswordVerdict> {
  if (clientCertificate !== undefined) return 'right';
  const { current, next } = station.passwords;
  const otherwise = current === undefined ? 'right' : 'wrong';
  if (password === undefined) return otherwise;
  for (const hash of [current, next]) {
    if (hash === undefined) continue;
    for (const spelling of spellingsOf(password)) {
      const verdict = await credentials.check(station, hash, spelling);
      if (verdict === 'right' && hash === next) await changes.shown(station, password);
      if (verdict !== 'wrong') return verdict;
    }
  }
  return otherwise;
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
