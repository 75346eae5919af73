import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { seededRandom, VirtualClock } from '../testing.ts';
import { RpcAcceptor } from './acceptor.ts';

const HANDSHAKE = {
  identity: 'CS-1',
  subprotocols: ['ocpp2.1'],
  version: '2.1',
  remoteAddress: '192.0.2.1',
  secure: false,
} as const;

test('who was admitted just before a stop is closed too, and every stop waits for the end', async () => {
  const connected: string[] = [];
  const acceptor = new RpcAcceptor<string>(
    {
      versions: { '2.1': { protocol: ocpp21, handlers: {} } },
      authorize: ({ identity }) => ({ accept: true, context: identity }),
      onConnect: (_peer, identity) => connected.push(identity),
    },
    { clock: new VirtualClock(), random: seededRandom(1) },
  );
  const closes: number[] = [];
  const nothing = () => undefined;
  const link = {
    bufferedBytes: 0,
    send: nothing,
    ping: nothing,
    setReading: nothing,
    terminate: nothing,
    close: (code: number) => void closes.push(code),
  };
  const listener = acceptor.open(link, { ...HANDSHAKE, identity: 'CS-0' }, 'CS-0');
  const admission = await acceptor.admit(HANDSHAKE);
  assert.ok(admission.accept);
  let ends = 0;
  const stops = [acceptor.close(), acceptor.close()].map((stop) => stop.then(() => ends++));
  assert.equal(acceptor.open(link, HANDSHAKE, admission.context), undefined);
  assert.deepEqual(closes, [1001]);
  await new Promise(setImmediate);
  assert.deepEqual([closes, ends], [[1001, 1001], 0]);
  listener?.onClosed(1001, '');
  await Promise.all(stops);
  assert.deepEqual([connected, acceptor.connections], [['CS-0'], 0]);
});
