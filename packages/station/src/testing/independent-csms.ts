import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket, TlsOptions } from 'node:tls';
import type { Version } from '@northbound/protocol';
import { SUBPROTOCOLS } from '@northbound/protocol';
import type { Timer } from '@northbound/rpc';
import { VirtualClock } from '@northbound/rpc/testing';
import { createRPCError, createValidator, RPCServer } from 'ocpp-rpc';
import schemas21 from 'ocpp-rpc/lib/schemas/ocpp2_1.json' with { type: 'json' };

/** A message that the CSMS got, whatever it answered. */
export interface Received {
  readonly action: string;
  readonly payload: Record<string, unknown>;
  readonly messageId: string;
}

type Answer = (payload: Record<string, unknown>, messageId: string) => Record<string, unknown>;

interface StationSide {
  call(action: string, payload: Record<string, unknown>): Promise<unknown>;
  close(options: Record<string, unknown>): Promise<unknown>;
}

/** Virtual time in which what is due at once happens at once, so that sockets and time mix. */
export class SocketClock extends VirtualClock {
  override after(delayMs: number, run: () => void): Timer {
    if (delayMs > 0) return super.after(delayMs, run);
    const immediate = setImmediate(run);
    return { cancel: () => clearImmediate(immediate) };
  }
}

/**
 * A CSMS on somebody else's RPC library, which validates strictly by the official schemas and knows
 * nothing of this code. Answers are accepting unless a test says otherwise.
 */
export class IndependentCsms implements AsyncDisposable {
  readonly received: Received[] = [];
  readonly answers = new Map<string, Answer>();
  /** Whether it lets a station in with this password, one character for each byte. */
  admits: (password: string | undefined) => boolean = () => true;
  /** Whether it breaks a TLS connection off because of the station's certificate. */
  refuses: (socket: TLSSocket) => boolean = () => false;
  /** TLS connections that came about. */
  readonly handshakes: TLSSocket[] = [];
  /** The passwords of all attempts to connect. */
  readonly passwords: (string | undefined)[] = [];
  readonly #news = new EventEmitter();
  readonly #server: RPCServer;
  #station: StationSide | undefined;
  readonly #https: Server | undefined;
  #port = 0;
  #seen = 0;
  #transactionIds = 0;

