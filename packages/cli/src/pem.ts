import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { TlsIdentity } from '@northbound/rpc';
import { UsageError } from './usage-error.ts';

/** A text of PEM, and where the user has it from: TLS would name neither when it is wrong. */
export interface Pem {
  readonly text: string;
  /** Begins a sentence: `--cert cs1.pem`. */
  readonly from: string;
}

/** @throws UsageError for a file that cannot be read */
export function pemFile(option: string, file: string): Pem {
  try {
    return { text: readFileSync(file, 'utf8'), from: `${option} ${file}` };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? `: ${error.code}` : '';
    throw new UsageError(`${option} ${file} cannot be read${code}.`);
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----/gs;

/** @returns the text, with one certificate at least @throws UsageError */
export function certificatesIn({ text, from }: Pem): string {
  const certificates = text.match(CERTIFICATE) ?? [];
  if (certificates.length === 0) throw new UsageError(`${from} holds no certificate as PEM.`);
  if (!certificates.every(isCertificate))
    throw new UsageError(`${from} holds a certificate that cannot be read.`);
  return text;
}

/** @param chain of certificates, the first of which it belongs to @returns the text @throws UsageError */
export function privateKeyOf(chain: string, { text, from }: Pem): string {
  const key = attempt(() => createPrivateKey(text));
  if (key === undefined)
    throw new UsageError(`${from} holds no private key as PEM that opens without a passphrase.`);
  if (!new X509Certificate(chain).checkPrivateKey(key))
    throw new UsageError(`${from} is not the key of the certificate.`);
  return text;
}

/**
 * What a station trusts, and what it shows.
 *
 * @throws UsageError for what is not what it should be, or one of a pair
 */
export function tlsIdentity(given: {
  readonly ca: Pem | undefined;
  readonly cert: Pem | undefined;
  readonly key: Pem | undefined;
}): TlsIdentity {
  const { ca, cert, key } = given;
  const roots = ca && { ca: [certificatesIn(ca)] };
  if (cert === undefined && key === undefined) return { ...roots };
  if (cert === undefined || key === undefined)
    throw new UsageError(`${(cert ?? key)?.from}: a certificate and its key belong together.`);
  const chain = certificatesIn(cert);
  return { ...roots, cert: chain, key: privateKeyOf(chain, key) };
}

function isCertificate(pem: string): boolean {
  return attempt(() => new X509Certificate(pem)) !== undefined;
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
