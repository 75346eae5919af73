import type {
  ActionFrom,
  Request,
  Response,
  Role,
  SendActionFrom,
  Version,
} from '@northbound/protocol';
import type { RpcPeer } from './api.ts';
import type { Alarm, Deadlines, Sleeper } from './deadlines.ts';
import type { FlowLimits, Stalled, StalledReaders } from './flow.ts';
import { type CallOptions, type CallOutcome, RpcCallError } from './outcome.ts';
import type { Clock, Link, LinkListener } from './ports.ts';
import type { SessionEffects } from './session/effects.ts';
import type { SessionProfile } from './session/profile.ts';
import { RpcSession } from './session/session.ts';

/** What all connections of a server, or of a client, share. */
export interface ConnectionHost {
  readonly clock: Clock;
  readonly deadlines: Deadlines;
  readonly stalled: StalledReaders;
  readonly flow: FlowLimits;
}

/** What a connection is made of. */
export interface ConnectionParts<Context> {
  readonly identity: string;
  readonly context: Context;
  readonly generation: number;
  /** The number of the handshake that it began with; 0 where nobody counts them. */
  readonly knock?: number;
  readonly link: Link;
  readonly profile: SessionProfile<Context>;
  readonly host: ConnectionHost;
}

/** Why a connection does not read: bits, because there may be more than one reason. */
const STALL = { flood: 1, inboundQueue: 2, outboundBuffer: 4, draining: 8 } as const;

