import type { Clock, Random } from '@northbound/rpc';

/** The store of a CSMS, as `@northbound/csms` has it. */
interface Store<Statement> {
  write(statements: readonly Statement[]): Promise<void>;
  read<Row>(statement: Statement): Promise<Row[]>;
  close(): Promise<void>;
}

/** How long a commit takes, in milliseconds. */
export interface DiskSpeed {
  readonly leastMs: number;
  readonly mostMs: number;
}

/**
 * A disk that keeps what was committed, and nothing else. A process opens the store through it; when the process dies
 * its unfinished commits never happened, and nobody in it hears of them.
 */
export class SimulatedDisk<Statement> {
  readonly #store: Store<Statement>;
  readonly #clock: Clock;
  readonly #random: Random;
  /** May change: a disk that is busy with something else. */
  speed: DiskSpeed;
  #life = 0;
  #commits = 0;
  #dieAt:
    | { readonly commit: number; readonly afterIt: boolean; readonly die: () => void }
    | undefined;
  #dieAtAwait: { count: number; readonly steps: number; readonly die: () => void } | undefined;
  /** While set, every commit fails with what it makes: a disk that is full. */
  failure: (() => Error) | undefined;

  constructor(
    store: Store<Statement>,
    parts: { readonly clock: Clock; readonly random: Random; readonly speed: DiskSpeed },
  ) {
    this.#store = store;
    this.#clock = parts.clock;
    this.#random = parts.random;
    this.speed = parts.speed;
  }

  /** The store as a new process sees it. */
  open(): Store<Statement> {
    this.#life += 1;
    const life = this.#life;
    let tail: Promise<void> = Promise.resolve();
    return {
      write: async (statements) => {
        this.#step();
        const turn = tail;
        const { promise, resolve } = Promise.withResolvers<void>();
        tail = promise;
        await turn;
        try {
          await this.#commit(life, statements);
        } finally {
          // A batch that fails does not keep the next one from its turn.
          resolve();
        }
      },
      read: async (statement) => {
        this.#step();
        if (life !== this.#life) return never();
        const rows = await this.#store.read<never>(statement);
        return life === this.#life ? rows : never();
      },
      // The disk outlives the process.
      close: async () => undefined,
    };
  }

  /**
   * Calls `die` at some await of the process: so many steps of promises after the `count`-th time from now that it asks
   * its store for something.
   */
  atAwait(count: number, steps: number, die: () => void): void {
    this.#dieAtAwait = { count, steps, die };
  }

  #step(): void {
    const death = this.#dieAtAwait;
    if (death === undefined) return;
    death.count -= 1;
    if (death.count > 0) return;
    this.#dieAtAwait = undefined;
    const after = (steps: number) => {
      if (steps === 0) death.die();
      else queueMicrotask(() => after(steps - 1));
    };
    after(death.steps);
  }

  /** The process dies: what it has not committed is lost, and none of its calls ever ends. */
  crash(): void {
    this.#life += 1;
    this.#dieAt = undefined;
    this.#dieAtAwait = undefined;
  }

  /** Calls `die` right before, or right after, the commit that comes as the `count`-th from now. */
  atCommit(count: number, afterIt: boolean, die: () => void): void {
    this.#dieAt = { commit: this.#commits + count, afterIt, die };
  }

  async #commit(life: number, statements: readonly Statement[]): Promise<void> {
    if (life !== this.#life) return never();
    const { leastMs, mostMs } = this.speed;
    await new Promise<void>((resolve) =>
      this.#clock.after(leastMs + this.#random.next() * (mostMs - leastMs), resolve),
    );
    if (life !== this.#life) return never();
    this.#commits += 1;
    const death = this.#dieAt?.commit === this.#commits ? this.#dieAt : undefined;
    if (death !== undefined && !death.afterIt) {
      death.die();
      return never();
    }
    if (this.failure !== undefined) throw this.failure();
    await this.#store.write(statements);
    if (death !== undefined) death.die();
    return life === this.#life ? undefined : never();
  }
}

function never<T>(): Promise<T> {
  return new Promise<T>(() => undefined);
}
