/** Who looks on while something is fuzzed. */
export interface FuzzObserver {
  /** A case begins; what hangs is this one. */
  begun?(number: number): void;
  progress?(done: number): void;
  /** Collects, and says how many bytes are in use; without it memory is not looked at. */
  heapBytes?: () => number;
  /** Problems that no call reported: rejections that nobody handled. */
  takeStray?: () => readonly string[];
}

/** What was thrown, with the place. */
export function described(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
