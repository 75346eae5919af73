import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items, page } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { flag, list, object, optional, query, text } from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import { type AddressInput, addressOf } from './address.ts';
import {
  addressProperties,
  addressSchema,
  desiredInputSchema,
  historySchema,
  structureSchema,
  variableSchema,
} from './schemas.ts';
import type { VariableFilter } from './twin.ts';
import type { DesiredInput, HistoryView, VariableView } from './views.ts';

const tags = ['Device model'];
const variablePage = page<VariableView>('VariablePage', variableSchema);
const historyPage = page<HistoryView>('VariableHistoryPage', historySchema);

interface Wishes {
  readonly values: readonly DesiredInput[];
}

interface Releases {
  readonly variables: readonly AddressInput[];
}

const structureList = items(structureSchema);
const variableList = items(variableSchema);

/** The digital twin of each station: reported beside desired values. */
export function deviceModelRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { twin, deviceModel } = blocks;

  app.get(
    '/stations/:id/device-model',
    {
      config: { role: 'viewer', problems: ['unknownStation', 'invalidCursor'] },
      schema: {
        operationId: 'listVariables',
        summary: 'The device model of a station: reported and desired values',
        description:
          'A 1.6 station has one too: its configuration keys stand where 2.x has their successors, and those without ' +
          "one below the component ''.",
        tags,
        params: stationPath,
        querystring: query<VariableFilter>({
          component: optional(text({ description: 'Only of this component.', maxLength: 50 })),
          drift: optional(flag({ description: 'Only what is, or is not, as it should be.' })),
          desired: optional(flag({ description: 'Only what somebody wants, or nobody does.' })),
          ...pageParameters(100, 1000),
        }),
        response: { 200: variablePage },
      },
    },
    (request) => {
      deviceModel.known(request.params.id);
      return twin.page(request.params.id, request.query);
    },
  );

  app.get(
    '/stations/:id/device-model/history',
    {
      config: { role: 'viewer', problems: ['unknownStation', 'invalidCursor'] },
      schema: {
        operationId: 'listVariableHistory',
        summary: 'What happened to one variable, newest first',
        tags,
        params: stationPath,
        querystring: query<AddressInput & PageRequest>({
          ...addressProperties,
          ...pageParameters(100, 1000),
        }),
        response: { 200: historyPage },
      },
    },
    (request) => {
      const { cursor, limit, ...address } = request.query;
      deviceModel.known(request.params.id);
      const asked = { limit, ...(cursor === undefined ? {} : { cursor }) };
      return twin.history(request.params.id, addressOf(address), asked);
    },
  );

  app.get(
    '/stations/:id/structure',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'getStructure',
        summary: 'The EVSEs and connectors of a station, and how they are known',
        tags,
        params: stationPath,
        response: { 200: structureList },
      },
    },
    async (request) => ({ items: await deviceModel.structure(request.params.id) }),
  );

  app.post(
    '/stations/:id/device-model/desired',
    {
      config: { role: 'operator', problems: ['unknownStation', 'invalidValue'] },
      schema: {
        operationId: 'desireValues',
        summary: 'Say what variables of a station should be',
        description:
          'Sent at once by SetVariables, or ChangeConfiguration to a 1.6 station, in messages as long as the station ' +
          'takes them; to a station that is away when it returns. Set again when it reports something else.',
        tags,
        params: stationPath,
        body: object<Wishes>(
          { values: list(desiredInputSchema) },
          {
            examples: [
              { values: [{ component: 'TxCtrlr', variable: 'EVConnectionTimeOut', value: '60' }] },
            ],
          },
        ),
        response: { 200: variableList },
      },
    },
    async (request) => {
      const { params, caller } = request;
      const wishes = request.body.values;
      const addresses = wishes.map(({ value: _wanted, ...address }) => address);
      request.audit.previous = { values: await deviceModel.present(params.id, addresses) };
      return { items: await deviceModel.desire(params.id, wishes, caller?.name ?? 'operator') };
    },
  );

  app.post(
    '/stations/:id/device-model/release',
    {
      config: { role: 'operator', problems: ['unknownStation'] },
      schema: {
        operationId: 'releaseValues',
        summary: 'Want no value any more; the station keeps what it has',
        description: 'A template that fits the station wants its value again.',
        tags,
        params: stationPath,
        body: object<Releases>(
          { variables: list(addressSchema) },
          {
            examples: [{ variables: [{ component: 'TxCtrlr', variable: 'EVConnectionTimeOut' }] }],
          },
        ),
        response: { 200: variableList },
      },
    },
    async (request) => {
      const { params, caller } = request;
      const { variables } = request.body;
      request.audit.previous = { variables: await deviceModel.present(params.id, variables) };
      return { items: await deviceModel.release(params.id, variables, caller?.name ?? 'operator') };
    },
  );

  app.post(
    '/stations/:id/device-model/apply',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict', 'invalidCursor'] },
      schema: {
        operationId: 'applyDesired',
        summary: 'Send every value again that is not as it should be',
        description: 'Answers with what drifts afterwards.',
        tags,
        params: stationPath,
        response: { 200: variablePage },
      },
    },
    async (request) => {
      await deviceModel.applyAgain(request.params.id);
      return twin.page(request.params.id, { drift: true, limit: 1000 });
    },
  );

  app.get(
    '/drift',
    {
      config: { role: 'viewer', problems: ['invalidCursor'] },
      schema: {
        operationId: 'listDrift',
        summary: 'What is not as it should be, over all stations',
        tags,
        querystring: query<PageRequest>(pageParameters(100, 1000)),
        response: { 200: variablePage },
      },
    },
    (request) => twin.drift(request.query),
  );
}
