import type { WriteStream } from 'node:tty';

const WIDTH = 30;
/** Erases the line and begins it again. */
const AGAIN = '\r\u001b[2K';

/** Between two lines of a log. */
const LOG_MS = 60_000;

/** A bar on a terminal; a line each minute where the output goes into a log. */
export class Progress {
  readonly #out: Pick<WriteStream, 'isTTY' | 'write'>;
  readonly #nowMs: () => number;
  #isShown = false;
  #loggedMs: number;

  constructor(out: Pick<WriteStream, 'isTTY' | 'write'>, nowMs = () => performance.now()) {
    this.#out = out;
    this.#nowMs = nowMs;
    this.#loggedMs = nowMs();
  }

  /** @param part of the whole, from 0 to 1 */
  show(part: number, words: string): void {
    const filled = Math.round(part * WIDTH);
    const bar = this.#out.isTTY ? `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)} ` : '';
    this.note(`${bar}${Math.floor(part * 100)} % ${words}`.trimEnd());
  }

  note(text: string): void {
    if (!this.#out.isTTY) {
      if (this.#nowMs() - this.#loggedMs < LOG_MS) return;
      this.#loggedMs = this.#nowMs();
      this.log(text);
      return;
    }
    this.#isShown = true;
    this.#out.write(`${AGAIN}${text}`);
  }

  /** A line of a log; nothing on a terminal, which has its bar. */
  log(text: string): void {
    if (!this.#out.isTTY) this.#out.write(`${text}\n`);
  }

  /** Clears the line for what is printed next. */
  end(): void {
    if (this.#isShown) this.#out.write(AGAIN);
    this.#isShown = false;
  }
}
