import { type ChildProcess, fork } from 'node:child_process';
import type { Numbers, Settings } from './child.ts';

interface Waiting {
  readonly resolve: (numbers: Numbers) => void;
  readonly reject: (reason: Error) => void;
}

/** A forked process of the bench that answers requests, see `answerParent`. */
export class Child implements AsyncDisposable {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;

  /**
   * @param program the child's source file
   * @param signal ends the child when the figure's time is over
   * @param nodeOptions such as `--expose-gc`
   */
  constructor(program: URL, signal: AbortSignal, nodeOptions: readonly string[] = []) {
    // The child's stdout goes to our stderr: stdout belongs to the results.
    this.#process = fork(program, {
      execArgv: [...nodeOptions],
      stdio: ['ignore', 2, 2, 'ipc'],
      signal,
      killSignal: 'SIGKILL',
    });
    this.#process.on('message', (answer: unknown) => this.#settle(answer));
    this.#process.on('error', (error) => this.#rejectAll(error));
    this.#process.on('exit', (code, exitSignal) =>
      this.#rejectAll(new Error(`${program.pathname} ended (${code ?? exitSignal})`)),
    );
  }

  /** @throws Error when the procedure throws, or when the child ends before it answered */
  ask(procedure: string, settings: Settings = {}): Promise<Numbers> {
    this.#lastId += 1;
    const id = this.#lastId;
    const { promise, resolve, reject } = Promise.withResolvers<Numbers>();
    this.#waiting.set(id, { resolve, reject });
    this.#process.send({ id, procedure, settings }, (error) => {
      if (error !== null) reject(error);
    });
    return promise;
  }

  /** Like {@link ask} for procedures that answer the one number asked for. */
  async askFor(name: string, procedure: string, settings: Settings = {}): Promise<number> {
    const value = (await this.ask(procedure, settings))[name];
    if (value === undefined) throw new Error(`${procedure} did not answer ${name}`);
    return value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }

  #settle(answer: unknown): void {
    if (typeof answer !== 'object' || answer === null || !('id' in answer)) return;
    const waiting = this.#waiting.get(Number(answer.id));
    if (waiting === undefined) return;
    this.#waiting.delete(Number(answer.id));
    if ('numbers' in answer) waiting.resolve(readNumbers(answer.numbers));
    else waiting.reject(new Error('error' in answer ? String(answer.error) : 'no answer'));
  }

  #rejectAll(reason: Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason);
    this.#waiting.clear();
  }
}

function readNumbers(answer: unknown): Numbers {
  const entries = typeof answer === 'object' && answer !== null ? Object.entries(answer) : [];
  return Object.fromEntries(entries.map(([name, value]) => [name, Number(value)]));
}
