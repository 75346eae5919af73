import type { Version } from '@northbound/protocol';

/** 2.x: identifierString of at most 48 characters (2.1 part 4, 3.1.1). 1.6 states none; a store needs one. */
const MAX_LENGTH: Readonly<Record<Version, number>> = { '1.6': 255, '2.0.1': 48, '2.1': 48 };

export type IdentityInUrl =
  | { readonly kind: 'identity'; readonly identity: string }
  /** The path is none of ours. */
  | { readonly kind: 'elsewhere' }
  /** The path is ours and names no identity, or one that cannot be read. */
  | { readonly kind: 'malformed' };

/**
 * Reads the charging station's identity from `<prefix><identity>`, percent-encoded as RFC 3986 has it. A station that
 * was given an endpoint with a slash at its end may put its own behind that (2.1 part 4, 3.1.1).
 * @param url path and query of the request line
 * @param prefix begins and ends with a slash
 */
export function identityIn(url: string, prefix: string): IdentityInUrl {
  const [target = ''] = url.split('?', 1);
  // The absolute form, which some proxies and modems send (RFC 9112, 3.2.2).
  const path = target.replace(/^https?:\/\/[^/]*/i, '');
  if (!path.startsWith(prefix)) return { kind: 'elsewhere' };
  const encoded = path.slice(prefix.length).replace(/^\/+/, '');
  if (encoded === '' || encoded.includes('/')) return { kind: 'malformed' };
  try {
    return { kind: 'identity', identity: decodeURIComponent(encoded) };
  } catch {
    return { kind: 'malformed' };
  }
}

/** Characters that have no business in a name: controls, and halves of surrogate pairs. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}]/u;

/** Whoever reads a URL takes such a step out of its path. */
const DOTS = /^\.{1,2}$/;

/**
 * Whether a station may have this identity, as a server of this package reads it. 2.x: at most 48 characters and no
 * colon, which Basic authentication needs (2.1 part 4, 3.1.1); 1.6: at most 255, where the standard has no limit.
 * Control characters and the names `.` and `..`, which no URL can carry, are refused in all.
 * @param version undefined while it is not known: as 1.6
 */
export function isIdentityOf(version: Version | undefined, identity: string): boolean {
  if (UNPRINTABLE.test(identity) || DOTS.test(identity)) return false;
  if (identity === '' || identity.length > MAX_LENGTH[version ?? '1.6']) return false;
  return version === undefined || version === '1.6' || !identity.includes(':');
}
