import { type ChildProcess, fork } from 'node:child_process';

/** Something that must not outlive its owner. */
export interface Estate {
  readonly pid?: number;
  readonly mount?: string;
  readonly isGone: boolean;
}

/**
 * A process of its own that kills what this process has started when this process is gone, however it went: a process
 * that is killed cannot tidy up by itself, and one that is stopped (SIGSTOP) does not notice that it is alone.
 */
export class Undertaker {
  readonly #child: ChildProcess;

  constructor() {
    // In a group of its own: a Ctrl-C on the terminal must not end it before the others.
    this.#child = fork(new URL('./undertaker-main.ts', import.meta.url), {
      detached: true,
      // Nor is it what this process was told to run.
      execArgv: [],
      stdio: 'ignore',
    });
  }

  watch(estate: Omit<Estate, 'isGone'>): void {
    this.#child.send({ ...estate, isGone: false });
  }

  forget(estate: Omit<Estate, 'isGone'>): void {
    this.#child.send({ ...estate, isGone: true });
  }

  /** Ends it; what it still watches ends too. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.disconnect();
    await ended;
  }
}
