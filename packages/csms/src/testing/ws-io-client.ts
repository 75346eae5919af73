import type { Subprotocol } from '@northbound/protocol';
import { OCPPClient } from 'ocpp-ws-io';
import type { ForeignStation } from './rpc-client.ts';

/** A station client of yet another hand, which checks every message of all three versions against the schemas. */
export async function wsIoStation(
  port: number,
  identity: string,
  subprotocol: Subprotocol,
): Promise<ForeignStation> {
  const client = new OCPPClient({
    endpoint: `ws://127.0.0.1:${port}/ocpp`,
    identity,
    protocols: [subprotocol],
    strictMode: true,
    reconnect: false,
    logging: false,
    // It would wait a second for a handler that nobody registers.
    handlerGraceMs: 0,
  });
  await client.connect();
  return {
    call: (action, payload) => client.call(action, { ...payload }),
    handle: (action, answer) => client.handle(action, async ({ params }) => answer(params)),
    handleEvery: (answer) => client.handle(async (method, { params }) => answer(method, params)),
    async [Symbol.asyncDispose]() {
      await client.close({ force: true });
    },
  };
}
