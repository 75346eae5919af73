/** What an `Authorization` header says of a charging station. */
export type Credentials =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly password: Buffer }
  /** Another scheme, no base64, or the name of another station. */
  | { readonly kind: 'wrong' };

/**
 * Reads HTTP Basic authentication (RFC 7617). The user name must be the identity; the password is
 * bytes, whatever they are: 1.6 stations send the bytes behind a hexadecimal AuthorizationKey.
 */
export function credentialsIn(header: string | undefined, identity: string): Credentials {
  if (header === undefined) return { kind: 'none' };
  const match = /^basic +([a-z0-9+/]+={0,2}) *$/i.exec(header);
  if (match?.[1] === undefined) return { kind: 'wrong' };
  const bytes = Buffer.from(match[1], 'base64');
  // Not split at a colon: what precedes the password is known, and a 1.6 identity may hold one.
  const user = Buffer.from(`${identity}:`);
  if (!bytes.subarray(0, user.length).equals(user)) return { kind: 'wrong' };
  return { kind: 'basic', password: bytes.subarray(user.length) };
}
