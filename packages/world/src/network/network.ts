import { SUBPROTOCOLS, versionOf } from '@northbound/protocol';
import type {
  Admission,
  ClientCertificate,
  Clock,
  Dialer,
  DialListener,
  DialTarget,
  Handshake,
  Link,
  LinkFailure,
  LinkListener,
  Random,
} from '@northbound/rpc';
import { type Contents, contentsOf, isPair } from '../machines/simulated-certificates.ts';
import { Attempt } from './attempt.ts';
import { FAIR_WEATHER, type Weather, Wire, type WireEnd } from './wire.ts';

/** What listens at the other end of the network: an `RpcAcceptor` for example. */
export interface Listener {
  readonly versions: ReadonlySet<string>;
  admit(handshake: Handshake): Promise<Admission<unknown>>;
  open(link: Link, handshake: Handshake, context: unknown): LinkListener | undefined;
}

/** How long an attempt to connect may take, as the WebSocket dialer has it. */
const DIAL_TIMEOUT_MS = 15_000;

/** What an upgrade to a WebSocket takes, each way. */
const HANDSHAKE_BYTES = 400;

/** Who sees what each end of a connection gives, before anybody spoils it, and takes. */
export interface ConnectionWatch {
  sent(identity: string, wire: Wire, by: 'station' | 'csms', text: string): void;
  taken(identity: string, wire: Wire, by: 'station' | 'csms', text: string): void;
  /** A connection came about. @param certificate what the station showed; undefined when nothing */
  opened(identity: string, certificate: string | undefined): void;
}

/** @returns the text that is sent in its place; the text itself when undefined */
export type Mangle = (from: 'station' | 'csms', text: string) => string | undefined;

/** Why nobody gets through: an answer of the network, or none at all. */
export type Outage = LinkFailure | 'silence';

/**
 * The network between stations and one CSMS, in virtual time. Each station has a path of its own with its weather, its
 * outages and at most one live connection at its end.
 */
export class SimulatedNetwork {
  readonly #clock: Clock;
  readonly #randomOf: (identity: string) => Random;
  readonly #paths = new Map<string, Path>();
  #server: Listener | undefined;
  /** Told of every text that is sent, whether it arrives or not. */
  tap: (identity: string, from: 'station' | 'csms', text: string) => void = () => undefined;

  /** Told of what each end gives to a connection and takes from it. */
  watch: ConnectionWatch | undefined;

  /** @param parts.randomOf each station's own: what one does changes nothing for the others */
  constructor(parts: {
    readonly clock: Clock;
    readonly randomOf: (identity: string) => Random;
  }) {
    this.#clock = parts.clock;
    this.#randomOf = parts.randomOf;
  }

  /** Who answers from now on; `undefined`: the port is closed. */
  set server(server: Listener | undefined) {
    this.#server = server;
  }

  /** How a station opens links. */
  dialer(identity: string): Dialer {
    return (target, listener) => this.#dial(this.#path(identity), target, listener);
  }

  /** What becomes of texts from now on, as when a broken proxy or a broken CSMS has them in hand. */
  setMangle(identity: string, mangle: Mangle | undefined): void {
    this.#path(identity).mangle = mangle;
  }

  setWeather(identity: string, weather: Weather): void {
    this.#path(identity).weather = weather;
  }

  /** Nobody gets through for now, and what is connected breaks without a word to either end. */
  fail(identity: string, outage: Outage): void {
    const path = this.#path(identity);
    path.outage = outage;
    for (const wire of path.wires) wire.breakSilently();
  }

  /** New connections are possible again; one that broke stays broken, as behind a NAT that forgot it. */
  heal(identity: string): void {
    this.#path(identity).outage = undefined;
  }

  /** The most bytes that have ever waited in an end of a station's connections. */
  mostWaitingBytes(identity: string): number {
    return this.#path(identity).mostWaitingBytes;
  }

  /** What a station showed when it connected last; undefined when it showed nothing. */
  certificateOf(identity: string): string | undefined {
    return this.#path(identity).certificate;
  }

  /** Whether what a station sends elsewhere, such as a file, gets through. */
  isReachable(identity: string): boolean {
    return this.#path(identity).outage === undefined;
  }

