import type { Subprotocol } from '@northbound/protocol';
import { RPCClient } from 'ocpp-rpc';

/** Somebody else's station client, which checks our messages against the schemas on its own. */
export interface ForeignStation extends AsyncDisposable {
  call(action: string, payload: object): Promise<unknown>;
  /** What the station does with a CALL of the CSMS. */
  handle(action: string, answer: (payload: unknown) => object | Promise<object>): void;
  /** What it does with every CALL that it has no handler for. */
  handleEvery(answer: (action: string, payload: unknown) => object | Promise<object>): void;
}

export async function foreignStation(
  port: number,
  identity: string,
  subprotocol: Subprotocol,
  password?: string,
): Promise<ForeignStation> {
  const client = new RPCClient({
    endpoint: `ws://127.0.0.1:${port}/ocpp`,
    identity,
    protocols: [subprotocol],
    // It looks the schemas of 2.1 up under names that they do not have.
    strictMode: subprotocol !== 'ocpp2.1',
    reconnect: false,
    callTimeoutMs: 20_000,
    password: password ?? null,
    // Its types ask for what its constructor has defaults for.
    pingIntervalMs: 30_000,
    deferPingsOnActivity: false,
    respondWithDetailedErrors: false,
    callConcurrency: 1,
    strictModeValidators: [],
    maxBadMessages: Number.POSITIVE_INFINITY,
    wsOpts: {},
    headers: {},
    maxReconnects: 0,
    backoff: { initialDelay: 1_000, maxDelay: 9_000, factor: 2, randomisationFactor: 0 },
  });
  await client.connect();
  return {
    call: (action, payload) => client.call(action, payload),
    handle: (action, answer) => client.handle(action, async ({ params }) => answer(params)),
    handleEvery: (answer) =>
      client.handle(async ({ method, params }) => answer(method ?? '', params)),
    async [Symbol.asyncDispose]() {
      await client.close({ force: true });
    },
  };
}
