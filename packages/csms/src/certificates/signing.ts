import { type Core, commit } from '../core.ts';
import type { Warn } from '../gateway/refusals.ts';
import type { JobEnd, Jobs } from '../jobs/jobs.ts';
import type { Notices } from '../notices/notices.ts';
import { isObject } from '../remote-control/command.ts';
import type { CommandRequest, Sending } from '../remote-control/sending.ts';
import type { Station } from '../stations/station.ts';
import type { CertificateAuthority, CertificateUse, SigningRequest } from './authority.ts';

const KIND = 'sign-certificate';
const USUAL: CertificateUse = 'ChargingStationCertificate';
/** By then a station has long asked anew (CertSigningWaitMinimum, doubled each time). */
const QUEUE_FOR_S = 86_400;

/** SignCertificate, in the words of 2.1. */
type Asked = Pick<SigningRequest, 'csr' | 'hashRootCertificate'> & {
  readonly certificateType?: CertificateUse;
  readonly requestId?: number;
};

type Stored = Asked & { readonly stationId: string };

interface SigningParts {
  readonly core: Core;
  readonly jobs: Jobs;
  readonly sending: Sending;
  readonly notices: Notices;
  readonly authority: CertificateAuthority;
  /** Told when the authority refuses: the station hears nothing of it, and asks again. */
  readonly warn: Warn;
}

/**
 * Certificates that stations ask for (2.1 part 2, A02 and A03; 1.6 whitepaper, 4.2): the request is on disk before it
 * is accepted, goes to the authority, and the chain goes to the station, over restarts and absences of either.
 */
export class Signing {
  readonly #parts: SigningParts;
  /** Of each station and type for which the authority is at work, what was asked for last, by key of its job. */
  readonly #newest = new Map<string, Asked>();

  constructor(parts: SigningParts) {
    this.#parts = parts;
    parts.jobs.define(KIND, ({ key, payload }) => this.#run(key, payload));
  }

  /** @returns whether the authority will look at it */
  async requested(station: Station, asked: Asked): Promise<boolean> {
    const { core, jobs, notices, authority } = this.#parts;
    const type = asked.certificateType ?? USUAL;
    const isSigned = authority.signs.has(type);
    const key = JSON.stringify([station.id, type]);
    const notice = notices.change(station, 'SignCertificate', asked);
    const payload: Stored = { ...asked, stationId: station.id };
    const job = jobs.schedule({ kind: KIND, key, dueAtMs: core.clock.epochMs(), payload });
    const underWay = this.#newest.get(key);
    // A station that has waited for long asks for the same again (A02.FR.17).
    const isRepeated = underWay !== undefined && isSame(underWay, asked);
    await commit(core, notice, ...(isSigned && !isRepeated ? [job] : []));
    if (this.#newest.has(key)) this.#newest.set(key, asked);
    return isSigned;
  }

  async #run(key: string, payload: unknown): Promise<JobEnd | undefined> {
    if (!isStored(payload)) return undefined;
    this.#newest.set(key, payload);
    try {
      const chain = await this.#chain(payload);
      // To the station a chain for the key of before would be an attack, and end its renewal (A02.FR.07, .20).
      const isWanted = isSame(this.#newest.get(key), payload);
      if (chain !== undefined && isWanted) await this.#send(payload, chain);
    } finally {
      this.#newest.delete(key);
    }
    return undefined;
  }

  async #chain({ requestId: _, certificateType, ...asked }: Stored): Promise<string | undefined> {
    const { authority, warn } = this.#parts;
    const request = { ...asked, certificateType: certificateType ?? USUAL };
    const signed = await authority.sign(request);
    if ('certificateChain' in signed) return signed.certificateChain;
    const { stationId } = request;
    warn({ stationId }, `a certificate of ${stationId} is not signed: ${signed.refusedBecause}`);
    return undefined;
  }

  async #send(asked: Stored, certificateChain: string): Promise<void> {
    const { stationId, certificateType, requestId } = asked;
    const request: CommandRequest<'CertificateSigned'> = {
      certificateChain,
      // A02.FR.14 and .25: as they were asked for.
      ...(certificateType === undefined ? {} : { certificateType }),
      ...(requestId === undefined ? {} : { requestId }),
    };
    const options = { by: 'certificates', queueForS: QUEUE_FOR_S };
    await this.#parts.sending.send(stationId, 'CertificateSigned', request, options);
  }
}

function isSame(one: Asked | undefined, other: Asked): boolean {
  return one?.csr === other.csr && one.requestId === other.requestId;
}

function isStored(value: unknown): value is Stored {
  return isObject(value) && typeof value.csr === 'string' && typeof value.stationId === 'string';
}
