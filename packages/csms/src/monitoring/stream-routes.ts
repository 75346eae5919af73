import type { ApiApp, BlockPorts } from '../api/app.ts';
import { items, page, stationIdText } from '../api/common-schemas.ts';
import { pageParameters, stationPath } from '../api/parameters.ts';
import { integer, moment, object, optional, query } from '../api/schema.ts';
import type { PageRequest } from '../paging.ts';
import { epochMsOf } from '../timestamps.ts';
import { streamSamplesSchema, streamSchema } from './schemas.ts';
import type { StreamSamplesView } from './views.ts';

const tags = ['Monitoring'];
const samplesPage = page<StreamSamplesView>('EventStreamSamplesPage', streamSamplesSchema);
const streamList = items(streamSchema);
const streamPath = object<{ readonly id: string; readonly stream: number }>({
  id: stationIdText,
  stream: integer({ description: "The station's number of the stream.", examples: [1] }),
});

interface Rate {
  readonly intervalS?: number;
  readonly values?: number;
}

interface Range extends PageRequest {
  readonly from?: string;
  readonly to?: string;
}

/** Periodic event streams. */
export function streamRoutes(app: ApiApp, { blocks }: BlockPorts): void {
  const { streams } = blocks;

  app.get(
    '/stations/:id/event-streams',
    {
      config: { role: 'viewer', problems: ['unknownStation'] },
      schema: {
        operationId: 'listEventStreams',
        summary: 'Periodic event streams of a station',
        tags,
        params: stationPath,
        response: { 200: streamList },
      },
    },
    async (request) => ({ items: await streams.list(request.params.id) }),
  );

  app.get(
    '/stations/:id/event-streams/:stream/samples',
    {
      config: { role: 'viewer', problems: ['unknownStation', 'invalidCursor'] },
      schema: {
        operationId: 'listEventStreamSamples',
        summary: 'What a stream carried, message by message, newest first',
        tags,
        params: streamPath,
        querystring: query<Range>({
          from: optional(moment('Only messages that begin then or later.')),
          to: optional(moment('Only messages that begin before.')),
          ...pageParameters(100, 1000),
        }),
        response: { 200: samplesPage },
      },
    },
    (request) => {
      const { from, to, ...asked } = request.query;
      const { id: stationId, stream: streamId } = request.params;
      return streams.samples({
        stationId,
        streamId,
        ...asked,
        ...(from === undefined ? {} : { fromMs: epochMsOf(from) }),
        ...(to === undefined ? {} : { toMs: epochMsOf(to) }),
      });
    },
  );

  app.put(
    '/stations/:id/event-streams/:stream',
    {
      config: { role: 'operator', problems: ['unknownStation', 'notFound', 'conflict'] },
      schema: {
        operationId: 'adjustEventStream',
        summary: 'Say how often a stream is sent',
        tags,
        params: streamPath,
        body: object<Rate>(
          {
            intervalS: optional(integer({ description: 'After so many seconds.', minimum: 0 })),
            values: optional(integer({ description: 'After so many values.', minimum: 0 })),
          },
          { examples: [{ intervalS: 60 }] },
        ),
        response: { 200: streamList },
      },
    },
    async (request) => {
      const { id, stream } = request.params;
      return { items: await streams.adjust(id, stream, request.body) };
    },
  );

  app.post(
    '/stations/:id/event-streams/read',
    {
      config: { role: 'operator', problems: ['unknownStation', 'conflict'] },
      schema: {
        operationId: 'readEventStreams',
        summary: 'Ask a station which streams are open',
        tags,
        params: stationPath,
        response: { 200: streamList },
      },
    },
    async (request) => ({ items: await streams.read(request.params.id) }),
  );
}
