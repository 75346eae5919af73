import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { connect } from './client.ts';
import { createRpcServer } from './server.ts';

const versions = { '2.1': { protocol: ocpp21, handlers: {} } } as const;

test('connect gives one connection, or throws why not, and leaves nothing behind', async () => {
  await using server = createRpcServer<undefined>({
    versions,
    authorize: ({ identity }) =>
      identity === 'CS-1' ? { accept: true, context: undefined } : { accept: false, status: 404 },
  });
  const { port } = await server.listen(0);
  const url = `ws://127.0.0.1:${port}/ocpp/`;
  const peer = await connect({ url, identity: 'CS-1', versions, context: undefined });
  assert.equal(peer.identity, 'CS-1');
  server.peer('CS-1')?.close();
  await peer.closed;
  await assert.rejects(connect({ url, identity: 'CS-2', versions, context: undefined }), {
    name: 'ConnectError',
    failure: { reason: 'httpStatus', status: 404 },
  });
});

test('where no WebSocket can be opened, connect says so', async () => {
  for (const url of ['ws://127.0.0.1/ocpp#fragment', 'http://127.0.0.1', 'nowhere']) {
    await assert.rejects(connect({ url, identity: 'CS-1', versions, context: undefined }), {
      failure: { reason: 'network', code: 'ERR_INVALID_URL' },
    });
  }
});
