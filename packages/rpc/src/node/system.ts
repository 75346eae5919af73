import type { Clock, Random, Timer } from '../ports.ts';

/** What the engine can wait at once; with a longer delay its timer runs after 1 ms. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The machine's clock. Its timers keep the process alive until they run or are cancelled. */
export const systemClock: Clock = {
  monotonicMs: () => performance.now(),
  epochMs: () => Date.now(),
  after(delayMs: number, run: () => void): Timer {
    if (delayMs <= 0) return atOnce(run);
    let timeout = begin(delayMs);
    return { cancel: () => clearTimeout(timeout) };

    /** A delay longer than the engine knows is waited for in several parts. */
    function begin(leftMs: number): NodeJS.Timeout {
      if (leftMs <= LONGEST_TIMEOUT_MS) return setTimeout(run, leftMs);
      return setTimeout(() => {
        timeout = begin(leftMs - LONGEST_TIMEOUT_MS);
      }, LONGEST_TIMEOUT_MS);
    }
  },
};

/**
 * Before anything else that the machine has to tell: what follows from an answer has happened when the next question
 * comes. The engine's shortest timer takes a millisecond, in which a peer nearby asks again.
 */
function atOnce(run: () => void): Timer {
  const immediate = setImmediate(run);
  return { cancel: () => clearImmediate(immediate) };
}

/** Randomness of the JavaScript engine: for back-off and message ids, not for secrets. */
export const systemRandom: Random = { next: () => Math.random() };
