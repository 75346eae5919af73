import type { WriteStream } from 'node:tty';

const WIDTH = 30;
/** Erases the line and begins it again. */
const AGAIN = '\r\u001b[2K';

/** A bar on a terminal; lines, far fewer, where the output goes into a log. */
export class Progress {
  readonly #out: WriteStream;
  #isShown = false;

  constructor(out: WriteStream) {
    this.#out = out;
  }

  /** @param part of the whole, from 0 to 1 */
  show(part: number, words: string): void {
    const filled = Math.round(part * WIDTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`;
    this.note(`${bar} ${Math.floor(part * 100)} % ${words}`);
  }

  note(text: string): void {
    if (!this.#out.isTTY) return;
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
