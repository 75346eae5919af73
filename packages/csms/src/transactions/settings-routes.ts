import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items } from '../api/common-schemas.ts';
import { choice, integer, named, nothing, object, optional, text } from '../api/schema.ts';
import type { ConcurrencyRuleView, LedgerSettings } from './views.ts';

const tags = ['Transactions'];

const DAY_S = 86_400;

function seconds(description: string, minimum: number, maximum: number) {
  return integer({ description, minimum, maximum });
}

const settingsSchema = named<LedgerSettings>(
  'LedgerSettings',
  object(
    {
      askAfterS: seconds(
        'A connected station is asked about a transaction with gaps, or from before its boot, after so many seconds.',
        5,
        DAY_S,
      ),
      gapsLostAfterS: seconds(
        'What is missing of a transaction that is over is declared lost after so many seconds without an event.',
        60,
        365 * DAY_S,
      ),
      rebootGraceS: seconds(
        'A station that has booted must tell of a transaction from before within so many seconds, or it is over.',
        60,
        30 * DAY_S,
      ),
      silentAfterS: seconds(
        'A transaction without an event for so many seconds is over, unless its station says otherwise.',
        3_600,
        365 * DAY_S,
      ),
      sealAfterS: seconds(
        'A transaction that is over and complete is sealed after so many seconds without an event.',
        0,
        30 * DAY_S,
      ),
      framesKeptDays: optional(
        integer({
          description: 'Frames are kept so many days; for ever when absent.',
          minimum: 1,
          maximum: 36_500,
        }),
      ),
      meterValuesKeptDays: optional(
        integer({
          description:
            'Meter values are kept so many days, registers and signed values of transactions for ever; all when absent.',
          minimum: 1,
          maximum: 36_500,
        }),
      ),
    },
    {
      description: 'How long the books wait, and how long they keep what fills the disk.',
      examples: [
        {
          askAfterS: 60,
          gapsLostAfterS: 7 * DAY_S,
          rebootGraceS: 900,
          silentAfterS: 3 * DAY_S,
          sealAfterS: 30,
          framesKeptDays: 90,
        },
      ],
    },
  ),
);

const ruleId = text({
  description: 'The token or the group, whatever its case.',
  examples: ['04A1B2C3'],
  minLength: 1,
  maxLength: 255,
});
const scope = choice<ConcurrencyRuleView['scope']>(['token', 'group'], {
  description: 'Whether the rule is about one token or about all tokens of a group together.',
});
const max = integer({ description: 'Transactions at once.', minimum: 1, maximum: 10_000 });

const ruleSchema = named<ConcurrencyRuleView>(
  'ConcurrencyRule',
  object({ scope, id: ruleId, max }),
);
const rulePath = object<Pick<ConcurrencyRuleView, 'scope' | 'id'>>({ scope, id: ruleId });

const rulesSchema = named('ConcurrencyRules', items(ruleSchema));

/** What an operator decides about the books. */
export function ledgerSettingsRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { settings, concurrency } = blocks.transactions;

  app.get(
    '/ledger/settings',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'getLedgerSettings',
        summary: 'How long the books wait, and what they keep',
        tags,
        response: { 200: settingsSchema },
      },
    },
    async () => settings.current,
  );

  app.put(
    '/ledger/settings',
    {
      config: { role: 'admin' },
      schema: {
        operationId: 'putLedgerSettings',
        summary: 'Decides how long the books wait, and what they keep',
        tags,
        body: settingsSchema,
        response: { 200: settingsSchema },
      },
    },
    (request) => settings.put(request.body),
  );

  app.get(
    '/concurrency-rules',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listConcurrencyRules',
        summary:
          'How many transactions at once tokens and groups may have; without a rule any number',
        tags,
        response: { 200: rulesSchema },
      },
    },
    async () => ({ items: concurrency.rules() }),
  );

  app.get(
    '/concurrency-rules/:scope/:id',
    {
      config: { role: 'viewer', problems: ['notFound'] },
      schema: {
        operationId: 'getConcurrencyRule',
        summary: 'How many transactions at once a token or a group may have',
        tags,
        params: rulePath,
        response: { 200: ruleSchema },
      },
    },
    async (request) => concurrency.get(request.params),
  );

  app.put(
    '/concurrency-rules/:scope/:id',
    {
      config: { role: 'operator' },
      schema: {
        operationId: 'putConcurrencyRule',
        summary: 'Limits the transactions at once of a token or a group; more get ConcurrentTx',
        tags,
        params: rulePath,
        body: object<Pick<ConcurrencyRuleView, 'max'>>({ max }),
        response: { 200: ruleSchema },
      },
    },
    (request) => concurrency.put({ ...request.params, max: request.body.max }),
  );

  app.delete(
    '/concurrency-rules/:scope/:id',
    {
      config: { role: 'operator', problems: ['notFound'] },
      schema: {
        operationId: 'deleteConcurrencyRule',
        summary: 'Lets a token or a group have as many transactions at once as it likes',
        tags,
        params: rulePath,
        response: { 204: nothing('There is no such rule any more.') },
      },
    },
    async (request, reply) => {
      await concurrency.remove(request.params);
      return reply.code(204).send();
    },
  );
}
