import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ApiOptions } from './app.ts';
import { buildApp } from './build-app.ts';

/** The HTTP side of the CSMS, for a server that listens already. */
export interface Api {
  /** Answers a request that came in over HTTP. */
  handle(request: IncomingMessage, response: ServerResponse): void;
  /** Ends the event streams. */
  close(): Promise<void>;
}

/** Builds everything below `/api/v1`, the metrics and the console. Takes about 0.2 s: stations need not wait for it. */
export async function createApi(options: ApiOptions): Promise<Api> {
  const app = await buildApp(options);
  return {
    handle: (request, response) => app.routing(request, response),
    close: () => app.close(),
  };
}
