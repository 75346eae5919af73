/** How passwords of stations are kept. The real one is slow on purpose and random; tests and simulation bring their own. */
export interface Passwords {
  /** A salted hash that {@link verify} understands. */
  hash(password: Uint8Array): Promise<string>;
  verify(hash: string, password: Uint8Array): Promise<boolean>;
  /** Keyed with something only this process knows: fit to recognise a password again, useless anywhere else. */
  digest(hash: string, password: Uint8Array): Uint8Array;
}
