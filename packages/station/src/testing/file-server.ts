import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

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

export async function startFileServer(
  serve: Serve = (_request, response) => response.end(),
): Promise<FileServer> {
  const requests: FileRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) if (chunk instanceof Uint8Array) chunks.push(chunk);
    const { method = '', url = '', headers } = request;
    const got = { method, url, headers, body: Buffer.concat(chunks) };
    requests.push(got);
    files.serve(got, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port');
  const files: FileServer = {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    serve,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return files;
}
