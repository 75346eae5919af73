import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath, transactionPath } from '../api/parameters.ts';
import { Problem, type ProblemCode } from '../api/problems.ts';
import {
  anyJson,
  choice,
  integer,
  named,
  number,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import { stationIdText } from '../api/view-schemas.ts';
import type { CommandOutcome } from '../views.ts';

type Answered = Extract<CommandOutcome, { readonly outcome: 'answered' }>;

interface RemoteStart {
  readonly evseId?: number;
  readonly idToken: string;
  readonly idTokenType?: string;
}

const answeredSchema = named<Answered>(
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
const commandProblems: readonly ProblemCode[] = [
  'unknownAction',
  'invalidPayload',
  'notConnected',
  'notAccepted',
  'refused',
  'invalidAnswer',
  'connectionLost',
  'tooManyWaiting',
  'timedOut',
];
const tags = ['Commands'];

/** Commands to stations. They answer when the station has answered. */
export function remoteControlRoutes(app: ApiApp, { commands }: BlockPorts): void {
  app.post(
    '/stations/:id/calls/:action',
    {
      config: {
        role: 'operator',
        problems: ['unknownStation', 'wrongDirection', ...commandProblems],
      },
      schema: {
        operationId: 'callStation',
        summary: "Send any CSMS action of the station's OCPP version",
        description:
          'The body is the payload of the CALL, in the version the station speaks. ' +
          "No body stands for `{}`. It is checked against the action's schema before it is sent.",
        tags,
        params: object<{ readonly id: string; readonly action: string }>({
          id: stationIdText,
          action: text({ description: 'The action.', examples: ['Reset'], maxLength: 64 }),
        }),
        querystring: query<{ readonly timeoutS?: number }>({
          timeoutS: optional(
            number({
              description: 'How long to wait for the answer, in seconds.',
              minimum: 1,
              maximum: 600,
            }),
          ),
        }),
        body: anyJson({ description: 'The payload.', examples: [{ type: 'Immediate' }] }),
        response: { 200: answeredSchema },
      },
    },
    async (request) => {
      const { id, action } = request.params;
      // Without a body: the payload that has no fields.
      const { body, query } = request;
      return answer(await commands.call(id, action, body ?? {}, query.timeoutS));
    },
  );

  app.post(
    '/stations/:id/remote-start',
    {
      config: { role: 'operator', problems: ['unknownStation', ...commandProblems] },
      schema: {
        operationId: 'remoteStart',
        summary: 'Ask a station to start a transaction',
        description:
          'Becomes RequestStartTransaction, or RemoteStartTransaction for a 1.6 station.',
        tags,
        params: stationPath,
        body: object<RemoteStart>(
          {
            evseId: optional(
              integer({ description: 'Where; any EVSE when absent.', minimum: 1, examples: [1] }),
            ),
            idToken: text({ minLength: 1, maxLength: 255, examples: ['04A1B2C3'] }),
            idTokenType: optional(
              text({ description: 'Central when absent.', maxLength: 20, examples: ['ISO14443'] }),
            ),
          },
          { examples: [{ evseId: 1, idToken: '04A1B2C3', idTokenType: 'ISO14443' }] },
        ),
        response: { 200: answeredSchema },
      },
    },
    async (request) => answer(await commands.remoteStart(request.params.id, request.body)),
  );

  app.post(
    '/transactions/:id/remote-stop',
    {
      config: { role: 'operator', problems: ['unknownTransaction', ...commandProblems] },
      schema: {
        operationId: 'remoteStop',
        summary: 'Ask a station to stop a transaction',
        description: 'Becomes RequestStopTransaction, or RemoteStopTransaction for a 1.6 station.',
        tags,
        params: transactionPath,
        response: { 200: answeredSchema },
      },
    },
    async (request) => answer(await commands.remoteStop(request.params.id)),
  );
}

/** An answer is a success; everything else is a problem that tells what the operator may do next. */
function answer(outcome: CommandOutcome): Answered {
  switch (outcome.outcome) {
    case 'answered':
      return outcome;
    case 'refused': {
      const { errorCode, errorDescription, errorDetails } = outcome;
      throw new Problem('refused', {
        detail: errorDescription === '' ? errorCode : `${errorCode}: ${errorDescription}`,
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
