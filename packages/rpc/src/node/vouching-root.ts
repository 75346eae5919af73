import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/g;

/**
 * Which of the trusted texts, each one certificate or several in PEM, vouched for the other end.
 * @returns its place among them; undefined where that cannot be told
 */
export function vouchingRoot(stream: Duplex, ca: readonly string[]): number | undefined {
  if (!(stream instanceof TLSSocket)) return undefined;
  const trusted = ca.map(derOf);
  // What the other end sent, and above it what is trusted: the top is its own issuer.
  let certificate = stream.getPeerCertificate(true);
  const seen = new Set<string>();
  while (certificate?.raw !== undefined && !seen.has(certificate.fingerprint256)) {
    const { raw } = certificate;
    const place = trusted.findIndex((roots) => roots.some((root) => root.equals(raw)));
    if (place >= 0) return place;
    seen.add(certificate.fingerprint256);
    certificate = certificate.issuerCertificate;
  }
  return undefined;
}

function derOf(pem: string): readonly Buffer[] {
  return [...pem.matchAll(CERTIFICATE)].map(([, base64 = '']) => Buffer.from(base64, 'base64'));
}
