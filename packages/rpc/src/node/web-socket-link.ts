import { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket } from 'ws';
import type { Link, LinkListener } from '../ports.ts';

/**
 * A `ws` socket that knows its link. The listeners below are shared by all sockets and find the
 * link through this field: closures for each connection would cost more memory than the session.
 */
export class LinkedWebSocket extends WebSocket {
  link: WebSocketLink | undefined;
}

/** A link over a `ws` socket; it serves both sides. */
export class WebSocketLink implements Link {
  readonly #socket: LinkedWebSocket;
  /** What the WebSocket runs on; on the side that dialled only from when it is open. */
  stream: Duplex | undefined;
  /** Shorter messages are written to the stream as they are. */
  readonly #directBelowBytes: number;
  verifiedBy: number | undefined;
  /** What had come when it was pinged last. */
  #bytesAtPing = 0;
  #isPonging = false;
  /** What the last ping brought that came while a pong waited. */
  #unanswered: Buffer | undefined;
  #listener: LinkListener | undefined;

  /** @param direct on the server: short messages are written without a detour, see {@link send} */
  constructor(socket: LinkedWebSocket, direct?: DirectWrites) {
    this.#socket = socket;
    this.stream = direct?.stream;
    this.#directBelowBytes = direct?.compressFromBytes ?? 0;
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

  /**
   * A short ASCII text, which is nearly every message, becomes a whole frame in one write. `ws`
   * needs two, a header and a payload, and that is a good part of the cost of an answer. It writes
   * whole frames too, so that the two never mix within one; the order is that of the calls, because
   * neither waits (our compression does not, see `shared-deflate.ts`).
   */
  send(text: string): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    const { length } = text;
    if (
      this.stream !== undefined &&
      length < this.#directBelowBytes &&
      length < LONGEST_SHORT_FRAME &&
      Buffer.byteLength(text) === length
    ) {
      this.stream.write(headerOf(length) + text, 'latin1');
    } else {
      this.#socket.send(text);
    }
  }

  get isReceiving(): boolean {
    return this.#receivedBytes > this.#bytesAtPing;
  }

  get #receivedBytes(): number {
    return this.stream instanceof Socket ? this.stream.bytesRead : 0;
  }

  ping(): void {
    this.#bytesAtPing = this.#receivedBytes;
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
    const bytes = bytesOf(data);
    if (isBinary) this.#listener?.onBinary(bytes);
    else this.#listener?.onText(bytes.toString());
  }

  /**
   * Of pings that come while a pong still waits for a peer that does not read, the last is answered (RFC 6455, 5.5.3):
   * otherwise pongs would pile up without a bound.
   */
  pinged(data: Buffer): void {
    if (this.#isPonging) this.#unanswered = data;
    else if (this.#socket.readyState === WebSocket.OPEN) {
      this.#isPonging = true;
      this.#socket.pong(data, undefined, () => this.#ponged());
    }
  }

  #ponged(): void {
    this.#isPonging = false;
    const unanswered = this.#unanswered;
    this.#unanswered = undefined;
    if (unanswered !== undefined) this.pinged(unanswered);
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

interface DirectWrites {
  readonly stream: Duplex;
  /** The length from which messages are compressed; Infinity without compression. */
  readonly compressFromBytes: number;
}

/** From here on the length takes eight bytes (RFC 6455, 5.2). */
const LONGEST_SHORT_FRAME = 0x1_0000;

/** The header of a final, unmasked text frame, a byte a character. */
function headerOf(length: number): string {
  return length < 126
    ? String.fromCharCode(0x81, length)
    : String.fromCharCode(0x81, 126, length >> 8, length & 0xff);
}

/** One Buffer is what `ws` gives as long as `binaryType` is left alone; its type allows more. */
function bytesOf(data: RawData): Buffer {
  if (Buffer.isBuffer(data)) return data;
  return Buffer.concat(Array.isArray(data) ? data : [Buffer.from(data)]);
}

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  if (this instanceof LinkedWebSocket) this.link?.message(data, isBinary);
}

function onPing(this: WebSocket, data: Buffer): void {
  if (this instanceof LinkedWebSocket) this.link?.pinged(data);
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
