import type { Version } from '@northbound/protocol';
import type { AnyPeer } from '../api.ts';
import type { ConnectionHost } from '../connection.ts';
import { Deadlines } from '../deadlines.ts';
import { StalledReaders } from '../flow.ts';
import { PingSweep } from '../ping-sweep.ts';
import type { Clock, Link, LinkListener, Random } from '../ports.ts';
import { MessageIds } from '../session/message-ids.ts';
import type { SessionProfile } from '../session/profile.ts';
import { type AnyConnection, openConnection, profilesOf } from '../versions.ts';
import type { Admission, Handshake } from './handshake.ts';
import { type AcceptorOptions, DEFAULT_SERVER_LIMITS, type ServerLimits } from './options.ts';
import { ConnectionRegistry } from './registry.ts';

const DRAIN_LOOK_MS = 10;

const STOPPING = 'The server stops.';

/** What `authorize` said; a refusal because it threw carries what it threw. */
export type Admitted<Context> =
  | Extract<Admission<Context>, { readonly accept: true }>
  | {
      readonly accept: false;
      readonly status: 401 | 403 | 404 | 429 | 503;
      readonly problem?: string;
      readonly error?: unknown;
    };

/**
 * A server without its sockets: admits charging stations and runs their sessions on whatever links
 * it is given. The WebSocket server is one user of it, the simulated network another.
 */
export class RpcAcceptor<Context> {
  readonly limits: ServerLimits;
  /** What it speaks. */
  readonly versions: ReadonlySet<Version>;
  readonly #options: AcceptorOptions<Context>;
  readonly #clock: Clock;
  readonly #host: ConnectionHost;
  readonly #profiles: ReadonlyMap<Version, SessionProfile<Context>>;
  readonly #registry = new ConnectionRegistry<AnyConnection<'CSMS', Context>>();
  readonly #pings: PingSweep;
  /** The order in which handshakes came, which is not that in which they are admitted. */
  readonly #knocks = new WeakMap<Handshake, number>();
  #knocked = 0;
  #generation = 0;
  #closing: Promise<void> | undefined;

  constructor(
    options: AcceptorOptions<Context>,
    { clock, random }: { readonly clock: Clock; readonly random: Random },
  ) {
    const { versions, gate, observer } = options;
    const limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
    this.#options = options;
    this.limits = limits;
    this.#clock = clock;
    const deadlines = new Deadlines(clock);
    this.#host = { clock, deadlines, stalled: new StalledReaders(clock), flow: limits };
    const ids = new MessageIds(random);
    this.#profiles = profilesOf({ role: 'CSMS', versions, ids, limits, gate, observer });
    this.versions = new Set(this.#profiles.keys());
    this.#pings = new PingSweep(clock, limits.pingIntervalMs, () => this.#registry.values());
  }

  get connections(): number {
    return this.#registry.size;
  }

  peer(identity: string): AnyPeer<'CSMS'> | undefined {
    return this.#registry.get(identity);
  }

  peers(): Iterable<AnyPeer<'CSMS'>> {
    return this.#registry.values();
  }

  /** Asks whether a station may come in. Never rejects. */
  async admit(handshake: Handshake): Promise<Admitted<Context>> {
    this.#knocked += 1;
    this.#knocks.set(handshake, this.#knocked);
    let admission: Admission<Context>;
    try {
      admission = await this.#options.authorize(handshake);
    } catch (error) {
      return { accept: false, status: 503, error };
    }
    const isLate = admission.accept && this.#closing !== undefined;
    return isLate ? { accept: false, status: 503 } : admission;
  }

  /**
   * Runs a session on a link that is open. The link tells the listener what happens on it.
   *
   * @returns undefined when it is being closed: no sub-protocol fits, a later handshake of the station was admitted
   *   sooner, the server stops, or `onConnect` has thrown
   */
  open(link: Link, handshake: Handshake, context: Context): LinkListener | undefined {
    const { identity, version, remoteAddress } = handshake;
    const profile = version === undefined ? undefined : this.#profiles.get(version);
    if (profile === undefined) {
      // The standard wants the handshake completed, and the connection closed at once (part 4, 3.3).
      link.close(1002, 'No sub-protocol in common.');
      return undefined;
    }
    if (this.#closing !== undefined) {
      // Admitted just before: nobody would close it any more.
      link.close(1001, STOPPING);
      return undefined;
    }
    const knock = this.#knocks.get(handshake) ?? this.#knocked;
    if (knock < (this.#registry.get(identity)?.knock ?? 0)) {
      link.close(1000, 'A later connection is there.');
      return undefined;
    }
    this.#generation += 1;
    const generation = this.#generation;
    const parts = { identity, context, generation, knock, link, profile, host: this.#host };
    const connection = openConnection<'CSMS', Context>(parts, this.#onClosed);
    const previous = this.#registry.enter(connection);
    previous?.abandon(1000, 'Another connection took its place.');
    this.#pings.start();
    const takesPlace = previous !== undefined;
    try {
      this.#options.onConnect?.(connection, context, { generation, remoteAddress, takesPlace });
    } catch (error) {
      this.#options.observer?.report?.(context, { kind: 'linkError', message: String(error) });
      connection.abandon(1011, 'The server failed.');
      return undefined;
    }
    return connection;
  }

  /** Admits nobody any more, lets handlers under way finish, then closes every connection with 1001. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.#pings.stop();
    const connections = [...this.#registry.values()];
    for (const connection of connections) connection.stopReading();
    await this.#idle(connections);
    for (const connection of connections) connection.close(1001, STOPPING);
    await Promise.all(connections.map((connection) => connection.closed));
    this.#host.deadlines.clear();
  }

  /** Until all handlers are done, or the patience is at its end. */
  async #idle(connections: readonly AnyConnection<'CSMS', Context>[]): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + this.limits.drainMs;
    while (
      connections.some((connection) => !connection.isIdle) &&
      this.#clock.monotonicMs() < untilMs
    ) {
      await new Promise<void>((resolve) => {
        this.#clock.after(DRAIN_LOOK_MS, resolve);
      });
    }
  }

  readonly #onClosed = (
    connection: AnyConnection<'CSMS', Context>,
    code: number,
    reason: string,
  ): void => {
    this.#registry.leave(connection);
    const { context, generation } = connection;
    this.#options.onDisconnect?.(connection, context, { generation, code, reason });
  };
}
