import type { ServerResponse } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { CsmsEvent } from '../views.ts';
import type { ApiApp } from './app.ts';
import type { Caller } from './caller.ts';
import { stationIdText } from './common-schemas.ts';
import { type EventHub, type EventSink, eventTypes, type Watch } from './event-hub.ts';
import { eventSchemas } from './event-schemas.ts';
import { sessionToken } from './people/cookies.ts';
import type { Sessions } from './people/sessions.ts';
import { Problem } from './problems.ts';
import { choice, headers, list, optional, query, text } from './schema.ts';
import { securityHeaders } from './security-headers.ts';
import type { WatchFilter } from './watch-filter.ts';

interface EventQuery {
  readonly stationId?: string;
  readonly types?: readonly CsmsEvent['type'][];
  readonly alsoStationId?: string;
  readonly alsoTypes?: readonly CsmsEvent['type'][];
}

const mostWatchers = 1_000;
/** Nobody takes the places of all others: a wall of screens with one key has enough. */
const mostOfCaller = 250;
const eventId = /^\d{1,16}$/;

/** The event stream. */
export function eventRoutes(
  app: ApiApp,
  { hub, sessions }: { readonly hub: EventHub; readonly sessions: Sessions },
): void {
  app.get(
    '/events',
    {
      // It would never end.
      exposeHeadRoute: false,
      config: { role: 'viewer', stations: 'filtered', problems: ['unavailable'] },
      schema: {
        operationId: 'watchEvents',
        summary: 'What happens, as it happens (server-sent events)',
        description:
          'Each event has an `id`, its type as `event` and a JSON object as `data`. Within a window of 50 ms, or ' +
          'more when much happens, only the newest view of a station or transaction is sent, and the newest meter ' +
          'value of each kind. A client that comes back sends `Last-Event-ID` and gets what it missed; when that ' +
          'is no longer held it gets the event `gap` and must read the lists again. Frames are sent only when ' +
          '`types` names them, and are not repeated: the frame log has them. The stream ends with the key or the ' +
          'session that opened it; that it is open is no use of a session.',
        tags: ['Events'],
        headers: lastEventHeader,
        querystring: query<EventQuery>({
          stationId: optional(stationIdText),
          types: optional(
            list(choice(eventTypes), {
              description:
                'Only these; station, stationRemoved, transaction and meterValues when absent.',
              examples: [['station', 'transaction']],
            }),
          ),
          alsoStationId: optional(
            text({
              description:
                'Of this station those of `alsoTypes` come beside what else was asked for.',
              examples: ['CS-1'],
              maxLength: 255,
            }),
          ),
          alsoTypes: optional(
            list(choice(eventTypes), {
              description: 'The types that come of `alsoStationId` too.',
              examples: [['frame', 'meterValues']],
            }),
          ),
        }),
        response: {
          200: {
            description: 'A stream that does not end.',
            content: {
              'text/event-stream': {
                schema: {
                  description: 'What `data` holds, for each `event`.',
                  oneOf: Object.values(eventSchemas),
                },
              },
            },
          },
        },
      },
    },
    (request, reply) => {
      const { caller } = request;
      if (caller === undefined) throw new Problem('unauthorized');
      if (hub.watchers >= mostWatchers)
        throw new Problem('unavailable', { detail: `${mostWatchers} streams are open already.` });
      if (hub.watchersOf(caller.id) >= mostOfCaller)
        throw new Problem('unavailable', {
          detail: `${caller.name} has ${mostOfCaller} streams open already.`,
        });
      const lastEventId = request.headers['last-event-id'];
      const wanted = normalized(request.query);
      reply.hijack();
      const response = reply.raw;
      // Whoever has gone already is not told so again.
      if (response.destroyed) return;
      response.writeHead(200, {
        ...securityHeaders,
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        // A proxy that collects the answer before it passes it on would hold the events back.
        'x-accel-buffering': 'no',
      });
      const leave = hub.open({
        filter: {
          ...wanted,
          ...(caller.stations !== undefined && { among: caller.stations }),
        },
        callerId: caller.id,
        ...endOf(request, caller, sessions),
        sink: sinkOf(response),
        ...(lastEventId !== undefined &&
          eventId.test(lastEventId) && { lastEventId: Number(lastEventId) }),
      });
      response.once('close', leave);
    },
  );
}

/** A session ends when it is not used, a key when it was made to. */
function endOf(
  request: FastifyRequest,
  { kind, expiresAtMs }: Caller,
  sessions: Sessions,
): Pick<Watch, 'expiresAtMs'> {
  const token = sessionToken(request);
  if (kind === 'user' && token !== undefined)
    return { expiresAtMs: () => sessions.endsAtMs(token) };
  return expiresAtMs === undefined ? {} : { expiresAtMs };
}

const lastEventHeader = headers<{ readonly 'last-event-id'?: string }>({
  'last-event-id': optional(text({ description: 'The `id` of the last event that was seen.' })),
});

/** Filters that mean the same look the same, so that their watchers share the work. */
function normalized({ stationId, types, alsoStationId, alsoTypes }: EventQuery): WatchFilter {
  if ((alsoStationId === undefined) !== (alsoTypes === undefined))
    throw new Problem('invalidRequest', { detail: 'alsoStationId and alsoTypes come together.' });
  return {
    ...(stationId !== undefined && { stationId }),
    ...(types !== undefined && { types: sorted(types) }),
    ...(alsoStationId !== undefined &&
      alsoTypes !== undefined && { also: { stationId: alsoStationId, types: sorted(alsoTypes) } }),
  };
}

function sorted(types: readonly CsmsEvent['type'][]): readonly CsmsEvent['type'][] {
  return [...new Set(types)].sort();
}

function sinkOf(response: ServerResponse): EventSink {
  return {
    write: (chunk) => {
      response.write(chunk);
    },
    bufferedBytes: () => response.writableLength,
    end: () => {
      response.end();
    },
    destroy: () => {
      response.destroy();
    },
  };
}
