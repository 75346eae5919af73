import type { Clock, Random, Timer } from '../ports.ts';

/** The machine's clock. Its timers keep the process alive until they run or are cancelled. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  after(delayMs: number, run: () => void): Timer {
    const timer = setTimeout(run, delayMs);
    return { cancel: () => clearTimeout(timer) };
  },
};

/** Randomness of the JavaScript engine: for back-off and message ids, not for secrets. */
export const systemRandom: Random = { next: () => Math.random() };
