import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Undertaker } from './undertaker.ts';

/** How a process ended: its exit status, or the signal. */
export type ProcessEnd = number | string;

const READY = /^API at http:\/\/127\.0\.0\.1:(\d+)\//;
const KEY = /^Admin key.*: (\S+)$/;

/** A CSMS as an operator runs it: the command, on its data file. It may be started again when it has ended. */
export class CsmsProcess {
  readonly logFile: string;
  readonly #command: readonly string[];
  readonly #undertaker: Undertaker;
  #child: ChildProcess | undefined;
  /** Settles with the end of the process that runs. */
  ended: Promise<ProcessEnd> = Promise.resolve('never started');
  /** The only key, which the first start showed. */
  adminKey = '';
  port = 0;

  /** @param command runs `northbound`; its arguments follow */
  constructor(command: readonly string[], files: CsmsFiles, undertaker: Undertaker) {
    this.logFile = files.log;
    this.#command = [
      ...command,
      ...['csms', '--port', '0', '--database', files.database, '--files', files.uploads],
      ...['--admission', 'open', '--no-device-models', '--no-console'],
    ];
    this.#undertaker = undertaker;
  }

  get isUp(): boolean {
    return this.#child !== undefined;
  }

  /**
   * Starts it, when it does not run.
   *
   * @returns whether stations may connect; false when it has ended before
   */
  async start(): Promise<boolean> {
    const [program, ...args] = this.#command;
    if (program === undefined) throw new RangeError('no command');
    const log = openSync(this.logFile, 'a');
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', log] });
    closeSync(log);
    if (child.stdout === null) throw new Error('no standard output');
    this.#child = child;
    this.port = 0;
    const { pid } = child;
    if (pid !== undefined) this.#undertaker.watch({ pid });
    this.ended = once(child, 'close').then((): ProcessEnd => {
      if (pid !== undefined) this.#undertaker.forget({ pid });
      if (this.#child === child) this.#child = undefined;
      return child.exitCode ?? child.signalCode ?? 'unknown';
    });
    const { promise: ready, resolve } = Promise.withResolvers<boolean>();
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, key] = KEY.exec(line) ?? [];
      if (key !== undefined) this.adminKey = key;
      const [, port] = READY.exec(line) ?? [];
      if (port !== undefined) this.port = Number(port);
      // The first start shows its key last.
      if (this.port !== 0 && this.adminKey !== '') resolve(true);
    });
    void this.ended.then(() => resolve(false));
    return ready;
  }

  signal(signal: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT' | 'SIGTERM'): void {
    this.#child?.kill(signal);
  }

  /** The process, for tools that look at it from outside. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  /** What it has logged, all its lives long. */
  logLines(): readonly string[] {
    return readFileSync(this.logFile, 'utf8').split('\n');
  }
}

/** Where it keeps what. */
export interface CsmsFiles {
  readonly database: string;
  readonly uploads: string;
  readonly log: string;
}
