import type { Clock } from '@northbound/rpc';
import type { CertificateTools, FileTransfer } from '@northbound/station';

/** Of the moment, and of virtual time: real cryptography takes threads, whose answers no seed can order. */
export const trustingCertificates: CertificateTools = {
  request: async () => ({ csr: '-----BEGIN CERTIFICATE REQUEST-----', privateKey: 'key' }),
  chainProblem: async (chain) => (chain.length % 3 === 0 ? undefined : 'is none of ours'),
  rootProblem: async (pem) => (pem.length % 2 === 0 ? undefined : 'is no root'),
  isIssuedBy: async (pem, issuer) => (pem.length + issuer.length) % 2 === 0,
  hashData: async (pem) => ({
    hashAlgorithm: 'SHA256',
    issuerNameHash: String(pem.length),
    issuerKeyHash: 'ab',
    serialNumber: '1',
  }),
  expiryMs: async () => Date.UTC(2030, 0, 1),
};

/** Files that arrive late, in pieces, or not at all, by what their address looks like. */
export function slowFiles(clock: Clock): FileTransfer {
  const later = (url: string) =>
    new Promise<void>((resolve) => clock.after((url.length % 7) * 1_000, resolve));
  return {
    protocols: ['HTTP', 'HTTPS'],
    async download(url, part) {
      await later(url);
      const complete = url.length % 2 === 0;
      const bytes = new Uint8Array([...part.subarray(0, 100), url.length & 0xff]);
      return complete ? { bytes, complete } : { bytes, complete, problem: 'ECONNRESET' };
    },
    async upload(url) {
      await later(url);
      return { status: url.length % 2 === 0 ? 'Uploaded' : 'UploadFailure' };
    },
  };
}
