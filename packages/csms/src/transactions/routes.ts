import type { ApiApp, BlockPorts } from '../api/app.ts';
import { cursorParameter, limitParameter, transactionPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { flag, list, named, object, optional, query, text } from '../api/schema.ts';
import {
  page,
  stationIdText,
  transactionEventSchema,
  transactionSchema,
} from '../api/view-schemas.ts';
import { meterValuesSchema } from '../metering/routes.ts';
import type { TransactionEventView, TransactionFilter, TransactionView } from '../views.ts';

interface TransactionEvents {
  readonly items: readonly TransactionEventView[];
}

const transactionPage = page<TransactionView>('TransactionPage', transactionSchema);
const eventsSchema = named<TransactionEvents>(
  'TransactionEvents',
  object({ items: list(transactionEventSchema) }),
);
const tags = ['Transactions'];

/** Transactions of all stations: what they delivered, and the events that prove it. */
export function transactionRoutes(app: ApiApp, { queries }: BlockPorts): void {
  app.get(
    '/transactions',
    {
      config: { role: 'viewer', stations: 'query', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listTransactions',
        summary: 'Transactions, newest first',
        tags,
        querystring: query<TransactionFilter>({
          stationId: optional(stationIdText),
          active: optional(flag({ description: 'Only those that are, or are not, under way.' })),
          idToken: optional(text({ description: 'Only with this token.', maxLength: 255 })),
          cursor: optional(cursorParameter),
          limit: limitParameter(50, 500),
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
      config: { role: 'viewer', problems: ['unknownTransaction'] },
      schema: {
        operationId: 'listTransactionEvents',
        summary: 'The ledger of a transaction: every event that arrived, by sequence number',
        tags,
        params: transactionPath,
        response: { 200: eventsSchema },
      },
    },
    async (request) => {
      const { id } = await transaction(request.params.id);
      return { items: await queries.transactionEvents(id) };
    },
  );

  app.get(
    '/transactions/:id/meter-values',
    {
      config: { role: 'viewer', problems: ['unknownTransaction'] },
      schema: {
        operationId: 'listTransactionMeterValues',
        summary: 'What was measured during a transaction',
        tags,
        params: transactionPath,
        response: { 200: meterValuesSchema },
      },
    },
    async (request) => {
      const { id } = await transaction(request.params.id);
      return { items: await queries.transactionMeterValues(id) };
    },
  );

  async function transaction(id: number): Promise<TransactionView> {
    const view = await queries.transaction(id);
    if (view === undefined)
      throw new Problem('unknownTransaction', { detail: `There is no transaction ${id}.` });
    return view;
  }
}
