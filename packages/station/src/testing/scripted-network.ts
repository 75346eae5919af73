import type { Dialer, DialListener, Link } from '@northbound/rpc';
import type { VirtualClock } from '@northbound/rpc/testing';

type Answer = (action: string, payload: Record<string, unknown>) => object | 'silence' | 'error';

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
  readonly latencyMs = 20;
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
      if (!this.#up) {
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
      ping: () => this.#later(() => this.#listener === listener && listener.onPong()),
      setReading: () => undefined,
      bufferedBytes: 0,
      close: end,
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

  /** Asks the station something and forgets the answer. */
  command(action: string, payload: object): void {
    this.#listener?.onText(JSON.stringify([2, `c${++this.#calls}`, action, payload]));
  }

  #onText(listener: DialListener, text: string): void {
    if (this.#listener !== listener) return;
    const frame: unknown = JSON.parse(text);
    if (!Array.isArray(frame) || frame[0] !== 2) return;
    const [, id, action, payload] = frame;
    this.received.push({ action, id, payload });
    const answer = this.#answer(action, payload);
    if (answer === 'silence') return;
    const reply = answer === 'error' ? [4, id, 'InternalError', '', {}] : [3, id, answer];
    this.#later(() => {
      if (this.#listener === listener) listener.onText(JSON.stringify(reply));
    });
  }

  #later(run: () => void): void {
    this.#clock.after(this.latencyMs, run);
  }
}
