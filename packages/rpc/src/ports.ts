/** A moment a caller asked for and can take back. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as the deterministic core sees it. Production code gets the system's, the simulated world its own.
 */
export interface Clock {
  /** Milliseconds since an arbitrary start; never jumps, never runs backwards. */
  monotonicMs(): number;
  /** Milliseconds since 1970-01-01T00:00:00Z; may jump when somebody sets the clock. */
  epochMs(): number;
  /** Calls `run` once, `delayMs` milliseconds from now (0 or more), unless cancelled before. */
  after(delayMs: number, run: () => void): Timer;
}

/** Randomness as the deterministic core sees it. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
}
