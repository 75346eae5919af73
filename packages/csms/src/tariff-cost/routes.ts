import type { ApiApp, BlockPorts } from '../api/app.ts';
import { evseNumber, items, page } from '../api/common-schemas.ts';
import { pageParameters, stationPath, transactionPath } from '../api/parameters.ts';
import {
  anyJson,
  choice,
  flag,
  integer,
  list,
  moment,
  named,
  number,
  object,
  optional,
  query,
  text,
} from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import { costIn } from './costs.ts';
import { stationTariffs } from './tariffs.ts';
import type { StationTariffsView, TariffView, TransactionCostView } from './views.ts';

const tariffsSchema = named<StationTariffsView>(
  'StationTariffs',
  object({
    evseId: integer({ description: 'The EVSE that was asked about; 0 is all.', examples: [1] }),
    reportedAt: moment('When the station said it.'),
    tariffs: list(
      object<TariffView>({
        tariffId: text({ examples: ['T-DAY'] }),
        tariffKind: choice(['DefaultTariff', 'DriverTariff']),
        validFrom: optional(moment('From when it holds.')),
        evseIds: optional(list(evseNumber, { description: 'Where it holds.' })),
        idTokens: optional(list(text(), { description: "Drivers' tariffs: for whom it holds." })),
      }),
      { description: 'Empty when it said that it has none.' },
    ),
  }),
);

const costSchema = named<TransactionCostView>(
  'TransactionCost',
  object({
    seqNo: integer({ description: 'Of the event that carried it.', examples: [5] }),
    at: moment('When the station calculated it.'),
    receivedAt: moment('When it came.'),
    currency: text({ description: 'ISO 4217.', examples: ['EUR'] }),
    typeOfCost: choice(['NormalCost', 'MinCost', 'MaxCost']),
    totalExclTax: optional(number({ examples: [10.25] })),
    totalInclTax: optional(number({ examples: [12.4] })),
    failureToCalculate: optional(flag({ description: 'The station could not calculate it.' })),
    failureReason: optional(text({ examples: ['The tariff was not known.'] })),
    costDetails: anyJson({ description: 'CostDetailsType as it came.' }),
  }),
);

const costPage = page<TransactionCostView>('TransactionCosts', costSchema);

const tags = ['Tariffs and costs'];

/** Tariffs that stations hold, and what they calculated with them (2.1, I07 to I12). */
export function tariffCostRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/tariffs',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listStationTariffs',
        summary: 'Tariffs that a station said it holds',
        description: 'From its last answers to `getTariffs`, which asks anew.',
        tags,
        params: stationPath,
        response: { 200: items(tariffsSchema) },
      },
    },
    async (request) => {
      const answers = await blocks.commandBook.answers(request.params.id, 'GetTariffs');
      return { items: stationTariffs(answers) };
    },
  );

  app.get(
    '/transactions/:id/costs',
    {
      config: { role: 'viewer', problems: ['unknownTransaction', 'invalidCursor'] },
      schema: {
        operationId: 'listTransactionCosts',
        summary:
          'What the station said that a transaction costs, by its events; `limit` counts those',
        tags,
        params: transactionPath,
        querystring: query<PageRequest>(pageParameters(1_000, 10_000)),
        response: { 200: costPage },
      },
    },
    async (request) => {
      const { items: entries, ...next } = await blocks.transactions.events(
        request.params.id,
        request.query,
      );
      return { items: entries.flatMap(costIn), ...next };
    },
  );
}
