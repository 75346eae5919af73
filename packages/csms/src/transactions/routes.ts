import type { ApiApp, BlockPorts } from '../api/app.ts';
import { page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, transactionPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import {
  choice,
  flag,
  integer,
  list,
  moment,
  named,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import { meterValueSchema } from '../metering/schemas.ts';
import type {
  MeterValueView,
  TransactionEventView,
  TransactionFilter,
  TransactionView,
} from '../views.ts';
import {
  inferenceSchema,
  signatureState,
  transactionEventSchema,
  transactionSchema,
} from './schemas.ts';
import type { SignedEventView, StoryEntryView } from './views.ts';

/** What an operator says who closes a transaction. */
interface Closing {
  readonly reason: string;
}

interface SignedEvents {
  readonly items: readonly SignedEventView[];
}

interface LedgerPage {
  readonly cursor?: string;
  readonly limit: number;
}

const transactionPage = page<TransactionView>('TransactionPage', transactionSchema);
const eventPage = page<TransactionEventView>('TransactionEvents', transactionEventSchema);
const valuePage = page<MeterValueView>('TransactionMeterValues', meterValueSchema);
const storyPage = page<StoryEntryView>(
  'TransactionStory',
  named<StoryEntryView>(
    'StoryEntry',
    object({
      kind: choice(['event', 'decision', 'cdr'], {
        description: 'An event of the station, a decision of this CSMS, or a sealed record.',
      }),
      at: moment('When it happened.'),
      receivedAt: optional(moment('When an event arrived.')),
      seqNo: optional(integer()),
      proved: list(text(), {
        description: 'What it proved, one thing each.',
        examples: [['Started: Authorized', 'it is at EVSE 1, connector 1']],
      }),
      remarks: list(text(), { description: 'What was wrong with it.' }),
      inferred: optional(inferenceSchema),
    }),
  ),
);
const signatureStates = list(signatureState, {
  description: 'Of each signed meter value of the event, in order.',
});
const signedEvents = named<SignedEvents>(
  'SignedEvents',
  object({
    items: list(
      object<SignedEventView>({
        seqNo: integer(),
        whenItCame: signatureStates,
        now: signatureStates,
      }),
    ),
  }),
);
const tags = ['Transactions'];

/** Transactions of all stations: what they delivered, and the events that prove it. */
export function transactionRoutes(app: ApiApp, { queries, blocks }: BlockPorts): void {
  app.get(
    '/transactions',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listTransactions',
        summary: 'Transactions, newest first',
        description:
          'In the order in which they came to be known; with `from` or `to` in the order in which they began.',
        tags,
        querystring: query<TransactionFilter>({
          stationId: optional(stationIdText),
          active: optional(flag({ description: 'Only those that are, or are not, under way.' })),
          idToken: optional(text({ description: 'Only with this token.', maxLength: 255 })),
          trouble: optional(
            choice(['gaps', 'doubts', 'any'], {
              description:
                'Only those with events that never came, or whose numbers rest on a reading that leaves a choice.',
            }),
          ),
          from: optional(moment('Only those that began then or later.')),
          to: optional(moment('Only those that began before.')),
          ...pageParameters(50, 500),
        }),
        response: { 200: transactionPage },
      },
    },
    (request) => queries.transactions(request.query),
  );

  app.get(
    '/transactions/:id',
    {
      config: { role: 'viewer', problems: ['unknownTransaction'] },
      schema: {
        operationId: 'getTransaction',
        summary: 'One transaction',
        tags,
        params: transactionPath,
        response: { 200: transactionSchema },
      },
    },
    (request) => transaction(request.params.id),
  );

  app.get(
    '/transactions/:id/events',
    {
      config: { role: 'viewer', problems: ['unknownTransaction', 'invalidCursor'] },
      schema: {
        operationId: 'listTransactionEvents',
        summary: 'The ledger of a transaction: every event that arrived, by sequence number',
        tags,
        params: transactionPath,
        querystring: query<LedgerPage>(pageParameters(1_000, 10_000)),
        response: { 200: eventPage },
      },
    },
    async (request) => {
      const { id } = await transaction(request.params.id);
      return queries.transactionEvents(id, request.query);
    },
  );

  app.get(
    '/transactions/:id/meter-values',
    {
      config: { role: 'viewer', problems: ['unknownTransaction', 'invalidCursor'] },
      schema: {
        operationId: 'listTransactionMeterValues',
        summary: 'What was measured during a transaction, by its events; `limit` counts those',
        tags,
        params: transactionPath,
        querystring: query<LedgerPage>(pageParameters(1_000, 10_000)),
        response: { 200: valuePage },
      },
    },
    async (request) => {
      const { id } = await transaction(request.params.id);
      return queries.transactionMeterValues(id, request.query);
    },
  );

  app.get(
    '/transactions/:id/story',
    {
      config: { role: 'viewer', problems: ['unknownTransaction', 'invalidCursor'] },
      schema: {
        operationId: 'getTransactionStory',
        summary:
          'What happened in a transaction: each event, what it proved, and what was inferred',
        tags,
        params: transactionPath,
        querystring: query<LedgerPage>(pageParameters(200, 1_000)),
        response: { 200: storyPage },
      },
    },
    (request) => blocks.transactions.story(request.params.id, request.query),
  );

  app.get(
    '/transactions/:id/signatures',
    {
      config: { role: 'viewer', problems: ['unknownTransaction'] },
      schema: {
        operationId: 'checkSignatures',
        summary: 'Checks the signed meter values of a transaction with the keys registered now',
        tags,
        params: transactionPath,
        response: { 200: signedEvents },
      },
    },
    async (request) => ({ items: await blocks.transactions.signatures(request.params.id) }),
  );

  app.post(
    '/transactions/:id/close',
    {
      config: { role: 'operator', problems: ['unknownTransaction', 'conflict'] },
      schema: {
        operationId: 'closeTransaction',
        summary:
          'Takes a transaction for over whose end will not come; a late Ended still completes it',
        tags,
        params: transactionPath,
        body: object<Closing>({
          reason: text({
            description: 'Why, for whoever reads its story.',
            examples: ['The station was dismantled.'],
            minLength: 1,
            maxLength: 500,
          }),
        }),
        response: { 200: transactionSchema },
      },
    },
    (request) => blocks.transactions.close(request.params.id, request.body.reason),
  );

  async function transaction(id: number): Promise<TransactionView> {
    const view = await queries.transaction(id);
    if (view === undefined)
      throw new Problem('unknownTransaction', { detail: `There is no transaction ${id}.` });
    return view;
  }
}
