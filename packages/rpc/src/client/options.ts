import type { Version } from '@northbound/protocol';
import type { AnyPeer, Gate, SessionObserver } from '../api.ts';
import type { FlowLimits } from '../flow.ts';
import type { Clock, Dialer, LinkFailure, Random } from '../ports.ts';
import type { SessionLimits } from '../session/profile.ts';
import type { SupportedVersions } from '../versions.ts';
import type { BackOff } from './back-off.ts';
import type { NetworkProfile } from './network-profiles.ts';

/**
 * What a client reads time and randomness from, and opens connections with; each has a real one (`systemClock`,
 * `systemRandom`, `webSocketDialer`).
 */
export interface RpcClientPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly dialer: Dialer;
}

/**
 * How a charging station keeps its connection: who it is, which versions it speaks, where it tries to connect and how
 * long it waits between attempts (2.1 part 4, 5.4; part 2, B10).
 */
export interface RpcClientOptions<Context> {
  /** As `isIdentityOf` has it; it ends the path of the URL, and is the user name of Basic authentication. */
  readonly identity: string;
  /** What it speaks: protocol and handlers of each version. */
  readonly versions: SupportedVersions<'ChargingStation', Context>;
  /** The order in which versions are offered; newest first when absent. */
  readonly preference?: readonly Version[];
  /** In the order of NetworkConfigurationPriority; at least one. */
  readonly profiles: readonly NetworkProfile[];
  /** What handlers, gate and observer get. */
  readonly context: Context;
  readonly backOff: BackOff;
  /** NetworkProfileConnectionAttempts: failures of a profile before the next is tried; 3 when absent. */
  readonly attemptsPerProfile?: number;
  /** WebSocketPingInterval in seconds; 0: no pings. A CSMS silent for a whole one is given up. */
  readonly pingIntervalS?: number;
  readonly gate?: Gate<Context>;
  readonly observer?: SessionObserver<Context>;
  /** Those that are absent are as for a server, see `ServerLimits`. */
  readonly limits?: Partial<SessionLimits & FlowLimits>;
  onConnect?(peer: AnyPeer<'ChargingStation'>, profile: NetworkProfile): void;
  onDisconnect?(
    peer: AnyPeer<'ChargingStation'>,
    info: { readonly code: number; readonly reason: string },
  ): void;
  /** An attempt failed; the next follows after `waitS` seconds. */
  onFailure?(failure: LinkFailure, profile: NetworkProfile, waitS: number): void;
}

/** Keeps a charging station connected: connects, and connects again, until it is stopped. */
export interface RpcClient extends AsyncDisposable {
  /** The connection there is; undefined while there is none. */
  readonly peer: AnyPeer<'ChargingStation'> | undefined;
  /** Connects, now and whenever the connection is lost. Failures come by `onFailure`. */
  start(): void;
  /** Drops the connection and connects again at once, for example after a new certificate came. */
  reconnect(): void;
  /**
   * What it tries from now on, and first, once the connection that there is has ended: when a certificate or a password
   * has worked, its predecessor is no way to connect any more. While there is none, in the middle of attempts, it goes
   * on with the slot that it is at.
   */
  setProfiles(profiles: readonly NetworkProfile[]): void;
  /** WebSocketPingInterval in seconds, from now on; 0: no pings. */
  setPingInterval(intervalS: number): void;
  /** Closes the connection and opens no other. Settles when it is closed. */
  stop(code?: number, reason?: string): Promise<void>;
}
