import { Readable } from 'node:stream';
import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters } from '../api/parameters.ts';
import {
  choice,
  flag,
  integer,
  moment,
  named,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import type { CdrFilter } from './cdrs.ts';
import { csvOf, jsonOf } from './export.ts';
import { cdrSchema } from './schemas.ts';
import type { CdrVerificationView, CdrView } from './views.ts';

const tags = ['Charge detail records'];

const cdrPage = page<CdrView>('CdrPage', cdrSchema);
const cdrPath = object<{ readonly number: number }>({
  number: integer({ description: 'Number of the record.', examples: [17], minimum: 1 }),
});
const verificationSchema = named<CdrVerificationView>(
  'CdrVerification',
  object({
    number: integer(),
    contentMatches: flag({ description: 'Whether the ledger gives the same bytes again.' }),
    hashMatches: flag({
      description: 'Whether its hash fits its content and the record before it.',
    }),
    olderRules: optional(
      flag({
        description:
          'It was sealed by rules that are no longer those of this CSMS, and the ledger gives other bytes by ours: that proves nothing.',
      }),
    ),
  }),
);

const filter = {
  stationId: optional(stationIdText),
  idToken: optional(text({ description: 'Only with this token.', maxLength: 255 })),
  transaction: optional(integer({ description: 'Only of the transaction with this key.' })),
  from: optional(moment('Of transactions that were over then or later.')),
  to: optional(moment('Of transactions that were over before.')),
  inForce: optional(
    flag({ description: 'Only those that no later record has, or that one has, replaced.' }),
  ),
};

type Format = 'csv' | 'json';

const WRITERS = {
  csv: { type: 'text/csv; charset=utf-8; header=present', write: csvOf },
  json: { type: 'application/json; charset=utf-8', write: jsonOf },
} as const;

/** What was delivered, sealed: never changed, only replaced by a later record. */
export function cdrRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { cdrs } = blocks;

  app.get(
    '/cdrs',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listCdrs',
        summary: 'Charge detail records by number, the first one first',
        tags,
        querystring: query<CdrFilter & PageRequest>({ ...filter, ...pageParameters(100, 1_000) }),
        response: { 200: cdrPage },
      },
    },
    ({ query: { cursor, limit, ...wanted } }) =>
      cdrs.page(wanted, { limit, ...(cursor === undefined ? {} : { cursor }) }),
  );

  app.get(
    '/cdrs/export',
    {
      config: { role: 'viewer', stations: 'query' },
      schema: {
        operationId: 'exportCdrs',
        summary: 'All charge detail records that fit, as one file',
        tags,
        querystring: query<CdrFilter & { readonly format: Format }>({
          ...filter,
          format: choice<Format>(['csv', 'json'], { description: 'RFC 4180, or one array.' }),
        }),
        response: {
          200: {
            description: 'The file.',
            content: {
              'text/csv': { schema: { type: 'string' } },
              'application/json': { schema: { type: 'array', items: cdrSchema } },
            },
          },
        },
      },
    },
    (request, reply) => {
      const { format, ...wanted } = request.query;
      const { type, write } = WRITERS[format];
      return reply
        .type(type)
        .header('content-disposition', `attachment; filename="cdrs.${format}"`)
        .send(Readable.from(write(cdrs, wanted)));
    },
  );

  app.get(
    '/cdrs/:number',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getCdr',
        summary: 'One charge detail record',
        tags,
        params: cdrPath,
        response: { 200: cdrSchema },
      },
    },
    (request) => cdrs.get(request.params.number),
  );

  app.get(
    '/cdrs/:number/verification',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'verifyCdr',
        summary: 'Tells a record again from the ledger and compares every byte',
        tags,
        params: cdrPath,
        response: { 200: verificationSchema },
      },
    },
    (request) => cdrs.verify(request.params.number),
  );
}
