import type { Clock, Link, LinkListener, Random, Timer } from '@northbound/rpc';

/** How a path through the network behaves. */
export interface Weather {
  /** One way, at least. */
  readonly latencyMs: number;
  /** What a message may take longer, drawn for each. */
  readonly jitterMs: number;
  readonly bytesPerS: number;
  /** Nothing arrives before that moment of the world's clock; then everything does. */
  readonly stalledUntilMs?: number;
  /** After that long without a byte the path forgets the connection, as a NAT does, and tells nobody. */
  readonly forgetsAfterMs?: number;
}

/** A quiet cellular link. */
export const FAIR_WEATHER: Weather = { latencyMs: 40, jitterMs: 30, bytesPerS: 20_000 };

/** All that makes a path worse at once: of each thing the worst. */
export function worstOf(layers: readonly Partial<Weather>[]): Weather {
  const of = (field: keyof Weather, fair: number) =>
    [fair, ...layers.map((layer) => layer[field] ?? fair)] as const;
  return {
    latencyMs: Math.max(...of('latencyMs', FAIR_WEATHER.latencyMs)),
    jitterMs: Math.max(...of('jitterMs', FAIR_WEATHER.jitterMs)),
    bytesPerS: Math.min(...of('bytesPerS', FAIR_WEATHER.bytesPerS)),
    stalledUntilMs: Math.max(...of('stalledUntilMs', 0)),
    forgetsAfterMs: Math.min(...of('forgetsAfterMs', Number.POSITIVE_INFINITY)),
  };
}

/** How long an end waits for its peer's part of a closing handshake, as the WebSocket library does. */
const CLOSE_TIMEOUT_MS = 5_000;

/** After that long without an acknowledgement TCP gives up: about what Linux does by default. */
const TCP_GIVES_UP_MS = 15 * 60_000;

/** What both ends of a connection share. */
export interface WireParts {
  readonly clock: Clock;
  readonly random: Random;
  weather(): Weather;
  /** What is really sent. */
  mangled(from: 'station' | 'csms', text: string): string;
  /** Told of every text that an end gives to its machine. */
  onTaken(by: 'station' | 'csms', text: string): void;
  /** Told of every text that an end takes from its machine. */
  onText(from: 'station' | 'csms', text: string): void;
  /** Told what waits in an end whenever that becomes more. */
  onWaiting(bytes: number): void;
}

type Parcel = { readonly bytes: number } & (
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'ping' }
  | { readonly kind: 'pong' }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string }
);

/** What is to go over the line, one after the other. */
interface Freight {
  readonly bytes: number;
  arrive(): void;
}

/**
 * A connection: two ends and what is on the way between them. It keeps the order of each direction, as TCP does, and what
 * its peer does not read stays with the sender. When
 * it breaks silently neither end is told; each finds out by itself, or when TCP gives up on what it sent.
 */
export class Wire {
  readonly station: WireEnd;
  readonly server: WireEnd;
  #passes = true;
  #usedAtMs: number;

  constructor(parts: WireParts) {
    this.#usedAtMs = parts.clock.monotonicMs();
    this.station = new WireEnd(parts, this, 'station');
    this.server = new WireEnd(parts, this, 'csms');
    this.station.peer = this.server;
    this.server.peer = this.station;
  }

  /** Whether what is sent arrives. */
  get passes(): boolean {
    return this.#passes;
  }

  /** Whether both ends are there and hear each other. */
  get isAlive(): boolean {
    return this.#passes && !this.station.isClosed && !this.server.isClosed;
  }

  get isOver(): boolean {
    return this.station.isClosed && this.server.isClosed;
  }

  /** Something is sent, after a time in which the path may have forgotten the connection. */
  used(nowMs: number, forgetsAfterMs: number): void {
    if (nowMs - this.#usedAtMs > forgetsAfterMs) this.breakSilently();
    this.#usedAtMs = nowMs;
  }

  /** From here on everything vanishes: what is on the way, too. No end is told. */
  breakSilently(): void {
    this.#passes = false;
  }

  /** Both ends are told, as by a reset. */
  reset(): void {
    this.#passes = false;
    this.station.ended(1006, '');
    this.server.ended(1006, '');
  }
}

/** One end of a connection. */
export class WireEnd implements Link {
  peer: WireEnd | undefined;
  readonly #parts: WireParts;
  readonly #wire: Wire;
  readonly #side: 'station' | 'csms';
  #listener: LinkListener | undefined;
  #state: 'open' | 'closing' | 'closed' = 'open';
  #isReading = true;
  #held: Parcel[] = [];
  #bufferedBytes = 0;
  #waiting: Freight[] = [];
  #lineIsFreeAtMs = 0;
  #lastArrivalMs = 0;
  #givesUp: Timer | undefined;

  constructor(parts: WireParts, wire: Wire, side: 'station' | 'csms') {
    this.#parts = parts;
    this.#wire = wire;
    this.#side = side;
  }

  get isClosed(): boolean {
    return this.#state === 'closed';
  }

  get bufferedBytes(): number {
    return this.#bufferedBytes;
  }

