import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items, stationIdText } from '../api/common-schemas.ts';
import { limitParameter, stationPath } from '../api/parameters.ts';
import { Problem } from '../api/problems.ts';
import { integer, moment, named, nothing, object, optional, query, text } from '../api/schema.ts';
import { meterValueSchema } from './schemas.ts';
import type { MeterKeyView } from './views.ts';

interface MeterValuePage {
  readonly evseId?: number;
  readonly from?: string;
  readonly to?: string;
  readonly limit: number;
}

const meterValuesSchema = named('MeterValues', items(meterValueSchema));

const publicKey = text({
  description:
    '`oca:base16:asn1:…`, base16 or base64 of its SubjectPublicKeyInfo, or PEM. One that comes with the data proves nothing until it stands here.',
  examples: ['oca:base16:asn1:3059301306072A8648CE3D020106082A8648CE3D030107034200…'],
  minLength: 1,
  maxLength: 4_000,
});
const evseId = integer({ description: 'The EVSE; 0 for every meter of the station.', minimum: 0 });
const meterKeySchema = named<MeterKeyView>('MeterKey', object({ evseId, publicKey }));
const meterKeyPath = object<{ readonly id: string; readonly evseId: number }>({
  id: stationIdText,
  evseId,
});
const meterKeysSchema = named('MeterKeys', items(meterKeySchema));

/** Meter values, those outside transactions included. */
export function meteringRoutes(app: ApiApp, { queries, blocks }: BlockPorts): void {
  app.get(
    '/stations/:id/meter-values',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'listStationMeterValues',
        summary: 'Meter values of a station, newest first',
        tags: ['Stations'],
        params: stationPath,
        querystring: query<MeterValuePage>({
          evseId: optional(integer({ description: 'Only of this EVSE.', minimum: 0 })),
          from: optional(moment('Measured then or later.')),
          to: optional(moment('Measured before.')),
          limit: limitParameter(500, 10_000),
        }),
        response: { 200: meterValuesSchema },
      },
    },
    async (request) => {
      const { id } = request.params;
      if ((await queries.station(id)) === undefined)
        throw new Problem('unknownStation', { detail: `There is no station ${id}.` });
      return { items: await queries.meterValues(id, request.query) };
    },
  );

  const { meterKeys } = blocks.transactions;

  app.get(
    '/stations/:id/meter-keys',
    {
      config: { role: 'viewer' },
      schema: {
        operationId: 'listMeterKeys',
        summary: 'The public keys with which signed meter values of a station are verified',
        tags: ['Stations'],
        params: stationPath,
        response: { 200: meterKeysSchema },
      },
    },
    async (request) => ({ items: meterKeys.of(request.params.id) }),
  );

  app.put(
    '/stations/:id/meter-keys/:evseId',
    {
      config: { role: 'admin', problems: ['invalidPayload'] },
      schema: {
        operationId: 'putMeterKey',
        summary:
          'Adds the public key of the meter of an EVSE, or with 0 of every meter of the station',
        tags: ['Stations'],
        params: meterKeyPath,
        body: object<Pick<MeterKeyView, 'publicKey'>>({ publicKey }),
        response: { 200: meterKeySchema },
      },
    },
    (request) => {
      const { id, evseId } = request.params;
      return meterKeys.put(id, { evseId, publicKey: request.body.publicKey });
    },
  );

  app.delete(
    '/stations/:id/meter-keys/:evseId',
    {
      config: { role: 'admin', problems: ['notFound'] },
      schema: {
        operationId: 'deleteMeterKeys',
        summary: 'Forgets the public keys of the meter of an EVSE',
        tags: ['Stations'],
        params: meterKeyPath,
        response: { 204: nothing('There are none any more.') },
      },
    },
    async (request, reply) => {
      const { id, evseId } = request.params;
      request.audit.previous = { items: meterKeys.of(id).filter((key) => key.evseId === evseId) };
      if (!(await meterKeys.remove(id, evseId))) {
        throw new Problem('notFound', { detail: `EVSE ${evseId} of ${id} has no meter key.` });
      }
      return reply.code(204).send();
    },
  );
}
