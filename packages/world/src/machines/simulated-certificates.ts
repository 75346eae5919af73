import { createHash } from 'node:crypto';
import type { Clock, TlsIdentity } from '@northbound/rpc';
import type {
  CertificateSubject,
  CertificateTools,
  ExpectedCertificate,
} from '@northbound/station';

/** No certificate of the world expires while it lasts. */
const EXPIRY_MS = Date.UTC(2040, 0, 1);
/** What a small controller takes for a pair of keys. */
const KEYS_MS = 2_000;

/** What stands in a certificate of the world, and in a request for one. */
export interface Contents {
  readonly commonName: string;
  /** The name of the pair of keys. */
  readonly key: string;
  /** Two certificates for one key are two. */
  readonly serial?: number;
}

/** A certificate of the world. */
export function simulatedCertificate(contents: Contents): string {
  return pem('CERTIFICATE', contents);
}

/** What a station is delivered with. */
export function factoryPair(commonName: string): Required<Pick<TlsIdentity, 'cert' | 'key'>> {
  const key = `factory key of ${commonName}`;
  return { cert: simulatedCertificate({ commonName, key }), key: secretOf(key) };
}

/** Of a request, or of a certificate that leads a chain; undefined of anything else. */
export function contentsOf(text: string): Contents | undefined {
  const [, body] = /^-----BEGIN [A-Z ]+-----\n([\w+/=]+)\n-----END/.exec(text) ?? [];
  if (body === undefined) return undefined;
  const value: unknown = JSON.parse(Buffer.from(body, 'base64').toString());
  return isContents(value) ? value : undefined;
}

/** Whether a private key belongs to a certificate. */
export function isPair({ cert, key }: TlsIdentity): boolean {
  const contents = cert === undefined ? undefined : contentsOf(cert);
  return contents !== undefined && key === secretOf(contents.key);
}

/** How many pairs of keys a machine has made: no two of them have one name. */
export interface KeyCount {
  made: number;
}

/**
 * Certificates without cryptography, which takes real threads that no seed can order: what matters here is what is
 * stored and said about them, whose key it is, and that any of it may be cut short.
 */
export class SimulatedCertificates implements CertificateTools {
  readonly #clock: Clock;
  readonly #keys: KeyCount;

  constructor(clock: Clock, keys: KeyCount) {
    this.#clock = clock;
    this.#keys = keys;
  }

  async request({ commonName }: CertificateSubject) {
    this.#keys.made += 1;
    const key = `key ${this.#keys.made} of ${commonName}`;
    await new Promise<void>((resolve) => this.#clock.after(KEYS_MS, resolve));
    return { csr: pem('CERTIFICATE REQUEST', { commonName, key }), privateKey: secretOf(key) };
  }

  async chainProblem(chain: string, { privateKey, commonName }: ExpectedCertificate) {
    if (!isPair({ cert: chain, key: privateKey })) return 'is for another key';
    return contentsOf(chain)?.commonName === commonName ? undefined : 'is of somebody else';
  }

  async rootProblem(text: string) {
    return contentsOf(text) === undefined ? 'is no certificate' : undefined;
  }

  async isIssuedBy() {
    return false;
  }

  async hashData(text: string) {
    return {
      hashAlgorithm: 'SHA256',
      issuerNameHash: hashOf(`name of ${text}`),
      issuerKeyHash: hashOf(`key of ${text}`),
      serialNumber: hashOf(text).slice(0, 16),
    } as const;
  }

  async expiryMs() {
    return EXPIRY_MS;
  }
}

function pem(label: string, contents: Contents): string {
  const body = Buffer.from(JSON.stringify(contents)).toString('base64');
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

function secretOf(key: string): string {
  return `secret of ${key}`;
}

function isContents(value: unknown): value is Contents {
  return typeof value === 'object' && value !== null && 'commonName' in value && 'key' in value;
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
