import type {
  Dialer,
  DialListener,
  DialTarget,
  Link,
  LinkFailure,
  LinkListener,
} from '../ports.ts';

interface AttemptOutcome {
  /** @returns who listens from now on */
  opened(link: Link, subprotocol: string): LinkListener | undefined;
  failed(failure: LinkFailure): void;
}

/** One attempt to connect: until it is decided it listens itself, then it hands on. */
export class Attempt implements DialListener {
  readonly #outcome: AttemptOutcome;
  readonly #link: Link;
  #listener: LinkListener | undefined;
  #cancelled = false;

  constructor(dialer: Dialer, target: DialTarget, outcome: AttemptOutcome) {
    this.#outcome = outcome;
    this.#link = dialer(target, this);
  }

  /** Nobody wants to know its outcome any more. */
  cancel(): void {
    this.#cancelled = true;
    this.#link.terminate();
  }

  onOpened(subprotocol: string): void {
    if (this.#cancelled) this.#link.terminate();
    else this.#listener = this.#outcome.opened(this.#link, subprotocol);
  }

  onFailed(failure: LinkFailure): void {
    if (!this.#cancelled) this.#outcome.failed(failure);
  }

  onText(text: string): void {
    this.#listener?.onText(text);
  }

  onBinary(bytes: Uint8Array): void {
    this.#listener?.onBinary(bytes);
  }

  onPong(): void {
    this.#listener?.onPong();
  }

  onError(message: string): void {
    this.#listener?.onError(message);
  }

  onClosed(code: number, reason: string): void {
    this.#listener?.onClosed(code, reason);
  }
}
