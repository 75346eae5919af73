import type { Database } from '../store/database.ts';
import type { Store } from '../store/store.ts';
import type { ApiApp } from './app.ts';
import type { Metrics } from './metrics.ts';
import { Problem } from './problems.ts';
import { choice, named, object } from './schema.ts';

interface Health {
  readonly status: 'ok';
}

const healthSchema = named<Health>('Health', object({ status: choice(['ok']) }));

/** For load balancers and watchdogs: whether the CSMS can work, its store included. */
export function healthRoute(app: ApiApp, database: Database, store: Pick<Store, 'probe'>): void {
  app.get(
    '/health',
    {
      config: { role: 'anyone', problems: ['unavailable'] },
      schema: {
        operationId: 'getHealth',
        summary: 'Whether the CSMS works',
        tags: ['System'],
        response: { 200: healthSchema },
      },
    },
    async (): Promise<Health> => {
      try {
        await database.read({ sql: 'SELECT 1 AS one', params: [] });
      } catch {
        throw new Problem('unavailable', { detail: 'The store does not answer.' });
      }
      await store.probe();
      return { status: 'ok' };
    },
  );
}

/** For Prometheus. */
export function metricsRoute(app: ApiApp, metrics: Metrics): void {
  app.get(
    '/metrics',
    {
      config: { role: 'viewer', openToLoopback: true },
      schema: {
        operationId: 'getMetrics',
        summary: 'Metrics for Prometheus; without a key from this machine itself',
        tags: ['System'],
        response: {
          200: {
            description: "Prometheus' text format.",
            content: { 'text/plain': { schema: { type: 'string' } } },
          },
        },
      },
    },
    async (_request, reply) => {
      const { contentType, body } = await metrics.text();
      return reply.type(contentType).send(body);
    },
  );
}
