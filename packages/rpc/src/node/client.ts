import type { AnyPeer } from '../api.ts';
import { createLinkClient } from '../client/client.ts';
import type { RpcClient, RpcClientOptions, RpcClientPorts } from '../client/options.ts';
import { linkFailureText } from '../link-failure.ts';
import type { LinkFailure, TlsIdentity } from '../ports.ts';
import { systemClock, systemRandom } from './system.ts';
import { webSocketDialer } from './web-socket-dialer.ts';

/**
 * Keeps a charging station connected to its CSMS.
 * @param ports for the simulated world; the machine's clock, randomness and WebSockets when absent
 * @throws RangeError without a profile, or for an identity that no URL can carry
 */
export function createRpcClient<Context>(
  options: RpcClientOptions<Context>,
  ports: Partial<RpcClientPorts> = {},
): RpcClient {
  const { clock = systemClock, random = systemRandom, dialer = webSocketDialer() } = ports;
  return createLinkClient(options, { clock, random, dialer });
}

/** What {@link connect} wants to know; see `RpcClientOptions` for those that it shares. */
export interface ConnectOptions<Context>
  extends Pick<
    RpcClientOptions<Context>,
    | 'identity'
    | 'versions'
    | 'preference'
    | 'context'
    | 'gate'
    | 'observer'
    | 'limits'
    | 'pingIntervalS'
  > {
  /** The CSMS's endpoint without the identity. */
  readonly url: string;
  /** Of HTTP Basic authentication (security profiles 1 and 2). */
  readonly password?: Uint8Array;
  readonly tls?: TlsIdentity;
}

/** What {@link connect} throws: `failure` says what happened, the message also what that usually means. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly failure: LinkFailure;

  constructor(failure: LinkFailure) {
    super(`no connection: ${linkFailureText(failure)}`);
    this.failure = failure;
  }
}

/**
 * Connects a charging station once: no retry, and no other connection after this one.
 * @throws ConnectError with the reason why no connection came about; RangeError for an identity that no URL can carry
 */
export async function connect<Context>(
  { url, password, tls, ...options }: ConnectOptions<Context>,
  ports: Partial<RpcClientPorts> = {},
): Promise<AnyPeer<'ChargingStation'>> {
  const { promise, resolve, reject } = Promise.withResolvers<AnyPeer<'ChargingStation'>>();
  const profile = {
    slot: 1,
    url,
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { tls }),
  };
  const client = createRpcClient(
    {
      ...options,
      profiles: [profile],
      backOff: { waitMinimumS: 0, repeatTimes: 0, randomRangeS: 0 },
      onConnect: resolve,
      onDisconnect: () => void client.stop(),
      onFailure: (failure) => {
        void client.stop();
        reject(new ConnectError(failure));
      },
    },
    ports,
  );
  client.start();
  return promise;
}