  private constructor(version: Version, pingIntervalMs: number, tls: TlsOptions | undefined) {
    this.#https = tls && createServer(tls);
    this.#server = new RPCServer({
      pingIntervalMs,
      protocols: [SUBPROTOCOLS[version]],
      strictMode: true,
      strictModeValidators: [VALIDATOR_21],
    });
    this.#server.auth((accept, reject, { password }) => {
      this.passwords.push(password?.toString('latin1'));
      if (this.admits(password?.toString('latin1'))) accept();
      else reject(401, 'Unauthorized');
    });
    this.#server.on('client', (client) => {
      this.#station = client;
      client.handle(({ method = '', params = {}, messageId = '' }) => {
        this.received.push({ action: method, payload: params, messageId });
        this.#news.emit('received');
        const answer = this.answers.get(method) ?? this.#defaults[method];
        if (answer === undefined) throw createRPCError('NotImplemented');
        return Promise.resolve(answer(params, messageId));
      });
      // Messages that nobody answers are unknown to this library.
      client.on('badMessage', ({ buffer }: { readonly buffer: unknown }) =>
        this.#takeSend(String(buffer)),
      );
      client.on('ping', () => this.#news.emit('pong'));
      client.on('close', () => this.#news.emit('closed'));
      this.#news.emit('connected');
    });
  }

  /** @param tls for a CSMS of security profile 2 and 3 */
  static async start(
    version: Version,
    pingIntervalMs = 30_000,
    tls?: TlsOptions,
  ): Promise<IndependentCsms> {
    const csms = new IndependentCsms(version, pingIntervalMs, tls);
    await csms.listen();
    return csms;
  }

  /** On the port of the first time, if there was one. */
  async listen(): Promise<void> {
    if (this.#https !== undefined) {
      this.#https.on('upgrade', this.#server.handleUpgrade);
      this.#https.on('secureConnection', (socket) => {
        if (this.refuses(socket)) socket.destroy();
        else this.handshakes.push(socket);
      });
      await new Promise<void>((resolve) =>
        this.#https?.listen(this.#port, '127.0.0.1', () => resolve()),
      );
      this.#port = portOf(this.#https.address());
      return;
    }
    const server = await this.#server.listen(this.#port, '127.0.0.1');
    this.#port = portOf(server.address());
  }

  get url(): string {
    return this.#https === undefined
      ? `ws://127.0.0.1:${this.#port}/ocpp`
      : `wss://localhost:${this.#port}/ocpp`;
  }

  /** Other certificates, or other versions of TLS, for connections from now on. */
  present(tls: TlsOptions): void {
    this.#https?.setSecureContext(tls);
  }

  /** The next message of an action after those that were awaited, whenever it comes. */
  async next(
    action: string,
    fits: (payload: Record<string, unknown>) => boolean = () => true,
  ): Promise<Received> {
    for (;;) {
      const index = this.received.findIndex(
        (message, at) => at >= this.#seen && message.action === action && fits(message.payload),
      );
      const found = this.received[index];
      if (found !== undefined) {
        this.#seen = index + 1;
        return found;
      }
      await once(this.#news, 'received');
    }
  }

  all(action: string): Received[] {
    return this.received.filter((message) => message.action === action);
  }

  call(action: string, payload: Record<string, unknown>): Promise<unknown> {
    if (this.#station === undefined) throw new Error('No station has connected');
    return this.#station.call(action, payload);
  }

  /** The station's socket has answered a ping. */
  pong(): Promise<unknown> {
    return once(this.#news, 'pong');
  }

  connected(): Promise<unknown> {
    return once(this.#news, 'connected');
  }

  closed(): Promise<unknown> {
    return once(this.#news, 'closed');
  }

  #takeSend(text: string): void {
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame) || frame[0] !== 6) return;
    const [, messageId, action, payload] = frame;
    this.received.push({ action, payload, messageId });
    this.#news.emit('received');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.close({ force: true });
    this.#https?.closeAllConnections();
    this.#https?.close();
  }

  readonly #defaults: Readonly<Record<string, Answer>> = {
    BootNotification: () => accepted(),
    Heartbeat: () => ({ currentTime: START }),
    StatusNotification: () => ({}),
    NotifyEvent: () => ({}),
    NotifyReport: () => ({}),
    ReservationStatusUpdate: () => ({}),
    DiagnosticsStatusNotification: () => ({}),
    FirmwareStatusNotification: () => ({}),
    LogStatusNotification: () => ({}),
    NotifyCustomerInformation: () => ({}),
    PublishFirmwareStatusNotification: () => ({}),
    SecurityEventNotification: () => ({}),
    SignedFirmwareStatusNotification: () => ({}),
    NotifyMonitoringReport: () => ({}),
    OpenPeriodicEventStream: () => ({ status: 'Accepted' }),
    ClosePeriodicEventStream: () => ({}),
    MeterValues: () => ({}),
    ReportChargingProfiles: () => ({}),
    NotifyChargingLimit: () => ({}),
    ClearedChargingLimit: () => ({}),
    NotifyPriorityCharging: () => ({}),
    Authorize: ({ idTag }) =>
      idTag === undefined
        ? { idTokenInfo: { status: 'Accepted' } }
        : { idTagInfo: { status: 'Accepted' } },
    TransactionEvent: ({ idToken }) =>
      idToken === undefined ? {} : { idTokenInfo: { status: 'Accepted' } },
    StartTransaction: () => ({
      transactionId: ++this.#transactionIds,
      idTagInfo: { status: 'Accepted' },
    }),
    StopTransaction: () => ({}),
  };
}

/**
 * The library looks for `urn:X.req`, and ships the schemas of 2.1 as `urn:XRequest`; its validator
 * complains about enumerations that forbid additional properties.
 */
const VALIDATOR_21 = createValidator(
  'ocpp2.1',
  schemas21.map(({ $id, ...schema }) => ({
    ...schema,
    $id: $id.replace(/Request$/, '.req').replace(/Response$/, '.conf'),
    definitions: Object.fromEntries(
      Object.entries(schema.definitions ?? {}).map(([name, { additionalProperties, ...rest }]) => [
        name,
        rest.type === 'object' ? { ...rest, additionalProperties } : rest,
      ]),
    ),
  })),
);

const START = new Date(Date.UTC(2026, 0, 1)).toISOString();

/** An answer to BootNotification. */
export function accepted(more: Record<string, unknown> = {}): Record<string, unknown> {
  return { status: 'Accepted', currentTime: START, interval: 86_400, ...more };
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  return address.port;
}
