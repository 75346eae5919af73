import type { CallOutcome } from '../outcome.ts';
import type { OutboundCall } from './outbound-call.ts';

/** Calls that timed out and may still be answered; the peer has at most one of ours, so few suffice. */
const REMEMBERED = 4;

interface AnsweredLate {
  readonly call: OutboundCall;
  readonly outcome: CallOutcome<unknown>;
}

/** Calls that timed out, and the answers that came to them nevertheless. */
export class LateCalls {
  #unanswered: readonly OutboundCall[] = [];
  #answered: readonly AnsweredLate[] = [];

  timedOut(call: OutboundCall): void {
    this.#unanswered = [...this.#unanswered, call].slice(-REMEMBERED);
  }

  find(messageId: string): OutboundCall | undefined {
    return this.#unanswered.find((call) => call.messageId === messageId);
  }

  /** The answer is kept where the same message may be sent again, and was taken: what was refused may be taken then. */
  answered(call: OutboundCall, outcome: CallOutcome<unknown>): void {
    this.#unanswered = this.#unanswered.filter((other) => other !== call);
    if (!call.mayBeRetried || outcome.outcome !== 'answered') return;
    this.#answered = [...this.#answered, { call, outcome }].slice(-REMEMBERED);
  }

  /** The answer to what is to be sent again, word for word; once. */
  takeAnswer(messageId: string, text: string): CallOutcome<unknown> | undefined {
    const found = this.#answered.find(
      ({ call }) => call.messageId === messageId && call.text === text,
    );
    if (found !== undefined) this.#answered = this.#answered.filter((other) => other !== found);
    return found?.outcome;
  }
}
