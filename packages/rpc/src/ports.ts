/** A moment a caller asked for and can take back. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as the deterministic core sees it. Production code gets the system's, the simulated world its own.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never jumps, never runs backwards. */
  monotonicMs(): number;
  /** Milliseconds since 1970-01-01T00:00:00Z; may jump when somebody sets the clock. */
  epochMs(): number;
  /** Calls `run` once, `delayMs` milliseconds from now (0 or more), unless cancelled before. */
  after(delayMs: number, run: () => void): Timer;
}

/** Randomness as the deterministic core sees it. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
}

/** Where a charging station wants to connect, and with what it proves who it is. */
export interface DialTarget {
  /** The CSMS's endpoint without the identity: `wss://csms.example.com/ocpp`. */
  readonly url: string;
  /** The charging station's identity; the link appends it to the URL, percent-encoded. */
  readonly identity: string;
  /** Names of sub-protocols, the preferred one first. */
  readonly subprotocols: readonly string[];
  /** The password of HTTP Basic authentication, as bytes; absent in security profiles 0 and 3. */
  readonly password?: Uint8Array;
  /** What TLS needs; absent for `ws:` and where the system's trust store is enough. */
  readonly tls?: TlsIdentity;
}

/** Certificates and keys in PEM. */
export interface TlsIdentity {
  /** Roots that may have issued the CSMS's certificate, in place of the system's. */
  readonly ca?: readonly string[];
  /** The charging station's own certificate chain, leaf first (security profile 3). */
  readonly cert?: string;
  /** The private key of `cert`. */
  readonly key?: string;
  /** The name the CSMS's certificate must carry, where it is not the host of the URL. */
  readonly servername?: string;
  /** Whether its certificate may say `*.example.com` (2.1 errata 2025-06, AllowCSMSTLSWildcards); not when absent. */
  readonly allowWildcards?: boolean;
}

/** Why a connection did not come about. */
export type LinkFailure =
  /** The server answered the handshake with this HTTP status, redirects (3xx) included. */
  | { readonly reason: 'httpStatus'; readonly status: number }
  /** The server completed the handshake without one of our sub-protocols. */
  | { readonly reason: 'noSubprotocol' }
  /** The server's certificate, or the TLS handshake; `code` is the TLS library's name for it. */
  | { readonly reason: 'tls'; readonly code: string }
  /** No route, refused, reset, timed out, an answer that is not HTTP; `code` names it. */
  | { readonly reason: 'network'; readonly code: string };

/** What happens on an open link. `onClosed` comes once and is the last. */
export interface LinkListener {
  onText(text: string): void;
  /** A binary message, which OCPP-J does not know. */
  onBinary(bytes: Uint8Array): void;
  onPong(): void;
  /** Something went wrong on the way to `onClosed`; for the log. */
  onError(message: string): void;
  /** `code` is a close code of RFC 6455 (1006: without a close frame). */
  onClosed(code: number, reason: string): void;
}

/** What happens to an attempt to connect: either `onFailed`, or `onOpened` and then the rest. */
export interface DialListener extends LinkListener {
  onOpened(subprotocol: string): void;
  onFailed(failure: LinkFailure): void;
}

/** One attempt to connect and, when it succeeds, the connection. */
export interface Link {
  send(text: string): void;
  ping(): void;
  /** Stops (or goes on) taking messages from the network, so that the sender feels it. */
  setReading(reading: boolean): void;
  /** Bytes that were sent and have not left yet. */
  readonly bufferedBytes: number;
  /**
   * Whether anything has come since the last `ping`, a piece of a message too: a long one on a slow network takes
   * longer than from one ping to the next, and no pong comes in its midst. Absent where that is not known.
   */
  readonly isReceiving?: boolean;
  /**
   * On the side that dialled: which of the roots in `tls.ca` vouches for the other end, its place there; absent where
   * that is not known.
   */
  readonly verifiedBy?: number | undefined;
  /** Starts the closing handshake; `onClosed` follows. */
  close(code: number, reason: string): void;
  /** Drops the connection without a handshake; `onClosed` follows. */
  terminate(): void;
}

/**
 * Opens links; the listener hears nothing before the dialer has returned. Over WebSockets in
 * production, through the simulated network in the world.
 */
export type Dialer = (target: DialTarget, listener: DialListener) => Link;
