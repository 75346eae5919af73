import { SUBPROTOCOLS, VERSIONS, type Version, versionOf } from '@northbound/protocol';
import type { AnyPeer } from '../api.ts';
import type { ConnectionHost } from '../connection.ts';
import { Deadlines } from '../deadlines.ts';
import { DEFAULT_FLOW_LIMITS, StalledReaders } from '../flow.ts';
import { PingSweep } from '../ping-sweep.ts';
import type { Link, LinkFailure, LinkListener, Timer } from '../ports.ts';
import { isIdentityOf } from '../server/identity.ts';
import { MessageIds } from '../session/message-ids.ts';
import { DEFAULT_SESSION_LIMITS, type SessionProfile } from '../session/profile.ts';
import { type AnyConnection, openConnection, profilesOf } from '../versions.ts';
import { Attempt } from './attempt.ts';
import { backOffWaitS } from './back-off.ts';
import { type NetworkProfile, ProfileRotation } from './network-profiles.ts';
import type { RpcClient, RpcClientOptions, RpcClientPorts } from './options.ts';

const DEFAULT_ATTEMPTS_PER_PROFILE = 3;

/** The charging station's side on any link, in real or in simulated time. */
export function createLinkClient<Context>(
  options: RpcClientOptions<Context>,
  ports: RpcClientPorts,
): RpcClient {
  return new Client(options, ports);
}

class Client<Context> implements RpcClient {
  readonly #options: RpcClientOptions<Context>;
  readonly #ports: RpcClientPorts;
  readonly #host: ConnectionHost;
  readonly #sessions: ReadonlyMap<Version, SessionProfile<Context>>;
  readonly #subprotocols: readonly string[];
  readonly #rotation: ProfileRotation;
  #pings: PingSweep;
  #connection: AnyConnection<'ChargingStation', Context> | undefined;
  #attempt: Attempt | undefined;
  #retry: Timer | undefined;
  #waits = 0;
  #generation = 0;
  #running = false;

  constructor(options: RpcClientOptions<Context>, ports: RpcClientPorts) {
    const { identity, versions, gate, observer } = options;
    const { preference = [...VERSIONS].reverse() } = options;
    const { clock, random } = ports;
    if (!isIdentityOf(undefined, identity)) {
      throw new RangeError(`${JSON.stringify(identity)} is no identity`);
    }
    this.#options = options;
    this.#ports = ports;
    const deadlines = new Deadlines(clock);
    const flow = { ...DEFAULT_FLOW_LIMITS, ...options.limits };
    const limits = { ...DEFAULT_SESSION_LIMITS, ...options.limits };
    this.#host = { clock, deadlines, stalled: new StalledReaders(clock), flow };
    const ids = new MessageIds(random);
    this.#sessions = profilesOf({ role: 'ChargingStation', versions, ids, limits, gate, observer });
    this.#subprotocols = [...new Set(preference)]
      .filter((version) => this.#sessions.has(version))
      .map((version) => SUBPROTOCOLS[version]);
    const { attemptsPerProfile = DEFAULT_ATTEMPTS_PER_PROFILE } = options;
    this.#rotation = new ProfileRotation(options.profiles, attemptsPerProfile);
    this.#pings = this.#pingEvery(options.pingIntervalS ?? 0);
  }

  get peer(): AnyPeer<'ChargingStation'> | undefined {
    return this.#connection;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#dial();
  }

  reconnect(): void {
    if (this.#connection === undefined) return;
    this.#connection.abandon(1000, 'The station connects anew.');
    this.#retry?.cancel();
    // Who was told of the close may have stopped it, and have started it again.
    if (this.#running && this.#attempt === undefined) this.#dial();
  }

  setProfiles(profiles: readonly NetworkProfile[]): void {
    this.#rotation.replace(profiles);
  }

  setPingInterval(intervalS: number): void {
    this.#pings.stop();
    this.#pings = this.#pingEvery(intervalS);
    if (this.#connection !== undefined) this.#pings.start();
  }

  async stop(code = 1000, reason = ''): Promise<void> {
    this.#running = false;
    this.#retry?.cancel();
    this.#retry = undefined;
    this.#pings.stop();
    this.#attempt?.cancel();
    this.#attempt = undefined;
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close(code, reason);
    await connection?.closed;
    if (!this.#running) this.#host.deadlines.clear();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  #dial(): void {
    const profile = this.#rotation.current;
    const { url, password, tls } = profile;
    const target = {
      url,
      identity: this.#options.identity,
      subprotocols: this.#subprotocols,
      ...(password === undefined ? {} : { password }),
      ...(tls === undefined ? {} : { tls }),
    };
    this.#attempt = new Attempt(this.#ports.dialer, target, {
      opened: (link, subprotocol) => this.#opened(link, subprotocol, profile),
      failed: (failure) => this.#failed(failure, profile),
    });
  }

  #opened(link: Link, subprotocol: string, profile: NetworkProfile): LinkListener | undefined {
    this.#attempt = undefined;
    const version = versionOf(subprotocol);
    const session = version === undefined ? undefined : this.#sessions.get(version);
    if (session === undefined) {
      link.close(1002, 'No sub-protocol in common.');
      this.#failed({ reason: 'noSubprotocol' }, profile);
      return undefined;
    }
    this.#waits = 0;
    this.#rotation.connected();
    this.#generation += 1;
    const { identity, context } = this.#options;
    const parts = {
      identity,
      context,
      generation: this.#generation,
      link,
      profile: session,
      host: this.#host,
    };
    const connection = openConnection<'ChargingStation', Context>(parts, this.#onClosed);
    this.#connection = connection;
    this.#pings.start();
    this.#options.onConnect?.(connection, profile);
    return connection;
  }

  #failed(failure: LinkFailure, profile: NetworkProfile): void {
    this.#attempt = undefined;
    this.#rotation.failed();
    const waitS = this.#dialLater();
    this.#options.onFailure?.(failure, profile, waitS);
  }

  readonly #onClosed = (
    connection: AnyConnection<'ChargingStation', Context>,
    code: number,
    reason: string,
  ): void => {
    // After a stop it is not the one that counts any more, nor after a start that followed.
    if (connection === this.#connection) {
      this.#connection = undefined;
      this.#pings.stop();
      this.#dialLater();
    }
    this.#options.onDisconnect?.(connection, { code, reason });
  };

  /** @returns the wait, in seconds */
  #dialLater(): number {
    const { backOff } = this.#options;
    const { clock, random } = this.#ports;
    const waitS = backOffWaitS(this.#waits, backOff, random);
    this.#waits += 1;
    this.#retry = clock.after(waitS * 1000, () => this.#dial());
    return waitS;
  }

  #pingEvery(intervalS: number): PingSweep {
    return new PingSweep(this.#ports.clock, intervalS * 1000, () => this.#pinged());
  }

  #pinged(): readonly AnyConnection<'ChargingStation', Context>[] {
    return this.#connection === undefined ? [] : [this.#connection];
  }
}
