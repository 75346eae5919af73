import type { Clock, Dialer, DialListener, Link } from '@northbound/rpc';

/** The beginning of a CALL: message id and action. */
const CALL = /^\[2,"([^"]*)","([^"]*)",/;

/** A CSMS that says yes to every CALL at once, with a network that takes no time. As little as a peer can be. */
export class ScriptedCsms {
  readonly #clock: Clock;
  /** CALLs it has answered, by action. */
  readonly answered = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  readonly dialer: Dialer = (_target, listener): Link => {
    queueMicrotask(() => listener.onOpened('ocpp2.1'));
    const end = (code: number) => queueMicrotask(() => listener.onClosed(code, ''));
    return {
      send: (text) => this.#answer(text, listener),
      ping: () => queueMicrotask(() => listener.onPong()),
      setReading: () => undefined,
      bufferedBytes: 0,
      close: end,
      terminate: () => end(1006),
    };
  };

  #answer(text: string, listener: DialListener): void {
    const [, id, action] = CALL.exec(text) ?? [];
    if (id === undefined || action === undefined) return;
    this.answered.set(action, (this.answered.get(action) ?? 0) + 1);
    const answer = `[3,"${id}",${this.#payload(action)}]`;
    queueMicrotask(() => listener.onText(answer));
  }

  #payload(action: string): string {
    const now = () => new Date(this.#clock.epochMs()).toISOString();
    if (action === 'BootNotification') {
      return `{"status":"Accepted","interval":300,"currentTime":"${now()}"}`;
    }
    if (action === 'Heartbeat') return `{"currentTime":"${now()}"}`;
    if (action === 'Authorize') return '{"idTokenInfo":{"status":"Accepted"}}';
    return '{}';
  }
}