/** A session on a link: what the application sees as its peer. */
export class Connection<V extends Version, R extends Role, Context>
  implements RpcPeer<V, R>, SessionEffects, Sleeper, Stalled, LinkListener
{
  readonly version: V;
  readonly identity: string;
  readonly context: Context;
  /** Counts the connections of its server or client. */
  readonly generation: number;
  /** Of two connections of a station the one with the higher number knocked later. */
  readonly knock: number;
  alarm: Alarm | undefined;
  readonly #host: ConnectionHost;
  readonly #profile: SessionProfile<Context>;
  readonly #link: Link;
  readonly #session: RpcSession<Context>;
  readonly #onClosed: ClosedListener<V, R, Context>;
  /** Whether the peer was heard since it was pinged last. */
  #heard = true;
  #stall = 0;
  /** What waited for a peer that does not read when it was looked at last; -1 before the first look. */
  #waitedBytes = -1;
  #tokens: number;
  #refilledMs: number;
  #isClosed = false;
  #closed: Promise<void> | undefined;
  #resolveClosed: (() => void) | undefined;

  constructor(
    version: V,
    { identity, context, generation, knock = 0, link, profile, host }: ConnectionParts<Context>,
    onClosed: ClosedListener<V, R, Context>,
  ) {
    this.version = version;
    this.identity = identity;
    this.context = context;
    this.generation = generation;
    this.knock = knock;
    this.#host = host;
    this.#profile = profile;
    this.#link = link;
    this.#onClosed = onClosed;
    this.#tokens = host.flow.burstFrames;
    this.#refilledMs = host.clock.monotonicMs();
    this.#session = new RpcSession(profile, this, context);
  }

  // What the application calls.

  async call<A extends ActionFrom<V, R>>(
    action: A,
    payload: Request<V, A>,
    options?: CallOptions,
  ): Promise<Response<V, A>> {
    const outcome = await this.tryCall(action, payload, options);
    if (outcome.outcome === 'answered') return outcome.payload;
    throw new RpcCallError(action, outcome);
  }

  // The overload is where `unknown` becomes the type of the answer: the session has validated it.
  tryCall<A extends ActionFrom<V, R>>(
    action: A,
    payload: Request<V, A>,
    options?: CallOptions,
  ): Promise<CallOutcome<Response<V, A>>>;
  tryCall(action: string, payload: unknown, options?: CallOptions): Promise<CallOutcome<unknown>> {
    return this.#call(action, payload, options, true);
  }

  callRaw(action: string, payload: unknown, options?: CallOptions): Promise<CallOutcome<unknown>> {
    return this.#call(action, payload, options, false);
  }

  send<A extends SendActionFrom<V, R>>(action: A, payload: Request<V, A>): void;
  send(action: string, payload: unknown): void {
    if ((this.#stall & STALL.outboundBuffer) !== 0) {
      const reason = 'The peer does not read.';
      this.#profile.observer?.report?.(this.context, { kind: 'notSent', action, reason });
      return;
    }
    this.#session.send(action, payload);
  }

  /** From here on nothing is handled or sent any more; calls under way end as `closed`. */
  close(code = 1000, reason = ''): void {
    if (!isCloseCode(code)) throw new RangeError(`${code} is no code to close with`);
    if (Buffer.byteLength(reason) > MAX_REASON_BYTES)
      throw new RangeError('the reason is too long');
    this.#session.close();
    // The closing handshake has to read the peer's close frame.
    if (this.#stall !== 0) this.#link.setReading(true);
    this.#link.close(code, reason);
  }

  get closed(): Promise<void> {
    this.#closed ??= this.#isClosed
      ? Promise.resolve()
      : new Promise((resolve) => {
          this.#resolveClosed = resolve;
        });
    return this.#closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.close();
    await this.closed;
  }

  // What the owner of the connection calls.

  /** Takes no new message and closes once those it has are answered. */
  stopReading(): void {
    this.#setStall(STALL.draining, true);
  }

  get isIdle(): boolean {
    return this.#session.isInboundIdle;
  }

  /** Looks after the peer, once an interval: who was silent for the whole of it is dropped, the others are pinged. */
  keepAlive(): void {
    if (this.#wasSilent()) {
      this.#link.terminate();
      return;
    }
    this.#heard = false;
    this.#link.ping();
  }

  /** Ends it now for everybody, without waiting for what the link says of its close. */
  abandon(code: number, reason: string): void {
    this.close(code, reason);
    this.onClosed(code, reason);
  }

  // What the link calls.

  onText(text: string): void {
    this.#heardFrame();
    this.#session.receive(text);
    if (this.#session.isInboundFull) this.#setStall(STALL.inboundQueue, true);
  }

  onBinary(bytes: Uint8Array): void {
    this.#heardFrame();
    this.#session.receiveBinary(bytes);
  }

  onPong(): void {
    this.#heard = true;
  }

  onError(message: string): void {
    this.#profile.observer?.report?.(this.context, { kind: 'linkError', message });
  }

  onClosed(code: number, reason: string): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#host.stalled.delete(this);
    this.#session.close();
    this.#host.deadlines.disarm(this);
    this.#resolveClosed?.();
    this.#onClosed(this, code, reason);
  }

  // What the session asks for.

  nowMs(): number {
    return this.#host.clock.monotonicMs();
  }

  transmit(text: string): void {
    this.#link.send(text);
    if (this.#link.bufferedBytes > this.#host.flow.bufferedBytes) {
      if ((this.#stall & STALL.outboundBuffer) === 0) this.#waitedBytes = -1;
      this.#setStall(STALL.outboundBuffer, true);
      this.#host.stalled.add(this);
    }
  }

  deadline(): void {
    this.#host.deadlines.arm(this);
  }

  inboundDrained(): void {
    this.#setStall(STALL.inboundQueue, false);
  }

  // What the shared timers call.

  get deadlineMs(): number {
    return this.#session.deadlineMs;
  }

  wake(nowMs: number): void {
    this.#session.expire(nowMs);
  }

  recheck(nowMs: number): boolean {
    this.#refill(nowMs);
    if (this.#tokens >= 1) this.#setStall(STALL.flood, false);
    // Half of the limit, so that it does not stall again with the next frame.
    if (this.#link.bufferedBytes <= this.#host.flow.bufferedBytes / 2) {
      this.#setStall(STALL.outboundBuffer, false);
    }
    return (this.#stall & (STALL.flood | STALL.outboundBuffer)) !== 0;
  }

  /** Who is not listened to cannot be heard; but who takes nothing of what waits for him all the time is gone. */
  #wasSilent(): boolean {
    if ((this.#stall & STALL.outboundBuffer) === 0) {
      return !this.#heard && this.#stall === 0 && this.#link.isReceiving !== true;
    }
    const before = this.#waitedBytes;
    this.#waitedBytes = this.#link.bufferedBytes;
    return before >= 0 && this.#waitedBytes >= before;
  }

  #call(
    action: string,
    payload: unknown,
    options: CallOptions | undefined,
    strict: boolean,
  ): Promise<CallOutcome<unknown>> {
    return new Promise((settle) => {
      this.#session.call({ action, payload, options, strict, settle });
    });
  }

  #heardFrame(): void {
    this.#heard = true;
    this.#tokens -= 1;
    // The clock is read only when the tokens of the last look are used up.
    if (this.#tokens < 0) this.#limitFlood();
  }

  /** What is in the air already is still taken; the flood then stands before a closed door. */
  #limitFlood(): void {
    this.#refill(this.#host.clock.monotonicMs());
    if (this.#tokens >= 0 || (this.#stall & STALL.flood) !== 0) return;
    this.#profile.observer?.report?.(this.context, { kind: 'flood' });
    this.#setStall(STALL.flood, true);
    this.#host.stalled.add(this);
  }

  #refill(nowMs: number): void {
    const { framesPerSecond, burstFrames } = this.#host.flow;
    const elapsedMs = nowMs - this.#refilledMs;
    // Not by a product: Infinity times no time is not a number.
    const refilled =
      framesPerSecond === Number.POSITIVE_INFINITY
        ? burstFrames
        : this.#tokens + (elapsedMs / 1000) * framesPerSecond;
    this.#tokens = Math.min(burstFrames, refilled);
    this.#refilledMs = nowMs;
  }

  #setStall(reason: number, stalled: boolean): void {
    const before = this.#stall;
    this.#stall = stalled ? before | reason : before & ~reason;
    if ((before === 0) !== (this.#stall === 0)) this.#link.setReading(this.#stall === 0);
  }
}

/** RFC 6455, 5.5: a control frame has 125 bytes, two of them are the code. */
const MAX_REASON_BYTES = 123;

/** RFC 6455, 7.4: those that an endpoint may send. */
const isCloseCode = (code: number): boolean =>
  (code >= 1000 && code <= 1014 && ![1004, 1005, 1006].includes(code)) ||
  (code >= 3000 && code <= 4999);

/** Told once, when the connection is over. */
export type ClosedListener<V extends Version, R extends Role, Context> = (
  connection: Connection<V, R, Context>,
  code: number,
  reason: string,
) => void;
