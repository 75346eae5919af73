import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './sources.ts';

export const MAIN = join(ROOT, 'packages/cli/src/main.ts');

/** A `northbound` command running as its own process; its lines are kept so that a test can wait for one. */
export class NorthboundProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #errors: string[] = [];
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  /** @param command what runs it: the file itself, or `npm start` as the README says (then `demo`) */
  constructor(args: readonly string[], command: 'node' | 'npm start' = 'node') {
    const [program, ...first] =
      command === 'node' ? [process.execPath, MAIN] : ['npm', 'start', '--silent', '--'];
    this.#child = spawn(program, [...first, ...args], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
      // A group of its own: npm passes no signal on, a terminal signals all of them.
      detached: true,
    });
    this.#collect(this.#child.stdout, this.#lines);
    this.#collect(this.#child.stderr, this.#errors);
    this.#child.once('close', () => {
      this.#hasEnded = true;
      this.#wake();
    });
  }

  #collect(stream: NodeJS.ReadableStream | null, into: string[]): void {
    if (stream === null) return;
    createInterface({ input: stream }).on('line', (line) => {
      into.push(line);
      this.#wake();
    });
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
  }

  /** The first line on standard output that matches, printed already or later. @throws Error when the process ends before */
  async line(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      for (const line of this.#lines) {
        const match = pattern.exec(line);
        if (match !== null) return match;
      }
      if (this.#hasEnded) throw new Error(`ended without ${pattern}:\n${this.output}`);
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          this.#waiting.delete(wake);
          resolve();
        };
        this.#waiting.add(wake);
      });
    }
  }

  /** Its exit status when it ends by itself. */
  get ended(): Promise<number | string> {
    return this.#status();
  }

  get output(): string {
    return [...this.#lines, ...this.#errors].join('\n');
  }

  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Ends the process by a signal, `SIGKILL` for a crash. @returns its exit status, or the signal that ended it */
  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | string> {
    const { pid } = this.#child;
    if (!this.#hasEnded && pid !== undefined) process.kill(-pid, signal);
    return this.#status();
  }

  async #status(): Promise<number | string> {
    if (!this.#hasEnded) await once(this.#child, 'close');
    return this.#child.exitCode ?? this.#child.signalCode ?? 'unknown';
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.end('SIGKILL');
  }
}

/** The API of a running CSMS. */
export class ApiClient {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = url;
    this.#key = key;
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#url}/api/v1${path}`, { headers: this.#headers() });
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async send(method: 'PUT' | 'POST', path: string, body: object): Promise<Response> {
    return fetch(`${this.#url}/api/v1${path}`, {
      method,
      headers: { ...this.#headers(), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }

  /** Listens to events from now on. */
  async events(): Promise<EventStream> {
    const stopping = new AbortController();
    const response = await fetch(`${this.#url}/api/v1/events`, {
      headers: this.#headers(),
      signal: stopping.signal,
    });
    if (response.body === null) throw new Error('no event stream');
    return new EventStream(response.body, stopping);
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#key}` };
  }
}

/** That something happened in a CSMS; what it was a test asks the API. */
export class EventStream {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #stopping: AbortController;

  constructor(body: ReadableStream<Uint8Array>, stopping: AbortController) {
    this.#reader = body.getReader();
    this.#stopping = stopping;
  }

  /** The next piece of the stream: one event or several, or a sign of life. @throws Error when it has ended */
  async next(): Promise<void> {
    try {
      const { done } = await this.#reader.read();
      if (done) throw new Error('the event stream ended');
    } catch (error) {
      if (!this.#stopping.signal.aborted) throw error;
    }
  }

  stop(): void {
    this.#stopping.abort();
  }
}
