import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { TlsOptions } from 'node:tls';
import type { AnyPeer, Gate, SessionObserver } from '../api.ts';
import { DEFAULT_FLOW_LIMITS, type FlowLimits } from '../flow.ts';
import type { Clock, Random } from '../ports.ts';
import { DEFAULT_SESSION_LIMITS, type SessionLimits } from '../session/profile.ts';
import type { SupportedVersions } from '../versions.ts';
import type { Admission, Handshake, RefusedHandshake } from './handshake.ts';

/**
 * What one charging station may ask of a server: sizes in bytes, times in milliseconds. Where nothing else is
 * said: frames of 256 kB, 1,000 a second, 30 s for an answer, a ping each minute.
 */
export interface ServerLimits extends SessionLimits, FlowLimits {
  /** The largest message that is taken, also after decompression; larger ones close with 1009. */
  readonly maxFrameBytes: number;
  /** Between two pings of a connection; a peer that is silent for a whole one is dropped. 0: no pings. */
  readonly pingIntervalMs: number;
  /** How long `close` waits for handlers under way. */
  readonly drainMs: number;
}

export const DEFAULT_SERVER_LIMITS: ServerLimits = {
  ...DEFAULT_SESSION_LIMITS,
  ...DEFAULT_FLOW_LIMITS,
  // Signed meter values of 32 kB, some of them in one message, are the largest that OCPP has.
  maxFrameBytes: 256 * 1024,
  pingIntervalMs: 60_000,
  drainMs: 5_000,
};

/** What `onConnect` is told of a connection beside who it is. */
export interface ConnectionInfo {
  /** Counts the connections of this server; a later one of the same identity has a higher number. */
  readonly generation: number;
  readonly remoteAddress: string;
  /** Whether one of this identity was open until now. */
  readonly takesPlace: boolean;
}

/** What a server decides with, whatever its connections run on. */
export interface AcceptorOptions<Context> {
  /** What it speaks: protocol and handlers of each version. */
  readonly versions: SupportedVersions<'CSMS', Context>;
  /** Decides before the connection is opened, so that a refusal is an HTTP status. What it throws refuses with 503. */
  authorize(handshake: Handshake): Admission<Context> | Promise<Admission<Context>>;
  readonly gate?: Gate<Context>;
  readonly observer?: SessionObserver<Context>;
  readonly limits?: Partial<ServerLimits>;
  onConnect?(peer: AnyPeer<'CSMS'>, context: Context, info: ConnectionInfo): void;
  /** Comes before `onConnect` of a connection that takes the place of this one. */
  onDisconnect?(
    peer: AnyPeer<'CSMS'>,
    context: Context,
    info: { readonly generation: number; readonly code: number; readonly reason: string },
  ): void;
}

/** Where a handshake comes from. */
export interface Origin {
  readonly remoteAddress: string;
  /** Whether it came over TLS. */
  readonly secure: boolean;
}

/** What a server speaks, whom it lets in, and where it listens (OCPP-J: 1.6-J 3; 2.1 part 4, 3). */
export interface RpcServerOptions<Context> extends AcceptorOptions<Context> {
  /**
   * A server to share: connections under `path` are ours. Without it, `listen` makes one. Give it `asksForWebSocket` as
   * its `shouldUpgradeCallback`: otherwise HTTP clients that offer other upgrades get no answer of its pages.
   */
  readonly server?: HttpServer | HttpsServer;
  /** Certificates and keys for the server that `listen` makes; TLS 1.2 or higher. */
  readonly tls?: TlsOptions;
  /** What precedes the identity in the URL; begins and ends with a slash. `/ocpp/` when absent. */
  readonly path?: string;
  readonly clock?: Clock;
  readonly random?: Random;
  onHandshakeRefused?(refused: RefusedHandshake): void;
  /** Behind a proxy: who it speaks for. The other end of the socket when absent. */
  readonly originOf?: (request: IncomingMessage, origin: Origin) => Origin;
}

/**
 * The CSMS's end of the wire: one live connection for each identity, of all versions on one port. A station that
 * connects once more takes the place of its older connection.
 */
export interface RpcServer extends AsyncDisposable {
  /**
   * Opens the server's own port, for a server that shares no other: on `127.0.0.1` when no host is named; 0 takes a
   * free port.
   * @throws Error when it listens already or shares a server; the system's own, as EADDRINUSE
   */
  listen(port: number, host?: string): Promise<{ readonly port: number }>;
  /** The live connection of a charging station. */
  peer(identity: string): AnyPeer<'CSMS'> | undefined;
  /** The live connections of all charging stations. */
  peers(): Iterable<AnyPeer<'CSMS'>>;
  /** How many are open. */
  readonly connections: number;
  /** Lets handlers under way finish, then closes every connection with 1001. */
  close(): Promise<void>;
}
