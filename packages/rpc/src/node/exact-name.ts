import { checkServerIdentity, type PeerCertificate } from 'node:tls';

/**
 * Whether a certificate names the host, without a wildcard (2.1 errata 2025-06, AllowCSMSTLSWildcards).
 * @returns why not, with the code `CERT_HAS_WILDCARD` where only a wildcard fits
 */
export function checkExactly(host: string, certificate: PeerCertificate): Error | undefined {
  const problem = checkServerIdentity(host, certificate);
  if (problem !== undefined) return problem;
  const { subjectaltname } = certificate;
  const { CN, ...subject } = certificate.subject;
  const exact = {
    ...certificate,
    subject: { ...subject, ...(CN !== undefined && !String(CN).includes('*') && { CN }) },
    ...(subjectaltname !== undefined && { subjectaltname: withoutWildcards(subjectaltname) }),
  };
  if (checkServerIdentity(host, exact) === undefined) return undefined;
  const text = `The certificate names ${host} by a wildcard only.`;
  return Object.assign(new Error(text), { code: 'CERT_HAS_WILDCARD' });
}

/** A list such as `DNS:localhost, DNS:*.example.com`. */
function withoutWildcards(names: string): string {
  return names
    .split(', ')
    .filter((name) => !name.includes('*'))
    .join(', ');
}
