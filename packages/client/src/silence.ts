import { timer } from './options.ts';

/** An answer and its whole body. */
export interface Heard {
  /** Its body has been read. */
  readonly response: Response;
  readonly body: Blob;
}

/** Gives up the CSMS when somebody waits for it and it says nothing; a long answer may take its time. */
export class Silence {
  readonly #longestMs: number;
  readonly #given = new AbortController();
  /** Of who gave up, or of the caller who no longer wants it. */
  readonly signal: AbortSignal;

  constructor(longestMs: number, signal: AbortSignal | undefined) {
    this.#longestMs = longestMs;
    const own = this.#given.signal;
    this.signal = signal === undefined ? own : AbortSignal.any([signal, own]);
  }

  /** Waits for what the CSMS says next. @throws DOMException `TimeoutError`, or what was thrown there */
  async heard<T>(next: Promise<T>): Promise<T> {
    const stop = timer(this.#longestMs, () => this.end());
    try {
      return await next;
    } finally {
      stop();
    }
  }

  /** Lets go of what is still open. */
  end(): void {
    this.#given.abort(new DOMException('The CSMS did not answer in time.', 'TimeoutError'));
  }

  /** Reads an answer to its end: what breaks off, or falls silent, is no answer. */
  async whole(response: Response): Promise<Heard> {
    const reader = response.body?.getReader();
    const parts: Uint8Array<ArrayBuffer>[] = [];
    for (;;) {
      const part = reader && (await this.heard(reader.read()));
      if (part === undefined || part.done) break;
      parts.push(part.value);
    }
    const type = response.headers.get('content-type') ?? '';
    return { response, body: new Blob(parts, { type }) };
  }
}
