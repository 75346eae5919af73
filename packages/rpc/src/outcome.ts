import type { Violation } from '@northbound/protocol';

/** How a CALL ended. Exactly one of them comes for each call. */
export type CallOutcome<T> =
  | { readonly outcome: 'answered'; readonly payload: T }
  /** A CALLERROR; or our own side refused to send the call, then `local` is true. */
  | {
      readonly outcome: 'refused';
      /** As received, in the peer's spelling. */
      readonly code: string;
      readonly description: string;
      readonly details: unknown;
      readonly local?: true;
    }
  /** Not sent: it waited behind others all that time, and a retry is safe. */
  | { readonly outcome: 'timedOut'; readonly sent: boolean }
  /** The connection ended first. Not sent: a retry is safe. Sent: the peer may have acted on it. */
  | { readonly outcome: 'closed'; readonly sent: boolean }
  /** The answer does not validate; in 2.1 the peer was told so by a CALLRESULTERROR. */
  | {
      readonly outcome: 'invalidAnswer';
      readonly violations: readonly Violation[];
      readonly payload: unknown;
    }
  /** A newer call with the same `replaces` key took its place before it was sent. */
  | { readonly outcome: 'replaced' }
  /** There was no room in the queue, or a call of higher priority took its room. */
  | { readonly outcome: 'queueFull' };

/** How one call is made; all of it may be absent. */
export interface CallOptions {
  /**
   * How long an answer is waited for from when it is sent (2.1 part 4, 4.1.1); before that it may wait as long for its
   * turn behind others. In milliseconds, Infinity for ever; `limits.timeoutMs` when absent.
   */
  readonly timeoutMs?: number;
  /** Higher goes first; 0 when absent. */
  readonly priority?: number;
  /** A key: an older call with the same key that still waits is dropped as `replaced`. */
  readonly replaces?: string;
  /**
   * The id of a first attempt, for a retry that must keep it. When the answer to that has come meanwhile, too late for
   * it, it is the answer to the retry, which is not sent.
   */
  readonly messageId?: string;
}

type Failure = Exclude<CallOutcome<unknown>, { outcome: 'answered' }>;

/** What `call` throws when there is no answer to return. */
export class RpcCallError extends Error {
  override readonly name = 'RpcCallError';
  readonly action: string;
  readonly outcome: Failure;

  constructor(action: string, outcome: Failure) {
    super(`${action}: ${describe(outcome)}`);
    this.action = action;
    this.outcome = outcome;
  }
}

function describe(outcome: Failure): string {
  switch (outcome.outcome) {
    case 'refused':
      return `refused with ${outcome.code} ${outcome.description}`.trimEnd();
    case 'timedOut':
      return outcome.sent ? 'no answer in time' : 'not sent in time, others waited for answers';
    case 'closed':
      return outcome.sent
        ? 'the connection closed before the answer came'
        : 'the connection closed before it was sent';
    case 'invalidAnswer':
      return `the answer does not validate: ${outcome.violations[0]?.message ?? 'not an object'}`;
    case 'replaced':
      return 'a newer call replaced it';
    case 'queueFull':
      return 'the queue is full';
  }
}
