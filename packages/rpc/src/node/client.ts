import { createLinkClient } from '../client/client.ts';
import type { RpcClient, RpcClientOptions, RpcClientPorts } from '../client/options.ts';
import { systemClock, systemRandom } from './system.ts';
import { webSocketDialer } from './web-socket-dialer.ts';

/**
 * Keeps a charging station connected to its CSMS.
 * @param ports for the simulated world; the machine's clock, randomness and WebSockets when absent
 */
export function createRpcClient<Context>(
  options: RpcClientOptions<Context>,
  ports: Partial<RpcClientPorts> = {},
): RpcClient {
  const { clock = systemClock, random = systemRandom, dialer = webSocketDialer() } = ports;
  return createLinkClient(options, { clock, random, dialer });
}
