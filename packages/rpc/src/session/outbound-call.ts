import type { CallOutcome } from '../outcome.ts';

/** A CALL of ours from the moment it was asked for until its outcome. */
export interface OutboundCall {
  readonly messageId: string;
  /** Whether the caller has named it, as for a message that it may send again. */
  readonly mayBeRetried: boolean;
  readonly action: string;
  /** What was asked, for the report of a late answer. */
  readonly payload: unknown;
  /** The whole frame: a payload that changes while it waits does not change the message. */
  readonly text: string;
  readonly priority: number;
  readonly replaces: string | undefined;
  /** For its turn, and again for its answer. */
  readonly timeoutMs: number;
  /** When its turn must have come, on the monotonic clock. */
  readonly deadlineMs: number;
  readonly settle: (outcome: CallOutcome<unknown>) => void;
}
