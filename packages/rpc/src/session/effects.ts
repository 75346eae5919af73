/** What a session wants done outside: it has no socket, no clock and no timer of its own. */
export interface SessionEffects {
  /** What time it is on the monotonic clock. */
  nowMs(): number;
  /** Put a frame on the wire; frames leave in the order of the calls. */
  transmit(text: string): void;
  /** Call `expire` at this moment of the monotonic clock; earlier or once more does no harm. */
  deadline(atMs: number): void;
  /** The inbound queue, which was full, has room again. */
  inboundDrained(): void;
}
