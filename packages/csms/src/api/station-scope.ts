import type { FastifyRequest } from 'fastify';
import type { Queries } from '../views.ts';
import { type Caller, mayUseStation } from './caller.ts';
import { Problem } from './problems.ts';

/**
 * How a route keeps to the stations of a caller that may use only some:
 * - `path`: the station is in its path, and is checked before the route runs; so are all below `/stations/:id`
 * - `transaction`: the transaction is in its path, and its station is checked; so are all below `/transactions/:id`
 * - `query`: such a caller must name one of its stations in the query parameter `stationId`
 * - `filtered`: the route itself keeps to `request.caller.stations`
 * - `any`: it is not about stations
 *
 * A route that says nothing is closed to such callers: who forgets it gives nothing away.
 */
export type StationScope = 'path' | 'transaction' | 'query' | 'filtered' | 'any';

/** @returns the check of a request */
export function stationScope(queries: Pick<Queries, 'transaction'>) {
  return async (request: FastifyRequest, caller: Caller): Promise<void> => {
    if (caller.stations === undefined) return;
    switch (scopeOf(request)) {
      case 'any':
      case 'filtered':
        return;
      case 'path': {
        const id = parameter(request.params, 'id');
        // The same answer as for a station that does not exist: which others there are is not told.
        if (id === undefined || !mayUseStation(caller, id))
          throw new Problem('unknownStation', { detail: `There is no station ${id}.` });
        return;
      }
      case 'transaction': {
        const id = parameter(request.params, 'id') ?? '';
        const found = /^\d{1,15}$/.test(id) ? await queries.transaction(Number(id)) : undefined;
        if (found === undefined || !mayUseStation(caller, found.stationId))
          throw new Problem('unknownTransaction', { detail: `There is no transaction ${id}.` });
        return;
      }
      case 'query': {
        const stationId = parameter(request.query, 'stationId');
        if (stationId !== undefined && mayUseStation(caller, stationId)) return;
        throw new Problem('forbidden', {
          detail: 'This key is for some stations only: name one of them as stationId.',
        });
      }
      case undefined:
        throw new Problem('forbidden', {
          detail: 'This key is for some stations only, and this is about all.',
        });
    }
  };
}

function scopeOf({ routeOptions }: FastifyRequest): StationScope | undefined {
  const { config, url = '' } = routeOptions;
  if (config.stations !== undefined) return config.stations;
  if (isBelow(url, '/api/v1/stations/:id')) return 'path';
  if (isBelow(url, '/api/v1/transactions/:id')) return 'transaction';
  return undefined;
}

function isBelow(url: string, prefix: string): boolean {
  return url === prefix || url.startsWith(`${prefix}/`);
}

/** One of the parameters, before they are checked; one that is given twice is none. */
function parameter(parameters: unknown, name: string): string | undefined {
  const found = Object.entries(parameters ?? {}).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : undefined;
}