  /** Who is told. Without a listener, as after its machine lost power, what arrives is lost. */
  set listener(listener: LinkListener | undefined) {
    this.#listener = listener;
  }

  send(text: string): void {
    if (this.#state !== 'open') return;
    const sent = this.#parts.mangled(this.#side, text);
    this.#parts.onText(this.#side, sent);
    this.#ship({ kind: 'text', text: sent, bytes: sent.length });
  }

  ping(): void {
    if (this.#state === 'open') this.#ship({ kind: 'ping', bytes: 2 });
  }

  setReading(reading: boolean): void {
    this.#isReading = reading;
    // What is read may stop the reading again.
    while (this.#isReading) {
      const parcel = this.#held.shift();
      if (parcel === undefined) return;
      this.#take(parcel);
    }
  }

  close(code: number, reason: string): void {
    if (this.#state !== 'open') return;
    this.#state = 'closing';
    this.#ship({ kind: 'close', code, reason, bytes: 4 });
    this.#parts.clock.after(CLOSE_TIMEOUT_MS, () => this.ended(1006, ''));
  }

  terminate(): void {
    if (this.#state === 'closed') return;
    const { clock } = this.#parts;
    clock.after(0, () => this.ended(1006, ''));
    clock.after(this.#parts.weather().latencyMs, () => {
      if (this.#wire.passes) this.peer?.ended(1006, '');
    });
  }

  /** The machine of this end is gone without a word: nothing is told to it, nothing leaves it. */
  vanish(): void {
    this.#listener = undefined;
    this.#state = 'closed';
    this.#givesUp?.cancel();
    this.#wire.breakSilently();
  }

  /** The connection is over for this end. */
  ended(code: number, reason: string): void {
    if (this.#state === 'closed') return;
    this.#state = 'closed';
    this.#held = [];
    this.#givesUp?.cancel();
    this.#listener?.onClosed(code, reason);
    this.#listener = undefined;
  }

  #ship(parcel: Parcel): void {
    const { clock } = this.#parts;
    const { forgetsAfterMs = Number.POSITIVE_INFINITY } = this.#parts.weather();
    this.#wire.used(clock.monotonicMs(), forgetsAfterMs);
    this.#bufferedBytes += parcel.bytes;
    this.#parts.onWaiting(this.#bufferedBytes);
    if (this.#wire.passes) this.carry(parcel.bytes, () => this.#deliver(parcel));
    else this.#goUnheard();
  }

  /** Something goes over the line: after all that went before it, and no faster than the line is. */
  carry(bytes: number, arrive: () => void): void {
    this.#waiting.push({ bytes, arrive });
    if (this.#waiting.length === 1) this.#load();
  }

  #load(): void {
    const { clock, random } = this.#parts;
    const { latencyMs, jitterMs, bytesPerS, stalledUntilMs = 0 } = this.#parts.weather();
    const nowMs = clock.monotonicMs();
    const waitMs = Math.max(this.#lineIsFreeAtMs, stalledUntilMs) - nowMs;
    if (waitMs > 0) {
      clock.after(Math.ceil(waitMs), () => this.#load());
      return;
    }
    const freight = this.#waiting.shift();
    if (freight === undefined) return;
    this.#lineIsFreeAtMs = nowMs + (freight.bytes * 1000) / bytesPerS;
    const arrivalMs = this.#lineIsFreeAtMs + latencyMs + random.next() * jitterMs;
    this.#lastArrivalMs = Math.max(this.#lastArrivalMs, arrivalMs);
    clock.after(this.#lastArrivalMs - nowMs, () => freight.arrive());
    if (this.#waiting.length > 0) this.#load();
  }

  /** So many bytes were read. */
  freed(bytes: number): void {
    this.#bufferedBytes -= bytes;
  }

  #deliver(parcel: Parcel): void {
    if (this.#wire.passes) this.peer?.arrived(parcel);
    // It was under way when the path broke.
    else if (!this.isClosed) this.#goUnheard();
  }

  /** TCP goes on trying, and then gives up. */
  #goUnheard(): void {
    this.#givesUp ??= this.#parts.clock.after(TCP_GIVES_UP_MS, () => this.ended(1006, ''));
  }

  arrived(parcel: Parcel): void {
    if (this.#isReading || this.isClosed) this.#take(parcel);
    else this.#held.push(parcel);
  }

  #take(parcel: Parcel): void {
    this.peer?.freed(parcel.bytes);
    if (this.isClosed) return;
    switch (parcel.kind) {
      case 'text':
        if (this.#listener === undefined) return;
        this.#parts.onTaken(this.#side, parcel.text);
        this.#listener.onText(parcel.text);
        return;
      case 'ping':
        if (this.#state === 'open') this.#ship({ kind: 'pong', bytes: 2 });
        return;
      case 'pong':
        this.#listener?.onPong();
        return;
      case 'close':
        this.#closedByPeer(parcel.code, parcel.reason);
    }
  }

  /** The first close frame is answered; the second is the answer. */
  #closedByPeer(code: number, reason: string): void {
    if (this.#state === 'open') {
      this.#state = 'closing';
      this.#ship({ kind: 'close', code, reason, bytes: 4 });
    }
    this.ended(code, reason);
  }
}
