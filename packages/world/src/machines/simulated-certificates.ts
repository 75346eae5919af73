import { createHash } from 'node:crypto';
import type { CertificateTools } from '@northbound/station';

/** No certificate of the world expires while it lasts. */
const EXPIRY_MS = Date.UTC(2040, 0, 1);
const BEGIN = '-----BEGIN CERTIFICATE-----';

/** What a station of the world takes for a certificate. */
export function simulatedCertificate(name: string): string {
  return `${BEGIN}\n${Buffer.from(name).toString('base64')}\n-----END CERTIFICATE-----\n`;
}

/**
 * Certificates without cryptography, which takes real threads that no seed can order: what matters here is what is
 * stored and said about them, and that any of it may be cut short.
 */
export const simulatedCertificates: CertificateTools = {
  request: async ({ commonName }) => ({
    csr: `-----BEGIN CERTIFICATE REQUEST-----\n${Buffer.from(commonName).toString('base64')}\n-----END CERTIFICATE REQUEST-----\n`,
    privateKey: `key of ${commonName}`,
  }),
  chainProblem: async (chain) => problemOf(chain),
  rootProblem: async (pem) => problemOf(pem),
  isIssuedBy: async () => false,
  hashData: async (pem) => ({
    hashAlgorithm: 'SHA256',
    issuerNameHash: hashOf(`name of ${pem}`),
    issuerKeyHash: hashOf(`key of ${pem}`),
    serialNumber: hashOf(pem).slice(0, 16),
  }),
  expiryMs: async () => EXPIRY_MS,
};

function problemOf(pem: string): string | undefined {
  return pem.includes(BEGIN) ? undefined : 'is no certificate';
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
