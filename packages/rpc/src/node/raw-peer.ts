import { once } from 'node:events';
import type { RawData } from 'ws';
import { WebSocket } from 'ws';

/** The other side of a connection in a test: it says what it wants and keeps what it hears. */
export class RawPeer implements AsyncDisposable {
  readonly socket: WebSocket;
  readonly #heard: string[] = [];
  readonly #closed = Promise.withResolvers<number>();
  #wake: (() => void) | undefined;

  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: RawData) => {
      this.#heard.push(data.toString());
      this.#wake?.();
    });
    socket.on('error', () => undefined);
    socket.on('close', (code) => {
      this.#closed.resolve(code);
      this.#wake?.();
    });
  }

  static async connect(
    url: string,
    subprotocols: string | string[],
    options: object = {},
  ): Promise<RawPeer> {
    const peer = new RawPeer(new WebSocket(url, subprotocols, options));
    await once(peer.socket, 'open');
    return peer;
  }

  say(frame: unknown): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame it hears, parsed. */
  async hear(): Promise<readonly unknown[]> {
    while (this.#heard.length === 0) {
      if (this.socket.readyState === WebSocket.CLOSED) throw new Error('closed, nothing to hear');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    return JSON.parse(this.#heard.shift() ?? '[]');
  }

  /** Everything up to the answer to a probe: frames are answered in order, so nothing else comes. */
  async hearUntil(messageId: string): Promise<readonly (readonly unknown[])[]> {
    const frames: (readonly unknown[])[] = [];
    for (;;) {
      const frame = await this.hear();
      if (frame[1] === messageId) return frames;
      frames.push(frame);
    }
  }

  /** The code with which the connection closes. */
  get closed(): Promise<number> {
    return this.#closed.promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.socket.terminate();
    await this.closed;
  }
}
