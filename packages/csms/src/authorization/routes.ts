import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import {
  choice,
  integer,
  list,
  moment,
  named,
  nothing,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import type { AllowedPlace, TokenView } from '../views.ts';
import type { TokenFilter } from './views.ts';

/** What the body of a PUT holds: the token without what its path says already. */
type TokenChange = Omit<TokenView, 'idToken' | 'type'>;

interface TokenPath {
  readonly type: string;
  readonly idToken: string;
}

const idToken = text({
  description: 'The token, compared without regard to case.',
  examples: ['04A1B2C3'],
  minLength: 1,
  maxLength: 255,
});
const type = text({
  description: 'OCPP 2.1 IdTokenEnumStringType.',
  examples: ['ISO14443', 'eMAID', 'Central'],
  minLength: 1,
  maxLength: 20,
});
const STATUSES = ['Accepted', 'Blocked', 'Expired', 'Invalid'] as const;

const change = {
  status: choice(STATUSES, {
    description: 'What a station is told that asks for it.',
  }),
  groupIdToken: optional(
    text({ description: 'Tokens of one group may end each other’s transactions.', maxLength: 255 }),
  ),
  expiresAt: optional(moment('Expired from then on.')),
  note: optional(text({ description: 'For people.', maxLength: 500 })),
  language: optional(
    text({ description: "The driver's, RFC 5646.", examples: ['de'], maxLength: 8 }),
  ),
  personalMessage: optional(
    text({ description: 'For the driver’s eyes, at the station.', maxLength: 512 }),
  ),
  allowedAt: optional(
    list(
      object<AllowedPlace>({
        stationId: stationIdText,
        evseIds: optional(
          list(integer({ minimum: 1 }), { description: 'Every EVSE there when absent.' }),
        ),
      }),
      { description: 'The only places where it is good; everywhere when absent.' },
    ),
  ),
};

const tokenSchema = named<TokenView>('Token', object({ idToken, type, ...change }));
const tokenPage = page<TokenView>('TokenPage', tokenSchema);
const tokenPath = object<TokenPath>({ type, idToken });
const tags = ['Tokens'];

/** Tokens: who may charge. */
export function tokenRoutes(app: ApiApp, { queries, commands }: BlockPorts): void {
  app.get(
    '/tokens',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listTokens',
        summary: 'Tokens, by their ids',
        tags,
        querystring: query<TokenFilter>({
          search: optional(
            text({ description: 'Only ids that begin so, capitals or not.', maxLength: 255 }),
          ),
          type: optional(type),
          groupIdToken: optional(text({ description: 'Only of this group.', maxLength: 255 })),
          status: optional(choice(STATUSES, { description: 'Only so.' })),
          ...pageParameters(100, 1000),
        }),
        response: { 200: tokenPage },
      },
    },
    (request) => queries.tokens(request.query),
  );

  app.get(
    '/tokens/:type/:idToken',
    {
      config: { role: 'viewer', problems: ['unknownToken'] },
      schema: {
        operationId: 'getToken',
        summary: 'One token',
        tags,
        params: tokenPath,
        response: { 200: tokenSchema },
      },
    },
    async (request) => {
      const view = await queries.token(request.params.idToken, request.params.type);
      if (view === undefined) throw unknown(request.params);
      return view;
    },
  );

  app.put(
    '/tokens/:type/:idToken',
    {
      config: { role: 'operator' },
      schema: {
        operationId: 'putToken',
        summary: 'Add a token, or change one',
        tags,
        params: tokenPath,
        body: object<TokenChange>(change, {
          examples: [{ status: 'Accepted', note: 'Fleet card' }],
        }),
        response: { 200: tokenSchema },
      },
    },
    (request) => commands.putToken({ ...request.body, ...request.params }),
  );

  app.delete(
    '/tokens/:type/:idToken',
    {
      config: { role: 'operator', problems: ['unknownToken'] },
      schema: {
        operationId: 'deleteToken',
        summary: 'Remove a token',
        tags,
        params: tokenPath,
        response: { 204: nothing('Removed.') },
      },
    },
    async (request, reply) => {
      const { idToken, type } = request.params;
      if (!(await commands.deleteToken(idToken, type))) throw unknown(request.params);
      return reply.code(204).send();
    },
  );
}

function unknown({ type, idToken }: TokenPath): Problem {
  return new Problem('unknownToken', { detail: `There is no token ${idToken} of type ${type}.` });
}
