import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { asksForWebSocket, TLS_POLICY } from '@northbound/rpc';
import type { Api } from '../api/index.ts';

/** PEM texts. */
export interface TlsTexts {
  readonly cert: string;
  readonly key: string;
  /** The authorities whose certificates stations may show (security profile 3); none are asked for when absent. */
  readonly clientCa?: string;
}

/** A station on a poor network sends its log for longer than the usual five minutes. */
const LONGEST_REQUEST_MS = 3_600_000;

/** TLS as the standard wants it (2.1 part 2, A00.FR.313 to .320). */
export function createServer(tls?: TlsTexts): HttpServer | HttpsServer {
  // An import of a value from node:http would load all of it, a WebSocket client and a fetch included: 50 ms of the start.
  const options = {
    requestTimeout: LONGEST_REQUEST_MS,
    shouldUpgradeCallback: asksForWebSocket,
  };
  if (tls === undefined) return process.getBuiltinModule('node:http').createServer(options);
  const { cert, key, clientCa } = tls;
  return process.getBuiltinModule('node:https').createServer({
    ...TLS_POLICY,
    ...options,
    cert,
    key,
    // Whoever shows none, or one of others, still comes in: as a station with a password, or as a browser.
    ...(clientCa !== undefined && { ca: clientCa, requestCert: true, rejectUnauthorized: false }),
  });
}

/** Connections that may wait to be accepted: a fleet that lost its CSMS comes back in the same second. */
const BACKLOG = 4_096;

/** @returns the port, for 0 the one that was free; rejects with the system's error */
export function listen(
  server: HttpServer | HttpsServer,
  port: number,
  host: string,
): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

/** How long requests under way may still take when the server stops. */
const DRAIN_MS = 5_000;

/**
 * Counts requests from here on.
 *
 * @returns the function that lets nobody new in, and resolves when the requests under way have their answers or have
 *   taken too long: who asked a station something hears what came of it
 */
export function drainable(server: HttpServer | HttpsServer): () => Promise<void> {
  let underWay = 0;
  let whenNone = () => {};
  server.on('request', (_request, response) => {
    underWay += 1;
    response.once('close', () => {
      underWay -= 1;
      if (underWay === 0) whenNone();
    });
  });
  return () => {
    server.close();
    server.closeIdleConnections();
    if (underWay === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, DRAIN_MS);
      whenNone = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  };
}

/** Ends every connection, idle ones and event streams too. */
export function closeHttp(server: HttpServer | HttpsServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** When an API that nobody has asked for yet is loaded all the same. */
const LOAD_AFTER_MS = 1_000;

/** An API that takes longer to load than everything else at the start. */
interface LazyApi {
  /** Ends it, if it was ever loaded. */
  close(): Promise<void>;
}

/**
 * Answers HTTP with an API that is loaded at the first request, or a moment after the start: loading it blocks the
 * event loop, and stations that connect at the start need not wait for it.
 */
export function serveLazily(
  server: HttpServer | HttpsServer,
  load: () => Promise<Api>,
  onFailure: (error: unknown) => void,
): LazyApi {
  let loading: Promise<Api> | undefined;
  let api: Api | undefined;
  const loaded = (): Promise<Api> => {
    loading ??= load().then((ready) => {
      api = ready;
      return ready;
    });
    return loading;
  };
  const timer = setTimeout(() => loaded().catch(onFailure), LOAD_AFTER_MS);
  timer.unref();
  server.on('request', (request, response) => {
    if (api !== undefined) {
      api.handle(request, response);
      return;
    }
    loaded().then(
      (ready) => ready.handle(request, response),
      (error: unknown) => {
        onFailure(error);
        response.writeHead(503).end();
      },
    );
  });
  return {
    async close() {
      clearTimeout(timer);
      await loading?.then((ready) => ready.close()).catch(onFailure);
    },
  };
}
