import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import type { LinkFailure } from '../ports.ts';
import { connect } from './client.ts';
import { createRpcServer } from './server.ts';
import { webSocketDialer } from './web-socket-dialer.ts';

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
    message: /^no connection: HTTP status 404: the CSMS does not know this identity/,
    failure: { reason: 'httpStatus', status: 404 },
  });
});

test('where no WebSocket can be opened, connect says so', async () => {
  for (const url of ['ws://127.0.0.1/ocpp#fragment', 'http://127.0.0.1', 'nowhere', 'ws://h:1 ']) {
    await assert.rejects(connect({ url, identity: 'CS-1', versions, context: undefined }), {
      failure: { reason: 'network', code: 'ERR_INVALID_URL' },
    });
  }
});

test('what cannot even be tried is a failure for the listener, not an error for who dials', async () => {
  const failed = Promise.withResolvers<LinkFailure>();
  const nothing = () => undefined;
  const link = webSocketDialer()(
    { url: 'ws://127.0.0.1', identity: 'CS-1', subprotocols: ['ocpp1.6', 'ocpp1.6'] },
    {
      onOpened: nothing,
      onFailed: failed.resolve,
      onText: nothing,
      onBinary: nothing,
      onPong: nothing,
      onError: nothing,
      onClosed: nothing,
    },
  );
  assert.match((await failed.promise).reason, /^network$/);
  link.terminate();
});

test('an identity that no URL can carry is refused before anything is tried', async () => {
  for (const identity of ['', '.', '..', '\ud800', 'x'.repeat(256)]) {
    const options = { url: 'ws://127.0.0.1', identity, versions, context: undefined };
    await assert.rejects(connect(options), { name: 'RangeError', message: /no identity/ });
  }
});
