import type { Server as HttpServer, IncomingMessage, RequestListener } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { TLSSocket, TlsOptions } from 'node:tls';
import { SUBPROTOCOLS } from '@northbound/protocol';
import { WebSocketServer } from 'ws';
import type { AnyPeer } from '../api.ts';
import { RpcAcceptor } from '../server/acceptor.ts';
import { chooseVersion, type Handshake, type RefusedHandshake } from '../server/handshake.ts';
import { identityIn } from '../server/identity.ts';
import type { Origin, RpcServer, RpcServerOptions } from '../server/options.ts';
import { directOrigin, readHandshake } from './handshake.ts';
import { type RefusalStatus, refuseUpgrade } from './http-refusal.ts';
import { COMPRESS_FROM_BYTES, SHARED_DEFLATE, shareDeflate } from './shared-deflate.ts';
import { asksForWebSocket, isForNobody, shareUpgrades, takeUpgrade } from './shared-upgrades.ts';
import { systemClock, systemRandom } from './system.ts';
import { TLS_POLICY } from './tls-policy.ts';
import { LinkedWebSocket, WebSocketLink } from './web-socket-link.ts';

/** How long the other side may take for its part of a closing handshake. */
const CLOSE_TIMEOUT_MS = 5_000;

/**
 * A WebSocket server for charging stations of all versions on one port. It takes connections once `listen` was called,
 * or at once on the server that it shares.
 */
export function createRpcServer<Context>(options: RpcServerOptions<Context>): RpcServer {
  return new Server(options);
}

class Server<Context> implements RpcServer {
  readonly #options: RpcServerOptions<Context>;
  readonly #path: string;
  readonly #acceptor: RpcAcceptor<Context>;
  readonly #webSockets: WebSocketServer;
  /** Whether who asks with a sound request may come in: decided once that is known. */
  readonly #admissions = new WeakMap<IncomingMessage, (pass: () => void) => Promise<void>>();
  /** Of those about whom that is being decided. */
  readonly #undecided = new Set<Duplex>();
  #http: HttpServer | HttpsServer | undefined;

