import { type Version, versionOf } from '@northbound/protocol';

/** The certificate of a charging station (security profile 3), after its chain was verified. */
export interface ClientCertificate {
  /** The subject's common name, which must be the serial number (A00.FR.412 of 2.x). */
  readonly commonName: string | undefined;
  readonly organization: string | undefined;
  readonly serialNumber: string;
  readonly fingerprint256: string;
  readonly der: Buffer;
}

/** Who knocks: what is known before the WebSocket is opened. */
export interface Handshake {
  readonly identity: string;
  /** From HTTP Basic authentication; the user name was the identity. Absent without the header. */
  readonly password?: Buffer;
  /** As the client prefers them. */
  readonly subprotocols: readonly string[];
  /** What the connection will speak; undefined when no sub-protocol fits. */
  readonly version: Version | undefined;
  readonly remoteAddress: string;
  /** Whether it came over TLS. */
  readonly secure: boolean;
  readonly clientCertificate?: ClientCertificate;
}

/** Whether it may come in. `context` is what handlers, gate and observer get for this connection. */
export type Admission<Context> =
  | { readonly accept: true; readonly context: Context }
  | {
      readonly accept: false;
      readonly status: 401 | 403 | 404 | 429 | 503;
      /** Why, for `onHandshakeRefused`; the station is not told. */
      readonly problem?: string;
    };

/** A handshake that ended without a connection. */
export interface RefusedHandshake {
  readonly url: string;
  readonly identity: string | undefined;
  /** Of HTTP; undefined when the TLS handshake before it failed. */
  readonly status: number | undefined;
  readonly remoteAddress: string;
  /** What `authorize` threw, when that is the reason. */
  readonly error: unknown;
  /** What is wrong with the handshake, or why `authorize` has refused it. */
  readonly problem?: string;
}

/** The first that we speak, in the client's order of preference. */
export function chooseVersion(
  subprotocols: Iterable<string>,
  versions: ReadonlySet<Version>,
): Version | undefined {
  for (const name of subprotocols) {
    const version = versionOf(name);
    if (version !== undefined && versions.has(version)) return version;
  }
  return undefined;
}
