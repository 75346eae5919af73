import type { CallOutcome } from '@northbound/rpc';
import { causeOfError } from './causes.ts';
import type { CommandRecord, Protocols, SentMessage } from './command.ts';
import { callErrorOf, type Delivery, type DeliveryEnd } from './delivery.ts';
import { judge } from './judge.ts';
import type { Step } from './plan.ts';
import type { CommandResult } from './sending.ts';

type Unanswered = Exclude<DeliveryEnd<unknown>, { readonly end: 'answered' }>;
type Failure = Exclude<
  CommandResult<unknown>,
  { readonly state: 'answered' } | { readonly state: 'queued' }
>;

const MAY_HAVE_ACTED = 'The station may have acted on it all the same.';

/** A command that has come to its end, as it is stored, and as its caller hears of it. */
export interface Settlement<Answer> {
  readonly record: CommandRecord;
  readonly result: CommandResult<Answer>;
}

export function settlementOf<Answer>(
  sent: CommandRecord,
  { messages, end }: Delivery<Answer>,
  nowMs: number,
): Settlement<Answer> {
  const settled = { ...sent, messages, settledAtMs: nowMs };
  if (end.end !== 'answered') {
    const failure = failureOf(sent, end);
    const answer = end.end === 'invalidAnswer' ? end.payload : undefined;
    const { state, cause } = failure;
    return { record: { ...settled, state, cause, answer }, result: failure };
  }
  const { answer } = end;
  const judgement = judge(sent.command, answer);
  const { accepted, cause } = judgement;
  return {
    record: { ...settled, state: 'answered', answer, accepted, cause },
    result: { commandId: sent.id, state: 'answered', answer, ...judgement },
  };
}

function failureOf({ id: commandId, timeoutMs }: CommandRecord, end: Unanswered): Failure {
  switch (end.end) {
    case 'refused': {
      const { version, action, callError } = end;
      const cause = causeOfError(version, action, callError);
      return { commandId, state: 'refused', cause, callError };
    }
    case 'invalidAnswer': {
      const { payload, violations } = end;
      const sentences = violations.map(({ message }) => message);
      const cause = ['The answer of the station is not valid.', ...sentences, MAY_HAVE_ACTED];
      return { commandId, state: 'invalidAnswer', cause: cause.join(' '), payload, violations };
    }
    case 'timedOut':
      return {
        commandId,
        state: 'timedOut',
        cause: `No answer within ${timeoutMs / 1000} s. ${MAY_HAVE_ACTED}`,
      };
    case 'notSent': {
      const { obstacle, reason } = end;
      const cause = `Nothing was sent: ${reason} It is safe to try again.`;
      return { commandId, state: 'notSent', cause, obstacle, reason };
    }
    case 'lost':
      return {
        commandId,
        state: 'unknown',
        cause: `It was sent, and the connection ended before an answer came. ${MAY_HAVE_ACTED}`,
      };
  }
}

/** What became of a timed-out command whose answer came after all. */
export function lateSettlement(
  timedOut: CommandRecord,
  step: Step<unknown>,
  isWhole: boolean,
  outcome: CallOutcome<unknown>,
  protocols: Protocols,
  nowMs: number,
): CommandRecord {
  const record = { ...timedOut, state: 'answeredLate', settledAtMs: nowMs } as const;
  const completed = (more: Partial<SentMessage>) =>
    timedOut.messages.map((message, index, { length }) =>
      index === length - 1 ? { ...message, ...more } : message,
    );
  if (outcome.outcome === 'refused') {
    const callError = callErrorOf(outcome);
    const cause = causeOfError(step.version, step.action, callError);
    return { ...record, messages: completed({ callError }), accepted: false, cause };
  }
  const payload = outcome.outcome === 'answered' ? outcome.payload : undefined;
  const answer = step.read(payload, protocols);
  const messages = completed({ answer: payload });
  if (answer === undefined || !isWhole) {
    const cause = isWhole
      ? 'The answer came late and is not valid.'
      : 'The answer to a part of it came late; the parts after it were not sent.';
    return { ...record, messages, cause };
  }
  const { accepted, cause } = judge(timedOut.command, answer);
  return { ...record, messages, answer, accepted, cause };
}
