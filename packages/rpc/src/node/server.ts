import type { Server as HttpServer, IncomingMessage, RequestListener } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TlsOptions } from 'node:tls';
import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import { WebSocketServer } from 'ws';
import type { AnyPeer } from '../api.ts';
import type { ConnectionHost } from '../connection.ts';
import { Deadlines } from '../deadlines.ts';
import { StalledReaders } from '../flow.ts';
import { PingSweep } from '../ping-sweep.ts';
import type { Clock } from '../ports.ts';
import type { Admission, Handshake } from '../server/handshake.ts';
import {
  DEFAULT_SERVER_LIMITS,
  type RpcServer,
  type RpcServerOptions,
  type ServerLimits,
} from '../server/options.ts';
import { ConnectionRegistry } from '../server/registry.ts';
import { MessageIds } from '../session/message-ids.ts';
import type { SessionProfile } from '../session/profile.ts';
import { type AnyConnection, openConnection, profilesOf } from '../versions.ts';
import { chooseVersion, readHandshake } from './handshake.ts';
import { type RefusalStatus, refuseUpgrade } from './http-refusal.ts';
import { COMPRESS_FROM_BYTES, SHARED_DEFLATE, shareDeflate } from './shared-deflate.ts';
import { systemClock, systemRandom } from './system.ts';
import { TLS_POLICY } from './tls-policy.ts';
import { LinkedWebSocket, WebSocketLink } from './web-socket-link.ts';

/** How long the other side may take for its part of a closing handshake. */
const CLOSE_TIMEOUT_MS = 5_000;

const DRAIN_LOOK_MS = 10;

/** A WebSocket server for charging stations of all versions on one port. */
export function createRpcServer<Context>(options: RpcServerOptions<Context>): RpcServer {
  return new Server(options);
}

class Server<Context> implements RpcServer {
  readonly #options: RpcServerOptions<Context>;
  readonly #limits: ServerLimits;
  readonly #clock: Clock;
  readonly #path: string;
  readonly #host: ConnectionHost;
  readonly #profiles: ReadonlyMap<Version, SessionProfile<Context>>;
  readonly #versions: ReadonlySet<Version>;
  readonly #registry = new ConnectionRegistry<AnyConnection<'CSMS', Context>>();
  readonly #pings: PingSweep;
  readonly #webSockets: WebSocketServer;
  #http: HttpServer | HttpsServer | undefined;
  #generation = 0;
  #closing = false;

