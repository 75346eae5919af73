import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Violation } from '../../checkers/violation.ts';
import { CsmsProcess } from './csms-process.ts';
import type { FaultProxy } from './fault-proxy.ts';
import { type SmallDisk, smallDisk } from './small-disk.ts';
import type { Undertaker } from './undertaker.ts';

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 30_000;
/** What a supervisor waits before it starts again what has ended by itself. */
const RESTART_MS = 300;

/** Where the CSMS runs: its process, its disk, its data file, and a supervisor that starts it again. */
export class CsmsSite {
  readonly database: string;
  readonly violations: Violation[] = [];
  /** From a start of the process until stations may connect, milliseconds. */
  readonly startsMs: number[] = [];
  kills = 0;
  killsAtStart = 0;
  readonly #process: CsmsProcess;
  readonly #proxy: FaultProxy;
  readonly #disk: SmallDisk | undefined;
  /** Told where the API is, and that it is gone. */
  readonly #moved: (url: string | undefined) => void;
  #lock: DatabaseSync | undefined;
  #isDiskFull = false;
  /** Whether somebody ends the process now. */
  #isEnding = false;

  constructor(parts: {
    readonly command: readonly string[];
    readonly folder: string;
    readonly undertaker: Undertaker;
    readonly proxy: FaultProxy;
    /** Whether its disk will be filled. */
    readonly hasSmallDisk: boolean;
    readonly moved: (url: string | undefined) => void;
  }) {
    const { command, folder, undertaker, proxy } = parts;
    const place = join(folder, 'csms');
    this.#disk = parts.hasSmallDisk ? smallDisk(place, undertaker) : undefined;
    mkdirSync(place, { recursive: true });
    this.database = join(place, 'northbound.db');
    const log = join(folder, 'csms.log');
    const files = { database: this.database, uploads: join(place, 'files'), log };
    this.#process = new CsmsProcess(command, files, undertaker);
    this.#proxy = proxy;
    this.#moved = parts.moved;
  }

  get adminKey(): string {
    return this.#process.adminKey;
  }

  /** What the disk is that is filled. */
  get diskText(): string | undefined {
    return this.#disk?.what;
  }

  get databaseBytes(): number {
    return statSync(this.database).size;
  }

  logLines(): readonly string[] {
    return this.#process.logLines();
  }

  /**
   * Starts the CSMS, again and again while its store refuses.
   *
   * @param killAfterMs once, so long after the start of the process, it is killed again
   * @throws Error when it does not come up
   */
  async start(killAfterMs?: number): Promise<void> {
    const untilMs = performance.now() + START_TIMEOUT_MS;
    let delayMs = killAfterMs;
    for (;;) {
      const beganMs = performance.now();
      const ready = this.#process.start();
      const { pid } = this.#process;
      if (pid !== undefined) this.#disk?.bind(pid);
      if (delayMs !== undefined) {
        await Promise.race([sleep(delayMs), this.#process.ended]);
        delayMs = undefined;
        await this.#end();
        this.killsAtStart += 1;
        continue;
      }
      if (await ready) {
        this.startsMs.push(performance.now() - beganMs);
        break;
      }
      await this.#judgeEnd('while it started');
      if (performance.now() > untilMs) throw new Error('the CSMS does not come up');
      await sleep(RESTART_MS);
    }
    this.#isEnding = false;
    const { port, ended } = this.#process;
    this.#proxy.targetPort = port;
    this.#moved(`http://127.0.0.1:${port}`);
    void ended.then(() => this.#endedByItself());
  }

  /** SIGKILL, and its next life. */
  async kill(killAfterMs?: number): Promise<void> {
    await this.#end();
    await this.start(killAfterMs);
  }

  /** SIGSTOP; `heal` or the time ends it. */
  hang(): void {
    this.#process.signal('SIGSTOP');
  }

  goOn(): void {
    this.#process.signal('SIGCONT');
  }

  fillDisk(): void {
    this.#isDiskFull = true;
    this.#disk?.fill();
  }

  freeDisk(): void {
    this.#disk?.free();
    this.#isDiskFull = false;
  }

  /** Another program holds the data file. @returns whether it got hold of it */
  lock(): boolean {
    if (this.#lock !== undefined) return true;
    const lock = new DatabaseSync(this.database, { timeout: 100 });
    try {
      lock.exec('BEGIN IMMEDIATE');
      this.#lock = lock;
      return true;
    } catch {
      lock.close();
      return false;
    }
  }

  unlock(): void {
    this.#lock?.close();
    this.#lock = undefined;
  }

  /** SIGTERM: it has to end in order. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    this.#moved(undefined);
    this.#process.signal('SIGTERM');
    const tooLate = new AbortController();
    const end = await Promise.race([
      this.#process.ended,
      sleep(STOP_TIMEOUT_MS, 'never', { signal: tooLate.signal }),
    ]);
    tooLate.abort();
    if (end === 0) return;
    this.#failure(`ended with ${end} after SIGTERM`);
    await this.#end();
  }

  async close(): Promise<void> {
    this.unlock();
    await this.#end();
    this.#disk?.close();
  }

  async #end(): Promise<void> {
    this.#isEnding = true;
    this.#moved(undefined);
    this.kills += this.#process.isUp ? 1 : 0;
    this.#process.signal('SIGKILL');
    await this.#process.ended;
  }

  /** A supervisor starts it again; why it ended has to be known. */
  async #endedByItself(): Promise<void> {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.#moved(undefined);
    await this.#judgeEnd('by itself');
    await this.start();
  }

  async #judgeEnd(when: string): Promise<void> {
    const end = await this.#process.ended;
    if (this.#isDiskFull || this.#lock !== undefined) return;
    this.#failure(`ended ${when} with ${end}: ${this.logLines().slice(-4).join(' | ')}`);
  }

  #failure(what: string): void {
    this.violations.push({ rule: 'failure', place: 'CSMS', what });
  }
}
