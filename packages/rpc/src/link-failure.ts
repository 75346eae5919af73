import type { LinkFailure } from './ports.ts';

/** What a refused handshake usually means (2.1 part 4, 3.2). */
const STATUS_HINTS: Readonly<Record<number, string>> = {
  401: ': the password or the certificate is wrong or missing',
  404: ': the CSMS does not know this identity, or its URL has another path',
};

const UNKNOWN_ROOT = ': no root certificate that is known here vouches for the CSMS';

/** OpenSSL's codes for a chain that ends nowhere. */
const TLS_HINTS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: UNKNOWN_ROOT,
  SELF_SIGNED_CERT_IN_CHAIN: UNKNOWN_ROOT,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNKNOWN_ROOT,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNKNOWN_ROOT,
};

/** Why a connection did not come about, for a person: no sentence yet, and without a point at its end. */
export function linkFailureText(failure: LinkFailure): string {
  switch (failure.reason) {
    case 'httpStatus':
      return `HTTP status ${failure.status}${STATUS_HINTS[failure.status] ?? ''}`;
    case 'noSubprotocol':
      return 'no sub-protocol in common';
    case 'tls':
      return `${failure.code}${TLS_HINTS[failure.code] ?? ''}`;
    case 'network':
      return failure.code;
  }
}
