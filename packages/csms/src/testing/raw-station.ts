import WebSocket from 'ws';

/** A frame as it came: an array, whatever is in it. */
export type RawFrame = readonly unknown[];

/** A station by hand: it sends what the test says, right or wrong. */
export class RawStation implements AsyncDisposable {
  /** When the connection is over, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #socket: WebSocket;
  readonly #received: RawFrame[] = [];
  #wanting: ((frame: RawFrame) => void) | undefined;
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
    socket.on('message', (data) => {
      const frame: RawFrame = JSON.parse(String(data));
      const wanting = this.#wanting;
      this.#wanting = undefined;
      if (wanting === undefined) this.#received.push(frame);
      else wanting(frame);
    });
  }

  /** @throws Error `Unexpected server response: 404` and its like when it is turned away */
  static connect(
    port: number,
    identity: string,
    subprotocol: string,
    password?: string,
  ): Promise<RawStation> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ocpp/${identity}`, [subprotocol], {
      perMessageDeflate: false,
      ...(password === undefined ? {} : { auth: `${identity}:${password}` }),
    });
    return new Promise((resolve, reject) => {
      socket.once('open', () => resolve(new RawStation(socket)));
      socket.once('error', reject);
    });
  }

  send(frame: RawFrame | string): void {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
  }

  /** The next frame that comes, or came and was not taken yet. */
  next(): Promise<RawFrame> {
    const frame = this.#received.shift();
    if (frame !== undefined) return Promise.resolve(frame);
    return new Promise((resolve) => {
      this.#wanting = resolve;
    });
  }

  /** Sends a CALL; resolves with the whole frame that comes back. */
  call(action: string, payload: object, messageId = `r${++this.#lastId}`): Promise<RawFrame> {
    this.send([2, messageId, action, payload]);
    return this.next();
  }

  /** Frames that came and that nobody has taken. */
  get received(): readonly RawFrame[] {
    return this.#received;
  }

  /** Cuts the connection, as a lost network does. */
  cut(): void {
    this.#socket.terminate();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.terminate();
    await this.closed;
  }
}