  constructor(options: RpcServerOptions<Context>) {
    const { versions, gate, observer, clock = systemClock, random = systemRandom } = options;
    const limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
    this.#options = options;
    this.#limits = limits;
    this.#clock = clock;
    this.#path = options.path ?? '/ocpp/';
    const deadlines = new Deadlines(clock);
    this.#host = { clock, deadlines, stalled: new StalledReaders(clock), flow: limits };
    const ids = new MessageIds(random);
    this.#profiles = profilesOf({ role: 'CSMS', versions, ids, limits, gate, observer });
    this.#versions = new Set(this.#profiles.keys());
    this.#pings = new PingSweep(clock, limits.pingIntervalMs, () => this.#registry.values());
    if (limits.pingIntervalMs > 0) this.#pings.start();
    this.#webSockets = new WebSocketServer({
      noServer: true,
      WebSocket: LinkedWebSocket,
      maxPayload: limits.maxFrameBytes,
      perMessageDeflate: SHARED_DEFLATE,
      // Both would cost a closure for each connection.
      clientTracking: false,
      autoPong: false,
      ...{ closeTimeout: CLOSE_TIMEOUT_MS },
      handleProtocols: (offered) => this.#chooseSubprotocol(offered),
    });
    if (options.server !== undefined) this.#attach(options.server);
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

  async listen(port: number, host = '127.0.0.1'): Promise<{ readonly port: number }> {
    if (this.#http !== undefined) throw new Error('the server listens already, or shares another');
    const server = await makeServer(this.#options.tls);
    this.#attach(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    const address = server.address();
    return { port: typeof address === 'object' && address !== null ? address.port : port };
  }

  async close(): Promise<void> {
    if (this.#closing) return;
    this.#closing = true;
    const shared = this.#options.server !== undefined;
    const closed = shared ? undefined : closeServer(this.#http);
    this.#pings.stop();
    const connections = [...this.#registry.values()];
    for (const connection of connections) connection.stopReading();
    await this.#idle(connections);
    for (const connection of connections) connection.close(1001, 'The server stops.');
    await Promise.all(connections.map((connection) => connection.closed));
    this.#host.deadlines.clear();
    this.#http?.off('upgrade', this.#onUpgrade);
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Until all handlers are done, or the patience is at its end. */
  async #idle(connections: readonly AnyConnection<'CSMS', Context>[]): Promise<void> {
    const untilMs = this.#clock.monotonicMs() + this.#limits.drainMs;
    while (
      connections.some((connection) => !connection.isIdle) &&
      this.#clock.monotonicMs() < untilMs
    ) {
      await new Promise<void>((resolve) => {
        this.#clock.after(DRAIN_LOOK_MS, resolve);
      });
    }
  }

  #attach(server: HttpServer | HttpsServer): void {
    this.#http = server;
    server.on('upgrade', this.#onUpgrade);
  }

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A client that goes away while we think about it is no reason to fall over.
    socket.on('error', destroy);
    const read = readHandshake(request, this.#path, this.#versions);
    switch (read.kind) {
      case 'elsewhere':
        // Another listener of a shared server may know the path.
        if (this.#http?.listenerCount('upgrade') === 1) this.#refuse(request, socket, 404);
        return;
      case 'refused':
        this.#refuse(request, socket, read.status, read.identity);
        return;
      case 'handshake':
        void this.#admit(request, socket, head, read.handshake);
    }
  };

  async #admit(
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
    handshake: Handshake,
  ): Promise<void> {
    const { identity } = handshake;
    let admission: Admission<Context>;
    try {
      admission = await this.#options.authorize(handshake);
    } catch (error) {
      this.#refuse(request, socket, 503, identity, error);
      return;
    }
    if (socket.destroyed) return;
    if (!admission.accept || this.#closing) {
      this.#refuse(request, socket, admission.accept ? 503 : admission.status, identity);
      return;
    }
    const { context } = admission;
    socket.off('error', destroy);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket instanceof LinkedWebSocket) this.#opened(webSocket, socket, handshake, context);
    });
  }

  #opened(
    webSocket: LinkedWebSocket,
    stream: Duplex,
    handshake: Handshake,
    context: Context,
  ): void {
    const { identity, version, remoteAddress } = handshake;
    const compresses = shareDeflate(webSocket, 'server', this.#limits.maxFrameBytes);
    const compressFromBytes = compresses ? COMPRESS_FROM_BYTES : Number.POSITIVE_INFINITY;
    const link = new WebSocketLink(webSocket, { stream, compressFromBytes });
    const profile = version === undefined ? undefined : this.#profiles.get(version);
    if (profile === undefined) {
      // The standard wants the handshake completed, and the connection closed at once (part 4, 3.3).
      link.close(1002, 'No sub-protocol in common.');
      return;
    }
    this.#generation += 1;
    const generation = this.#generation;
    const parts = { identity, context, generation, link, profile, host: this.#host };
    const connection = openConnection<'CSMS', Context>(parts, this.#onClosed);
    link.listener = connection;
    this.#registry.enter(connection)?.abandon(1000, 'Another connection took its place.');
    this.#options.onConnect?.(connection, context, { generation, remoteAddress });
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

  #refuse(
    request: IncomingMessage,
    socket: Duplex,
    status: RefusalStatus,
    identity?: string,
    error?: unknown,
  ): void {
    refuseUpgrade(socket, status);
    this.#options.onHandshakeRefused?.({
      url: request.url ?? '',
      identity,
      status,
      remoteAddress: request.socket.remoteAddress ?? '',
      error,
    });
  }

  #chooseSubprotocol(offered: Set<string>): string | false {
    const version = chooseVersion(offered, this.#versions);
    return version === undefined ? false : SUBPROTOCOLS[version];
  }
}

/** The port speaks WebSocket only. */
const upgradeRequired: RequestListener = (_request, response) => {
  response.writeHead(426, { Upgrade: 'websocket', Connection: 'Upgrade' }).end();
};

/** Loaded when needed: a CSMS shares the server it has. */
async function makeServer(tls: TlsOptions | undefined): Promise<HttpServer | HttpsServer> {
  if (tls === undefined) {
    const { createServer } = await import('node:http');
    return createServer(upgradeRequired);
  }
  const { createServer } = await import('node:https');
  return createServer({ ...TLS_POLICY, ...tls }, upgradeRequired);
}

function destroy(this: Duplex): void {
  this.destroy();
}

function closeServer(server: HttpServer | HttpsServer | undefined): Promise<void> {
  if (server === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}
