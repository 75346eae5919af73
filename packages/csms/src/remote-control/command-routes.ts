import { ACTIONS, VERSIONS, type Version } from '@northbound/protocol';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationPath } from '../api/parameters.ts';
import { Problem, type ProblemCode } from '../api/problems.ts';
import {
  anyJson,
  choice,
  flag,
  integer,
  moment,
  named,
  number,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import { timestampOf } from '../timestamps.ts';
import { COMMAND_NAMES } from './command.ts';
import { DIALECT_16 } from './dialects/ocpp16.ts';
import { COMMAND_EXAMPLES } from './examples.ts';
import { previousOf } from './previous.ts';
import type { CommandName, CommandResult } from './sending.ts';
import type { CommandAnswerView, QueuedCommandView } from './views.ts';
import { COMMAND_WORDS } from './words.ts';

/** Two weeks: what is not done by then is not what anybody meant. */
const LONGEST_WAIT_S = 1_209_600;

interface SendingQuery {
  readonly timeoutS?: number;
  readonly whenAway?: 'fail' | 'queue';
  readonly expiresInS?: number;
}

const answerSchema = named<CommandAnswerView>(
  'CommandResult',
  object({
    commandId: integer({ description: 'The record of the command.' }),
    state: choice(['answered']),
    answer: anyJson({ description: 'In the words of 2.1, whatever the station speaks.' }),
    accepted: flag({ description: 'Whether the answer says yes.' }),
    cause: optional(text({ description: 'Why not, in plain words.' })),
  }),
);

const queuedSchema = named<QueuedCommandView>(
  'QueuedCommand',
  object({
    commandId: integer({ description: 'The record of the command.' }),
    state: choice(['queued']),
    expiresAt: moment('Until when it waits for its station.'),
  }),
);

const sendingProblems: readonly ProblemCode[] = [
  'unknownStation',
  'invalidPayload',
  'notSupportedByVersion',
  'forbiddenByStandard',
  'notConnected',
  'notAccepted',
  'conflict',
  'refused',
  'invalidAnswer',
  'connectionLost',
  'tooManyWaiting',
  'timedOut',
];

/** `/stations/{id}/commands/reset`: a route for every command, each in the words of 2.1. */
export function commandRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  for (const command of COMMAND_NAMES) {
    app.post(
      `/stations/:id/commands/${pathOf(command)}`,
      {
        config: { role: 'operator', problems: sendingProblems },
        schema: {
          operationId: `${command.replace(/^[A-Z]+(?=[A-Z][a-z])|^[A-Z]/, (start) => start.toLowerCase())}Command`,
          summary: COMMAND_WORDS[command],
          description: descriptionOf(command),
          tags: ['Commands'],
          params: stationPath,
          querystring: query<SendingQuery>({
            timeoutS: optional(
              number({
                description:
                  'How long to wait for the answer once it is sent, in seconds; 30 when absent.',
                minimum: 1,
                maximum: 600,
              }),
            ),
            whenAway: optional(
              choice(['fail', 'queue'], {
                description:
                  'What to do when the station is away, or its boot not accepted yet: say so at once (when absent), ' +
                  'or keep the command until it can be sent, and answer 202.',
              }),
            ),
            expiresInS: optional(
              number({
                description: 'How long a queued command may wait, in seconds; a day when absent.',
                minimum: 1,
                maximum: LONGEST_WAIT_S,
              }),
            ),
          }),
          body: anyJson({ examples: [COMMAND_EXAMPLES[command]] }),
          response: { 200: answerSchema, 202: queuedSchema },
        },
      },
      async (request, reply) => {
        const { timeoutS, whenAway, expiresInS = 86_400 } = request.query;
        const { params, body = {}, caller } = request;
        request.audit.previous = await previousOf(blocks, params.id, command, body);
        const result = await blocks.outbox.sendUnchecked(params.id, command, body, {
          by: caller?.name ?? 'operator',
          ...(timeoutS === undefined ? {} : { timeoutS }),
          ...(whenAway === 'queue' ? { queueForS: expiresInS } : {}),
        });
        if (result.state !== 'queued') return answeredOrProblem(result);
        const { commandId, state, expiresAtMs } = result;
        reply.code(202);
        return { commandId, state, expiresAt: timestampOf(expiresAtMs) };
      },
    );
  }
}

/** `GetDERControl` → `get-der-control`. */
export function pathOf(command: CommandName): string {
  return command
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase();
}

/** Stations of these versions can be sent it. */
export function versionsOf(command: CommandName): readonly Version[] {
  return VERSIONS.filter((version) =>
    version === '1.6' ? DIALECT_16[command] !== undefined : ACTIONS[version].has(command),
  );
}

function descriptionOf(command: CommandName): string {
  const { useCases = [], deprecatedFor } = ACTIONS['2.1'].get(command) ?? {};
  return [
    `${command} of OCPP 2.1 (part 2, ${useCases.join(', ')}), for stations of ${versionsOf(command).join(', ')}.`,
    deprecatedFor === undefined ? '' : `In 2.1 it gives way to ${deprecatedFor}.`,
    'The body is the request, the answer is the response, both in the words of 2.1 whatever the station speaks; what ' +
      'went over the wire is in the record of the command.',
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** An answer is a success, whatever it says; everything else is a problem that tells what to do. */
function answeredOrProblem<Answer>(
  result: Exclude<CommandResult<Answer>, { readonly state: 'queued' }>,
): CommandAnswerView {
  const { commandId } = result;
  switch (result.state) {
    case 'answered': {
      const { answer, accepted, cause } = result;
      const state = 'answered';
      return { commandId, state, answer, accepted, ...(cause === undefined ? {} : { cause }) };
    }
    case 'refused': {
      const { cause, callError } = result;
      throw new Problem('refused', { detail: cause, callError, commandId });
    }
    case 'invalidAnswer': {
      const { cause, payload, violations } = result;
      throw new Problem('invalidAnswer', { detail: cause, answer: payload, violations, commandId });
    }
    case 'notSent':
      throw new Problem(result.obstacle, { detail: result.cause, commandId });
    case 'timedOut':
      throw new Problem('timedOut', { detail: result.cause, commandId });
    case 'unknown':
      throw new Problem('connectionLost', { detail: result.cause, commandId });
    case 'expired':
    case 'cancelled':
      throw new Problem('conflict', { detail: result.cause, commandId });
  }
}
