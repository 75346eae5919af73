import type { DialListener, LinkListener } from '@northbound/rpc';

/** An attempt to connect and what comes of it: until it is open, an end of the connection is a failure of the attempt. */
export class Attempt implements LinkListener {
  isOpen = false;
  readonly #listener: DialListener;

  constructor(listener: DialListener) {
    this.#listener = listener;
  }

  onOpened(subprotocol: string): void {
    this.isOpen = true;
    this.#listener.onOpened(subprotocol);
  }

  onText(text: string): void {
    this.#listener.onText(text);
  }

  onBinary(bytes: Uint8Array): void {
    this.#listener.onBinary(bytes);
  }

  onPong(): void {
    this.#listener.onPong();
  }

  onError(message: string): void {
    this.#listener.onError(message);
  }

  onClosed(code: number, reason: string): void {
    if (this.isOpen) this.#listener.onClosed(code, reason);
    else this.#listener.onFailed({ reason: 'network', code: 'ECONNRESET' });
  }
}
