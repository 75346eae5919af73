import { type RawData, WebSocket } from 'ws';
import type { Link, LinkListener } from '../ports.ts';

/**
 * A `ws` socket that knows its link. The listeners below are shared by all sockets and find the
 * link through this field: closures for each connection would cost more memory than the session.
 */
export class LinkedWebSocket extends WebSocket {
  link: WebSocketLink | undefined;
}

/** A link over an open `ws` socket; it serves both sides. */
export class WebSocketLink implements Link {
  readonly #socket: LinkedWebSocket;
  #listener: LinkListener | undefined;

  constructor(socket: LinkedWebSocket) {
    this.#socket = socket;
    socket.link = this;
    socket.on('message', onMessage);
    socket.on('ping', onPing);
    socket.on('pong', onPong);
    socket.on('error', onError);
    socket.on('close', onClose);
  }

  /** Who is told of what happens. Set it in the tick in which the link was made. */
  set listener(listener: LinkListener) {
    this.#listener = listener;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  ping(): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping();
  }

  setReading(reading: boolean): void {
    if (reading) this.#socket.resume();
    else this.#socket.pause();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  terminate(): void {
    this.#socket.terminate();
  }

  message(data: RawData, isBinary: boolean): void {
    if (isBinary) this.#listener?.onBinary();
    else this.#listener?.onText(textOf(data));
  }

  pong(): void {
    this.#listener?.onPong();
  }

  failed(error: Error): void {
    this.#listener?.onError(error.message);
  }

  closed(code: number, reason: Buffer): void {
    this.#socket.link = undefined;
    this.#listener?.onClosed(code, reason.toString());
  }
}

/** One Buffer is what `ws` gives as long as `binaryType` is left alone; its type allows more. */
function textOf(data: RawData): string {
  if (Buffer.isBuffer(data)) return data.toString();
  return Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]).toString();
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  if (this instanceof LinkedWebSocket) this.link?.message(data, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  if (this.readyState === WebSocket.OPEN) this.pong(data);
}

function onPong(this: WebSocket): void {
  if (this instanceof LinkedWebSocket) this.link?.pong();
}

function onError(this: WebSocket, error: Error): void {
  if (this instanceof LinkedWebSocket) this.link?.failed(error);
}

function onClose(this: WebSocket, code: number, reason: Buffer): void {
  if (this instanceof LinkedWebSocket) this.link?.closed(code, reason);
}
