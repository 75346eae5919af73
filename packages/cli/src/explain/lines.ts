/** Longest line that is read whole, in characters. What is longer is cut and reported. */
const MAX_LINE_CHARS = 4 * 1024 * 1024;

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** The line was longer than `maxChars`; `text` is its start. */
  readonly cut: boolean;
}

/** Cuts chunks of text into lines and never holds more than one line of bounded length. */
export class LineSplitter {
  readonly #maxChars: number;
  #number = 1;
  #held = '';
  #cut = false;

  constructor(maxChars = MAX_LINE_CHARS) {
    this.#maxChars = maxChars;
  }

  *push(chunk: string): Generator<Line> {
    let from = 0;
    for (let end = chunk.indexOf('\n'); end >= 0; end = chunk.indexOf('\n', from)) {
      this.#hold(chunk, from, end);
      yield this.#take();
      from = end + 1;
    }
    this.#hold(chunk, from, chunk.length);
  }

  *end(): Generator<Line> {
    if (this.#held !== '' || this.#cut) yield this.#take();
  }

  #hold(chunk: string, from: number, to: number): void {
    const room = this.#maxChars - this.#held.length;
    if (to - from > room) this.#cut = true;
    this.#held += chunk.slice(from, Math.min(to, from + room));
  }

  #take(): Line {
    const text = this.#held.endsWith('\r') ? this.#held.slice(0, -1) : this.#held;
    const line = { number: this.#number, text, cut: this.#cut };
    this.#number += 1;
    this.#held = '';
    this.#cut = false;
    return line;
  }
}
