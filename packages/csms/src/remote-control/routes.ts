import type { ApiApp, BlockPorts } from '../api/app.ts';
import { stationIdText } from '../api/common-schemas.ts';
import { stationPath, transactionPath } from '../api/parameters.ts';
import { anyJson, integer, number, object, optional, query, text } from '../api/schema.ts';
import { answer, answeredSchema, commandProblems } from './answer.ts';

interface RemoteStart {
  readonly evseId?: number;
  readonly idToken: string;
  readonly idTokenType?: string;
}

const tags = ['Commands'];

/** Commands to stations. They answer when the station has answered. */
export function remoteControlRoutes(app: ApiApp, { commands }: BlockPorts): void {
  app.post(
    '/stations/:id/calls/:action',
    {
      config: {
        role: 'operator',
        problems: ['unknownStation', 'wrongDirection', 'forbiddenByStandard', ...commandProblems],
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
      return answer(
        await commands.call(id, action, body ?? {}, query.timeoutS, request.caller?.name),
      );
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
    async (request) =>
      answer(await commands.remoteStart(request.params.id, request.body, request.caller?.name)),
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
    async (request) => answer(await commands.remoteStop(request.params.id, request.caller?.name)),
  );
}
