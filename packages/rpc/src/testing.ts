import type { Clock, Random, Timer } from './ports.ts';

export { Dice } from './dice.ts';

class Scheduled implements Timer {
  readonly dueMs: number;
  readonly order: number;
  run: (() => void) | undefined;

  constructor(dueMs: number, order: number, run: () => void) {
    this.dueMs = dueMs;
    this.order = order;
    this.run = run;
  }

  cancel(): void {
    this.run = undefined;
  }
}

/** Virtual time that passes at most while the event loop turns once, and the turns that are enough for anything. */
const MS_PER_TURN = 5_000;
const MOST_TURNS = 60;
const SETTLED = Promise.resolve();

/** Earlier due first; at the same moment in the order in which they were asked for. */
function isBefore(left: Scheduled, right: Scheduled): boolean {
  return left.dueMs < right.dueMs || (left.dueMs === right.dueMs && left.order < right.order);
}

/**
 * How a clock waits for what a timer caused: a turn of the event loop, in which real sockets are heard too, or only the
 * end of all promises, which is many times faster where nothing real is waited for.
 */
type Settling = 'eventLoop' | 'promises';

/**
 * Time that stands still until somebody advances it. Timers run in the order of their due moments,
 * and everything a timer caused by promises is finished before the next one runs.
 */
export class VirtualClock implements Clock {
  #nowMs = 0;
  #epochOffsetMs: number;
  #order = 0;
  readonly #heap: Scheduled[] = [];
  readonly #settling: Settling;

  /** @param epochMs what the wall clock shows at the start, milliseconds since 1970 */
  constructor(epochMs: number = Date.UTC(2026, 0, 1), settling: Settling = 'eventLoop') {
    this.#epochOffsetMs = epochMs;
    this.#settling = settling;
  }

  monotonicMs(): number {
    return this.#nowMs;
  }

  epochMs(): number {
    return this.#nowMs + this.#epochOffsetMs;
  }

  after(delayMs: number, run: () => void): Timer {
    const timer = new Scheduled(this.#nowMs + Math.max(0, delayMs), this.#order++, run);
    this.#push(timer);
    return timer;
  }

  /** Sets the wall clock; the monotonic clock and all timers stay as they are. */
  setEpochMs(epochMs: number): void {
    this.#epochOffsetMs = epochMs - this.#nowMs;
  }

  /** Lets `durationMs` milliseconds pass and runs what is due in them. */
  async advance(durationMs: number): Promise<void> {
    const untilMs = this.#nowMs + durationMs;
    if (this.#settling === 'promises') {
      await this.#runUntil(untilMs);
    } else {
      do {
        await this.settle();
        await this.#turnUntil(untilMs);
      } while (this.#runNext(untilMs));
    }
    this.#nowMs = untilMs;
  }

  /** As a loop over `settle`, without a promise for each timer: a day of a simulated world fires ten thousands. */
  #runUntil(untilMs: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const step = () => {
        try {
          if (this.#runNext(untilMs)) void SETTLED.then(whenSettled);
          else resolve();
        } catch (error) {
          reject(error);
        }
      };
      // What is asked of the next tick while promises end runs after the last of them.
      const whenSettled = () => process.nextTick(step);
      void SETTLED.then(whenSettled);
    });
  }

  /** @returns whether there was a timer that is due until then */
  #runNext(untilMs: number): boolean {
    for (let next = this.#heap[0]; next !== undefined && next.dueMs <= untilMs; ) {
      this.#pop();
      const { run } = next;
      if (run !== undefined) {
        this.#nowMs = next.dueMs;
        next.run = undefined;
        run();
        return true;
      }
      next = this.#heap[0];
    }
    return false;
  }

  /** Gives real sockets their turns before the next timer is due: on a loopback no answer comes seconds late. */
  async #turnUntil(untilMs: number): Promise<void> {
    const dueMs = Math.min(untilMs, this.#heap[0]?.dueMs ?? untilMs);
    const turns = Math.min(MOST_TURNS, Math.floor((dueMs - this.#nowMs) / MS_PER_TURN));
    for (let turn = 0; turn < turns; turn++) await this.settle();
  }

  /** Lets everything finish that waits only for promises, without moving the time. */
  async settle(): Promise<void> {
    // Both are called when the queue of microtasks is empty.
    const whenSettled = this.#settling === 'promises' ? process.nextTick : setImmediate;
    await new Promise<void>((resolve) => whenSettled(resolve));
  }

  #push(timer: Scheduled): void {
    const heap = this.#heap;
    let index = heap.push(timer) - 1;
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = heap[parentIndex];
      if (parent === undefined || isBefore(parent, timer)) break;
      heap[index] = parent;
      heap[parentIndex] = timer;
      index = parentIndex;
    }
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop();
    if (last === undefined || heap.length === 0) return;
    let index = 0;
    for (;;) {
      let childIndex = 2 * index + 1;
      let child = heap[childIndex];
      if (child === undefined) break;
      const right = heap[childIndex + 1];
      if (right !== undefined && isBefore(right, child)) {
        child = right;
        childIndex += 1;
      }
      if (isBefore(last, child)) break;
      heap[index] = child;
      index = childIndex;
    }
    heap[index] = last;
  }
}

/** Random numbers that are the same for the same seed on every machine (Mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
