import type { CertificateTools } from '../tools.ts';

/**
 * Keys and certificates in software: ECDSA on P-256, X.509 by `@peculiar/x509`. That is a third of a
 * second and tens of megabytes, so it is loaded by who needs it first.
 */
export function x509CertificateTools(): CertificateTools {
  const load = () => import('./x509.ts');
  return {
    request: async (subject) => (await load()).request(subject),
    chainProblem: async (chain, expected) => (await load()).chainProblem(chain, expected),
    rootProblem: async (pem, epochMs) => (await load()).rootProblem(pem, epochMs),
    isIssuedBy: async (pem, issuer) => (await load()).isIssuedBy(pem, issuer),
    hashData: async (pem, issuers) => (await load()).hashData(pem, issuers),
    expiryMs: async (chain) => (await load()).expiryMs(chain),
  };
}