  constructor(options: RpcServerOptions<Context>) {
    const { clock = systemClock, random = systemRandom } = options;
    this.#options = options;
    this.#path = options.path ?? '/ocpp/';
    this.#acceptor = new RpcAcceptor(options, { clock, random });
    this.#webSockets = new WebSocketServer({
      noServer: true,
      WebSocket: LinkedWebSocket,
      maxPayload: this.#acceptor.limits.maxFrameBytes,
      perMessageDeflate: SHARED_DEFLATE,
      // Both would cost a closure for each connection.
      clientTracking: false,
      autoPong: false,
      ...{ closeTimeout: CLOSE_TIMEOUT_MS },
      handleProtocols: (offered) => this.#chooseSubprotocol(offered),
      verifyClient: ({ req }: { readonly req: IncomingMessage }, verified: (is: true) => void) => {
        void this.#admissions.get(req)?.(() => verified(true));
      },
    });
    this.#webSockets.on('wsClientError', (error, socket, request) => {
      const found = identityIn(request.url ?? '', this.#path);
      const identity = found.kind === 'identity' ? found.identity : undefined;
      this.#refuse(request, socket, 400, { identity, problem: error.message });
    });
    if (options.server !== undefined) this.#attach(options.server);
  }

  get connections(): number {
    return this.#acceptor.connections;
  }

  peer(identity: string): AnyPeer<'CSMS'> | undefined {
    return this.#acceptor.peer(identity);
  }

  peers(): Iterable<AnyPeer<'CSMS'>> {
    return this.#acceptor.peers();
  }

  async listen(port: number, host = '127.0.0.1'): Promise<{ readonly port: number }> {
    if (this.#http !== undefined) throw new Error('the server listens already, or shares another');
    const server = await makeServer(this.#options.tls);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, host, resolve);
    });
    this.#attach(server);
    const address = server.address();
    return { port: typeof address === 'object' && address !== null ? address.port : port };
  }

  async close(): Promise<void> {
    const shared = this.#options.server !== undefined;
    const closed = shared ? undefined : closeServer(this.#http);
    await this.#acceptor.close();
    this.#http?.off('upgrade', this.#onUpgrade);
    this.#http?.off('tlsClientError', this.#onTlsError);
    // An authorization may never come to an end.
    for (const socket of this.#undecided) socket.destroy();
    // Who connected and has never asked for anything would keep it open.
    if (!shared) this.#http?.closeAllConnections();
    await closed;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #attach(server: HttpServer | HttpsServer): void {
    this.#http = server;
    shareUpgrades(server, this.#onUpgrade);
    server.on('tlsClientError', this.#onTlsError);
  }

  /** Who it was nobody knows: a station says that only after the TLS handshake. */
  readonly #onTlsError = (error: Error, { remoteAddress = '' }: TLSSocket): void => {
    this.#options.onHandshakeRefused?.({
      url: '',
      identity: undefined,
      status: undefined,
      remoteAddress,
      error: undefined,
      problem: tlsProblemOf(error),
    });
  };

  readonly #onUpgrade = (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    // A client that goes away while we think about it is no reason to fall over.
    socket.on('error', destroy);
    const origin = this.#originOf(request);
    const read = readHandshake(request, this.#path, this.#acceptor.versions, origin);
    if (read.kind !== 'elsewhere') takeUpgrade(request);
    switch (read.kind) {
      case 'elsewhere':
        if (isForNobody(request, this.#http, this.#onUpgrade)) this.#refuse(request, socket, 404);
        return;
      case 'refused':
        this.#refuse(request, socket, read.status, {
          identity: read.identity,
          problem: read.problem,
        });
        return;
      case 'handshake':
        this.#upgrade(request, socket, head, read.handshake);
    }
  };

  /** A request that is none is refused by `ws`, which asks for the admission only when all the rest is right. */
  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, handshake: Handshake): void {
    let open: ((webSocket: LinkedWebSocket) => void) | undefined;
    this.#admissions.set(request, async (pass) => {
      this.#undecided.add(socket);
      const admission = await this.#acceptor.admit(handshake);
      this.#undecided.delete(socket);
      if (!admission.accept) {
        const { status, error, problem } = admission;
        if (!socket.destroyed || error !== undefined) {
          const { identity } = handshake;
          this.#refuse(request, socket, status, {
            identity,
            error,
            ...(problem !== undefined && { problem }),
          });
        }
        return;
      }
      open = (webSocket) => this.#opened(webSocket, socket, handshake, admission.context);
      pass();
    });
    socket.off('error', destroy);
    this.#webSockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (webSocket instanceof LinkedWebSocket) open?.(webSocket);
    });
  }

  #opened(
    webSocket: LinkedWebSocket,
    stream: Duplex,
    handshake: Handshake,
    context: Context,
  ): void {
    const compresses = shareDeflate(webSocket, 'server', this.#acceptor.limits.maxFrameBytes);
    const compressFromBytes = compresses ? COMPRESS_FROM_BYTES : Number.POSITIVE_INFINITY;
    const link = new WebSocketLink(webSocket, { stream, compressFromBytes });
    const listener = this.#acceptor.open(link, handshake, context);
    if (listener !== undefined) link.listener = listener;
  }

  #refuse(
    request: IncomingMessage,
    socket: Duplex,
    status: RefusalStatus,
    about: Partial<Pick<RefusedHandshake, 'identity' | 'error' | 'problem'>> = {},
  ): void {
    refuseUpgrade(socket, status);
    this.#options.onHandshakeRefused?.({
      url: request.url ?? '',
      identity: undefined,
      status,
      remoteAddress: this.#originOf(request).remoteAddress,
      error: undefined,
      ...about,
    });
  }

  #originOf(request: IncomingMessage): Origin {
    const direct = directOrigin(request);
    return this.#options.originOf?.(request, direct) ?? direct;
  }

  #chooseSubprotocol(offered: Set<string>): string | false {
    const version = chooseVersion(offered, this.#acceptor.versions);
    return version === undefined ? false : SUBPROTOCOLS[version];
  }
}

/** OpenSSL's own words, where they need no others, without the file and line of its source. */
function tlsProblemOf(error: Error): string {
  const code = 'code' in error ? error.code : undefined;
  if (code === 'ECONNRESET') {
    return 'the other side broke it off, as one does that does not trust our certificate';
  }
  if (code === 'ERR_SSL_HTTP_REQUEST') {
    return 'the other side speaks without TLS, as one does whose URL begins with ws: and not with wss:';
  }
  const reason = 'reason' in error && typeof error.reason === 'string' ? error.reason : undefined;
  return reason ?? error.message;
}

/** The port speaks WebSocket only. */
const upgradeRequired: RequestListener = (_request, response) => {
  response.writeHead(426, { Upgrade: 'websocket', Connection: 'Upgrade' }).end();
};

const HTTP_OPTIONS = { shouldUpgradeCallback: asksForWebSocket };

/** Loaded when needed: a CSMS shares the server it has. */
async function makeServer(tls: TlsOptions | undefined): Promise<HttpServer | HttpsServer> {
  if (tls === undefined) {
    const { createServer } = await import('node:http');
    return createServer(HTTP_OPTIONS, upgradeRequired);
  }
  const { createServer } = await import('node:https');
  return createServer({ ...TLS_POLICY, ...tls, ...HTTP_OPTIONS }, upgradeRequired);
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
