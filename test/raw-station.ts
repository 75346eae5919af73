import { once } from 'node:events';

/** The connection ended before the answer: nobody knows whether the CSMS has the message. */
export class ConnectionLost extends Error {}

interface Waiting {
  readonly resolve: (payload: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** A station that knows no more of OCPP than its frames: a WebSocket, and calls one after the other. */
export class RawStation {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, Waiting>();
  #nextId: number;

  private constructor(socket: WebSocket, firstId: number) {
    this.#socket = socket;
    this.#nextId = firstId;
    socket.addEventListener('message', ({ data }) => this.#receive(String(data)));
    socket.addEventListener('close', () => {
      for (const { reject } of this.#waiting.values()) reject(new ConnectionLost());
      this.#waiting.clear();
    });
  }

  /** @throws ConnectionLost when nobody listens */
  static async connect(url: string, subprotocol: string, firstId: number): Promise<RawStation> {
    const socket = new WebSocket(url, [subprotocol]);
    const failed = once(socket, 'error').then(() => Promise.reject(new ConnectionLost()));
    await Promise.race([once(socket, 'open'), failed]);
    failed.catch(() => {});
    return new RawStation(socket, firstId);
  }

  /** @returns the payload of the CALLRESULT. @throws Error with the code of a CALLERROR */
  call(action: string, payload: object): Promise<unknown> {
    const id = `${this.#nextId++}`;
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== WebSocket.OPEN) {
        reject(new ConnectionLost());
        return;
      }
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify([2, id, action, payload]));
    });
  }

  close(): void {
    this.#socket.close();
  }

  #receive(text: string): void {
    const [type, id, ...rest] = JSON.parse(text);
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (type === 3) waiting?.resolve(rest[0]);
    else if (type === 4) waiting?.reject(new Error(`${rest[0]}: ${rest[1]}`));
    // A station must answer calls of the CSMS; this one supports none.
    else if (type === 2) this.#socket.send(JSON.stringify([4, id, 'NotSupported', '', {}]));
  }
}
