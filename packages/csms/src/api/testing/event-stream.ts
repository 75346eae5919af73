import assert from 'node:assert/strict';

/** An event stream, read block by block. */
export class EventStream {
  readonly response: Response;
  readonly #abort: AbortController;
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #text = '';

  private constructor(response: Response, abort: AbortController) {
    assert.ok(response.body);
    this.response = response;
    this.#abort = abort;
    this.#reader = response.body.getReader();
  }

  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<EventStream> {
    const abort = new AbortController();
    return new EventStream(await fetch(url, { headers, signal: abort.signal }), abort);
  }

  /** The next block, as its fields; undefined when the stream has ended. */
  async next(): Promise<Record<string, string> | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n\n');
      if (end >= 0) {
        const block = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 2);
        return Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
      }
      const { done, value } = await this.#reader.read();
      if (done) return undefined;
      this.#text += Buffer.from(value).toString();
    }
  }

  close(): void {
    this.#abort.abort();
  }
}
