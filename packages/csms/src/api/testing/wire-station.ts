import assert from 'node:assert/strict';

type Answer = (payload: unknown) => unknown;

/** A station made of nothing but a WebSocket: what it sends and answers is written out in the test. */
export class WireStation implements AsyncDisposable {
  /** What to do with a CALL of this action; a string is the code of a CALLERROR, undefined is silence. */
  readonly answers = new Map<string, Answer>();
  /** Actions it was called with, and their payloads. */
  readonly called: [string, unknown][] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;
  readonly #pending = new Map<string, (payload: unknown) => void>();
  #lastId = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => this.#take(String(data)));
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => resolve(code));
    });
  }

  /** @param url the CSMS's own, `http://…` */
  static async connect(url: string, id: string, subprotocol: string): Promise<WireStation> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ocpp/${id}`, [subprotocol]);
    const station = new WireStation(socket);
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve());
      socket.addEventListener('error', () => reject(new Error(`${id} was turned away`)));
    });
    return station;
  }

  /** Sends a CALL. Resolves with the payload of its answer. */
  call(action: string, payload: object): Promise<unknown> {
    this.#lastId += 1;
    const id = `s${this.#lastId}`;
    return new Promise((resolve) => {
      this.#pending.set(id, resolve);
      this.#socket.send(JSON.stringify([2, id, action, payload]));
    });
  }

  close(): void {
    this.#socket.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.closed;
  }

  #take(text: string): void {
    const frame: unknown = JSON.parse(text);
    assert.ok(Array.isArray(frame));
    const [type, id, third, payload]: unknown[] = frame;
    assert.ok(typeof id === 'string');
    if (type === 3) this.#pending.get(id)?.(third);
    if (type === 4) this.#pending.get(id)?.({ callError: third });
    if (type !== 2) return;
    const action = String(third);
    this.called.push([action, payload]);
    void this.#answer(id, this.answers.get(action)?.(payload));
  }

  async #answer(id: string, given: unknown): Promise<void> {
    const answer = given instanceof Promise ? await given : given;
    if (typeof answer === 'string')
      this.#socket.send(JSON.stringify([4, id, answer, 'as told', {}]));
    else if (answer !== undefined) this.#socket.send(JSON.stringify([3, id, answer]));
  }
}
