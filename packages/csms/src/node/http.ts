import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Api } from '../api/index.ts';

/** @returns the port, for 0 the one that was free; rejects with the system's error */
export function listen(
  server: HttpServer | HttpsServer,
  port: number,
  host: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/**
 * Answers HTTP with an API that is still being loaded: requests wait for it. Loading takes longer than everything
 * else at the start, and stations need not wait for it.
 */
export function serveLazily(
  server: HttpServer | HttpsServer,
  load: () => Promise<Api>,
): Promise<Api> {
  const loading = load();
  let api: Api | undefined;
  loading.then(
    (loaded) => {
      api = loaded;
    },
    (error: unknown) => server.emit('error', error),
  );
  server.on('request', (request, response) => {
    if (api !== undefined) api.handle(request, response);
    else
      loading.then(
        (loaded) => loaded.handle(request, response),
        () => response.writeHead(503).end(),
      );
  });
  return loading;
}
