/**
 * A timer beside the application, like the independent watchdog of a microcontroller: it goes on
 * when nothing else does.
 */
export interface WatchdogTimer {
  /** How long it waits for its food, where that is fixed; else the application says. */
  readonly deadlineMs?: number;
  /** From now on it bites unless it is fed within `deadlineMs`, again and again. */
  start(deadlineMs: number, bite: () => void): void;
  feed(): void;
  stop(): void;
  /** Whether it bit, and that is why the machine started anew: a register that survives the reset. */
  hasBitten(): boolean;
  /** The bite is known: the register is cleared. */
  acknowledge(): void;
}