  /** The connection is reset: both ends are told. */
  reset(identity: string): void {
    for (const wire of this.#path(identity).wires) wire.reset();
  }

  /** The station's machine is gone without a word. */
  stationVanished(identity: string): void {
    for (const wire of this.#path(identity).wires) wire.station.vanish();
  }

  /**
   * The CSMS's process is gone.
   * @param tells whether its machine still runs and resets the connections, as after SIGKILL
   */
  serverVanished(tells: boolean): void {
    this.#server = undefined;
    for (const { wires } of this.#paths.values()) {
      for (const wire of wires) {
        const alive = wire.passes;
        wire.server.vanish();
        if (tells && alive) this.#clock.after(1, () => wire.station.ended(1006, ''));
      }
    }
  }

  #path(identity: string): Path {
    const known = this.#paths.get(identity);
    if (known !== undefined) return known;
    const path: Path = {
      random: this.#randomOf(identity),
      weather: FAIR_WEATHER,
      outage: undefined,
      mangle: undefined,
      certificate: undefined,
      mostWaitingBytes: 0,
      wires: new Set(),
    };
    this.#paths.set(identity, path);
    return path;
  }

  /** A connection that is about to be. */
  #lay(path: Path, identity: string): Wire {
    const wire = new Wire({
      clock: this.#clock,
      random: path.random,
      weather: () => path.weather,
      mangled: (from, text) => {
        this.watch?.sent(identity, wire, from, text);
        return path.mangle?.(from, text) ?? text;
      },
      onTaken: (by, text) => this.watch?.taken(identity, wire, by, text),
      onText: (from, text) => this.tap(identity, from, text),
      onWaiting: (bytes) => {
        path.mostWaitingBytes = Math.max(path.mostWaitingBytes, bytes);
      },
    });
    for (const old of path.wires) if (old.isOver) path.wires.delete(old);
    path.wires.add(wire);
    return wire;
  }

  #dial(path: Path, target: DialTarget, listener: DialListener): Link {
    const wire = this.#lay(path, target.identity);
    const attempt = new Attempt(listener);
    wire.station.listener = attempt;
    const fail = (failure: LinkFailure) => {
      if (wire.station.isClosed) return;
      wire.station.vanish();
      wire.server.vanish();
      listener.onFailed(failure);
    };
    this.#clock.after(DIAL_TIMEOUT_MS, () => {
      if (!attempt.isOpen) fail({ reason: 'network', code: 'ETIMEDOUT' });
    });
    // What follows over the same connection does not overtake the handshake.
    const travel = (from: WireEnd, run: () => void) =>
      from.carry(HANDSHAKE_BYTES, () => {
        if (!wire.passes || wire.station.isClosed) return;
        if (path.outage === undefined) run();
        else if (path.outage !== 'silence') fail(path.outage);
      });
    travel(wire.station, () => {
      const server = this.#server;
      if (server === undefined) {
        fail({ reason: 'network', code: 'ECONNREFUSED' });
        return;
      }
      if (target.tls?.cert !== undefined && !isPair(target.tls)) {
        fail({ reason: 'tls', code: 'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR' });
        return;
      }
      void this.#admit(server, wire.server, target, (opened) =>
        travel(wire.server, () => {
          if (typeof opened === 'number') fail({ reason: 'httpStatus', status: opened });
          else {
            path.certificate = target.tls?.cert;
            this.watch?.opened(target.identity, path.certificate);
            attempt.onOpened(opened);
          }
        }),
      );
    });
    return wire.station;
  }

  async #admit(
    server: Listener,
    end: WireEnd,
    target: DialTarget,
    answer: (opened: string | number) => void,
  ): Promise<void> {
    const handshake = handshakeOf(target, server.versions);
    const admission = await server.admit(handshake);
    if (this.#server !== server) return;
    if (!admission.accept) {
      answer(admission.status);
      return;
    }
    answer(handshake.version === undefined ? '' : SUBPROTOCOLS[handshake.version]);
    end.listener = server.open(end, handshake, admission.context);
  }
}

interface Path {
  readonly random: Random;
  weather: Weather;
  outage: Outage | undefined;
  mangle: Mangle | undefined;
  certificate: string | undefined;
  mostWaitingBytes: number;
  readonly wires: Set<Wire>;
}

function handshakeOf(target: DialTarget, versions: ReadonlySet<string>): Handshake {
  const { identity, subprotocols, password, url, tls } = target;
  const contents = tls?.cert === undefined ? undefined : contentsOf(tls.cert);
  const version = subprotocols
    .map((name) => versionOf(name))
    .find((name) => name !== undefined && versions.has(name));
  return {
    identity,
    subprotocols,
    version,
    remoteAddress: '192.0.2.1',
    secure: url.startsWith('wss:'),
    ...(password === undefined ? {} : { password: Buffer.from(password) }),
    ...(contents === undefined ? {} : { clientCertificate: certificateOf(contents) }),
  };
}

function certificateOf({ commonName, serial = 0 }: Contents): ClientCertificate {
  return {
    commonName,
    organization: undefined,
    serialNumber: serial.toString(16),
    fingerprint256: '',
    der: Buffer.alloc(0),
  };
}
