import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { TlsOptions } from 'node:tls';

/** What the server got, with its whole body. */
export interface FileRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

type Serve = (request: FileRequest, response: ServerResponse) => void;

/** A file server on the loopback interface that answers as the test says. */
export interface FileServer extends AsyncDisposable {
  readonly url: string;
  readonly requests: FileRequest[];
  serve: Serve;
}

/** @param tls for HTTPS */
export async function startFileServer(
  serve: Serve = (_request, response) => response.end(),
  tls?: TlsOptions,
): Promise<FileServer> {
  const requests: FileRequest[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const got = { method, url, headers, body: Buffer.concat(chunks) };
    requests.push(got);
    files.serve(got, response);
  };
  const server = tls === undefined ? createServer(take) : createSecureServer(tls, take);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const files: FileServer = {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${address.port}`,
    requests,
    serve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return files;
}
