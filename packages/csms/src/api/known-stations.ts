import type { Queries } from '../views.ts';
import type { ApiApp } from './app.ts';
import { Problem } from './problems.ts';

/** Routes about one station. */
export function isBelowStation(url: string): boolean {
  return url.startsWith('/api/v1/stations/:id/');
}

/**
 * Refuses to read what there is of a station that nobody has heard of: nothing at all would look as if it had done
 * nothing. One that was removed is read for as long as the books tell of it.
 */
export function refuseUnknownStations(app: ApiApp, queries: Pick<Queries, 'hasHeardOf'>): void {
  app.addHook<{ Params: { readonly id?: string } }>('preHandler', async (request) => {
    const { method, params, routeOptions } = request;
    if (method !== 'GET' && method !== 'HEAD') return;
    if (!isBelowStation(routeOptions.url ?? '') || params.id === undefined) return;
    if (await queries.hasHeardOf(params.id)) return;
    throw new Problem('unknownStation', { detail: `There is no station ${params.id}.` });
  });
}
