import type { LinkFailure } from './ports.ts';

/** What a refused handshake usually means (2.1 part 4, 3.2). */
const STATUS_HINTS: Readonly<Record<number, string>> = {
  401: ': the CSMS does not accept the password',
  404: ': the CSMS does not know this identity, or its URL has another path',
};

/** Why a connection did not come about, for a person: no sentence yet, and without a point at its end. */
export function linkFailureText(failure: LinkFailure): string {
  switch (failure.reason) {
    case 'httpStatus':
      return `HTTP status ${failure.status}${STATUS_HINTS[failure.status] ?? ''}`;
    case 'noSubprotocol':
      return 'no sub-protocol in common';
    case 'tls':
    case 'network':
      return failure.code;
  }
}
