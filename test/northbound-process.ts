import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './sources.ts';

const MAIN = join(ROOT, 'packages/cli/src/main.ts');

/** A `northbound` command running as its own process; its lines are kept so that a test can wait for one. */
export class NorthboundProcess implements AsyncDisposable {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #errors: string[] = [];
  readonly #waiting = new Set<() => void>();
  #hasEnded = false;

  constructor(args: readonly string[]) {
    this.#child = spawn(process.execPath, [MAIN, ...args], {
      cwd: ROOT,
      stdio: ['pipe', 'pipe', 'pipe'],
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

  get output(): string {
    return [...this.#lines, ...this.#errors].join('\n');
  }

  write(line: string): void {
    this.#child.stdin?.write(`${line}\n`);
  }

  /** Ends the process by a signal, `SIGKILL` for a crash. @returns its exit status, or the signal that ended it */
  async end(signal: 'SIGTERM' | 'SIGINT' | 'SIGKILL'): Promise<number | string> {
    if (!this.#hasEnded) {
      const closed = once(this.#child, 'close');
      this.#child.kill(signal);
      await closed;
    }
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

  /** The data of events as they come, until the caller stops listening. */
  async *events<T>(query = ''): AsyncGenerator<T> {
    const response = await fetch(`${this.#url}/api/v1/events${query}`, {
      headers: this.#headers(),
    });
    if (response.body === null) return;
    let held = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      held += chunk;
      const lines = held.split('\n');
      held = lines.pop() ?? '';
      for (const line of lines) {
        if (line.startsWith('data:')) yield JSON.parse(line.slice(5)) as T;
      }
    }
  }

  #headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#key}` };
  }
}
