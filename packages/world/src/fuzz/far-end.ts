import { SUBPROTOCOLS, type Version } from '@northbound/protocol';
import type { Clock, Dialer, DialListener } from '@northbound/rpc';

const HANDSHAKE_MS = 20;

/** What somebody does about a text; done only when the connection over which it came still stands. */
export type Reaction = () => void;

/** The other end of a station's line, in virtual time: one connection at a time, and nothing is lost on the way. */
export class FarEnd {
  readonly #clock: Clock;
  readonly #version: Version;
  readonly #latencyMs: number;
  readonly #heard: (text: string) => Reaction | undefined;
  readonly #over: () => void;
  #listener: DialListener | undefined;
  #isReachable = true;

  /**
   * @param parts.latencyMs from a text to what is done about it
   * @param parts.heard told of each text of the station at once
   * @param parts.over told when the connection is over
   */
  constructor(parts: {
    readonly clock: Clock;
    readonly version: Version;
    readonly latencyMs: number;
    readonly heard: (text: string) => Reaction | undefined;
    readonly over?: () => void;
  }) {
    this.#clock = parts.clock;
    this.#version = parts.version;
    this.#latencyMs = parts.latencyMs;
    this.#heard = parts.heard;
    this.#over = parts.over ?? (() => undefined);
  }

  get isOpen(): boolean {
    return this.#listener !== undefined;
  }

  get isReachable(): boolean {
    return this.#isReachable;
  }

  /** Whether the station gets through; when not, its connection is over, too. */
  set isReachable(isReachable: boolean) {
    this.#isReachable = isReachable;
    if (!isReachable) this.drop();
  }

  /** Says something to the station, where it is connected. */
  say(text: string): void {
    this.#listener?.onText(text);
  }

  /** The connection breaks, and the station is told. */
  drop(): void {
    const listener = this.#listener;
    if (listener === undefined) return;
    this.#forget();
    listener.onClosed(1006, '');
  }

  readonly dialer: Dialer = (_target, listener) => {
    const clock = this.#clock;
    let isClosed = false;
    const close = (code: number) => {
      if (isClosed) return;
      isClosed = true;
      if (this.#listener === listener) this.#forget();
      clock.after(this.#latencyMs, () => listener.onClosed(code, ''));
    };
    clock.after(HANDSHAKE_MS, () => {
      if (isClosed) return;
      if (!this.#isReachable) {
        listener.onFailed({ reason: 'network', code: 'ENETUNREACH' });
        return;
      }
      this.#listener = listener;
      listener.onOpened(SUBPROTOCOLS[this.#version]);
    });
    return {
      bufferedBytes: 0,
      send: (text) => this.#hear(listener, text),
      close,
      terminate: () => close(1006),
      ping: () => clock.after(this.#latencyMs, () => isClosed || listener.onPong()),
      setReading: () => undefined,
    };
  };

  #hear(listener: DialListener, text: string): void {
    if (this.#listener !== listener) return;
    const react = this.#heard(text);
    if (react === undefined) return;
    this.#clock.after(this.#latencyMs, () => {
      if (this.#listener === listener) react();
    });
  }

  #forget(): void {
    this.#listener = undefined;
    this.#over();
  }
}
