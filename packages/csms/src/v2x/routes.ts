import type { ApiApp, BlockPorts } from '../api/app.ts';
import { evseNumber, items, transactionKey } from '../api/common-schemas.ts';
import { stationPath } from '../api/parameters.ts';
import { list, moment, named, object, optional, text } from '../api/schema.ts';
import { allowedEnergyTransfers } from './allowed.ts';
import { energyTransferMode } from './schemas.ts';
import type { AllowedEnergyTransferView } from './views.ts';

const allowedSchema = named<AllowedEnergyTransferView>(
  'AllowedEnergyTransfer',
  object({
    transactionId: text({ description: 'As on the wire.', examples: ['6a3f1b90'] }),
    transaction: transactionKey,
    evseId: optional(evseNumber),
    allowedEnergyTransfer: list(energyTransferMode),
    since: moment('When the station took it.'),
  }),
);

/** Transactions under way of one station, at most. */
const ACTIVE_AT_MOST = 500;

/** Energy that may flow back (2.1, Q). */
export function v2xRoutes(app: ApiApp, { queries, blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/allowed-energy-transfers',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listAllowedEnergyTransfers',
        summary: 'Ways of energy transfer that transactions under way at a station were allowed',
        description:
          'From the last `notifyAllowedEnergyTransfer` that the station accepted for each; what vehicles want is among its charging needs.',
        tags: ['V2X'],
        params: stationPath,
        response: { 200: items(allowedSchema) },
      },
    },
    async (request) => {
      const stationId = request.params.id;
      const answers = await blocks.commandBook.answers(stationId, 'NotifyAllowedEnergyTransfer');
      if (answers.length === 0) return { items: [] };
      const filter = { stationId, active: true, limit: ACTIVE_AT_MOST };
      const { items: active } = await queries.transactions(filter);
      return { items: allowedEnergyTransfers(answers, active) };
    },
  );
}
