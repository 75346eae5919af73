import { Problem, type ProblemCode } from '../api/problems.ts';
import { anyJson, choice, named, object } from '../api/schema.ts';
import type { CommandOutcome } from '../views.ts';

export type Answered = Extract<CommandOutcome, { readonly outcome: 'answered' }>;

export const answeredSchema = named<Answered>(
  'CommandAnswer',
  object(
    {
      outcome: choice(['answered']),
      payload: anyJson({
        description:
          "The station's answer, in its own OCPP version. It may say no: see its status.",
      }),
    },
    { examples: [{ outcome: 'answered', payload: { status: 'Accepted' } }] },
  ),
);

/** What may become of any command. */
export const commandProblems: readonly ProblemCode[] = [
  'unknownAction',
  'invalidPayload',
  'notSupportedByVersion',
  'notConnected',
  'notAccepted',
  'refused',
  'invalidAnswer',
  'connectionLost',
  'tooManyWaiting',
  'timedOut',
];

/** An answer is a success; everything else is a problem that tells what the operator may do next. */
export function answer(outcome: CommandOutcome): Answered {
  switch (outcome.outcome) {
    case 'answered':
      return outcome;
    case 'refused': {
      const { errorCode, errorDescription, errorDetails, cause } = outcome;
      const said = errorDescription === '' ? errorCode : `${errorCode}: ${errorDescription}`;
      throw new Problem('refused', {
        detail: cause === undefined ? said : `${said}. ${cause}`,
        callError: { errorCode, errorDescription, errorDetails },
      });
    }
    case 'invalidAnswer': {
      const { payload, violations } = outcome;
      const sentences = violations.map(({ message }) => message);
      sentences.push('The station may have acted on the command all the same.');
      throw new Problem('invalidAnswer', {
        detail: sentences.join(' '),
        answer: payload,
        violations,
      });
    }
    case 'notAccepted':
      throw new Problem('notAccepted', { detail: `Nothing was sent: ${outcome.reason}` });
    case 'tooManyWaiting':
      throw new Problem('tooManyWaiting', {
        detail: 'The command was not sent; it is safe to try again.',
      });
    case 'timedOut':
      throw new Problem('timedOut', {
        detail: `No answer within ${outcome.timeoutS} s. The station may have acted all the same.`,
      });
    case 'notConnected':
      throw new Problem('notConnected');
    case 'closed':
      if (!outcome.sent)
        throw new Problem('notConnected', {
          detail: 'The connection closed before the command was sent; it is safe to try again.',
        });
      throw new Problem('connectionLost', {
        detail: 'The command was sent; whether the station acted on it is not known.',
      });
  }
}
