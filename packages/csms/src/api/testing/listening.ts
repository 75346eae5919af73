import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ApiUnderTest } from './api-under-test.ts';

/** The API on a real port. */
export async function listening(
  api: ApiUnderTest,
  onRequest: (response: ServerResponse) => void = () => undefined,
) {
  const server = createServer((request, response) => {
    onRequest(response);
    api.app.routing(request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(isAddress(address));
  return {
    url: `http://127.0.0.1:${address.port}/api/v1`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function isAddress(address: AddressInfo | string | null): address is AddressInfo {
  return typeof address === 'object' && address !== null;
}
