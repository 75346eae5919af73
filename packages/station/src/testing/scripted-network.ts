import type { Dialer, DialListener, Link } from '@northbound/rpc';
import type { VirtualClock } from '@northbound/rpc/testing';

/** A payload at once or late, an error, or nothing. */
export type CsmsAnswer = object | Late | 'silence' | 'error';

type Answer = (action: string, payload: Record<string, unknown>, id: string) => CsmsAnswer;

/** An answer that takes longer than usual. */
export class Late {
  readonly payload: object;
  readonly byMs: number;

  constructor(payload: object, byMs: number) {
    this.payload = payload;
    this.byMs = byMs;
  }
}

/**
 * A network with a CSMS at its end, in virtual time: answers after `latencyMs`, breaks when told to.
 * It reads and writes frames by itself, so that nothing of the code under test checks itself.
 */
export class ScriptedNetwork {
  readonly #clock: VirtualClock;
  readonly #subprotocol: string;
  readonly #answer: Answer;
  /** Everything the CSMS got, in order. */
  readonly received: { action: string; id: string; payload: Record<string, unknown> }[] = [];
  /** The station's answers by the id of the command, as they were on the wire. */
  readonly answers = new Map<string, readonly unknown[]>();
  readonly latencyMs = 20;
  /** Frames vanish in both directions, and neither end is told: a half-open connection. */
  silent = false;
  #up = true;
  #listener: DialListener | undefined;
  #calls = 0;

  constructor(clock: VirtualClock, subprotocol: string, answer: Answer) {
    this.#clock = clock;
    this.#subprotocol = subprotocol;
    this.#answer = answer;
  }

  readonly dialer: Dialer = (_target, listener): Link => {
    this.#later(() => {
      if (!this.#up || this.silent) {
        listener.onFailed({ reason: 'network', code: 'ENETUNREACH' });
        return;
      }
      this.#listener = listener;
      listener.onOpened(this.#subprotocol);
    });
    const end = (code: number) => {
      if (this.#listener !== listener) return;
      this.#listener = undefined;
      this.#later(() => listener.onClosed(code, ''));
    };
    return {
      send: (text) => this.#later(() => this.#onText(listener, text)),
      ping: () =>
        this.#later(() => this.#listener === listener && !this.silent && listener.onPong()),
      setReading: () => undefined,
      bufferedBytes: 0,
      // What was sent before the closing handshake arrives before it.
      close: (code) => this.#later(() => end(code)),
      terminate: () => end(1006),
    };
  };

  /** The network breaks, or is there again. */
  set up(up: boolean) {
    this.#up = up;
    if (up) return;
    const listener = this.#listener;
    this.#listener = undefined;
    listener?.onClosed(1006, '');
  }

  /** Asks the station something. @returns the id of the command */
  command(action: string, payload: object): string {
    const id = `c${++this.#calls}`;
    this.say(JSON.stringify([2, id, action, payload]));
    return id;
  }

  /** Sends anything to the station. */
  say(text: string): void {
    if (!this.silent) this.#listener?.onText(text);
  }

  #onText(listener: DialListener, text: string): void {
    if (this.#listener !== listener || this.silent) return;
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame)) return;
    const [type, id, action, payload] = frame;
    if (type !== 2) {
      this.answers.set(id, frame);
      return;
    }
    this.received.push({ action, id, payload });
    const answer = this.#answer(action, payload, id);
    if (answer === 'silence') return;
    const [said, byMs] = answer instanceof Late ? [answer.payload, answer.byMs] : [answer, 0];
    const reply = said === 'error' ? [4, id, 'InternalError', '', {}] : [3, id, said];
    this.#later(() => {
      if (this.#listener === listener && !this.silent) listener.onText(JSON.stringify(reply));
    }, byMs);
  }

  #later(run: () => void, byMs = 0): void {
    this.#clock.after(this.latencyMs + byMs, run);
  }
}
