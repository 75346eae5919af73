import { ocpp21 } from '@northbound/protocol/ocpp21';
import type { RpcServerOptions } from '../server/options.ts';
import { createRpcServer } from './server.ts';

export const NOW = { currentTime: '2026-01-01T00:00:00Z' };

/** A server for any station, and the log of who came (`+CS-1#1`) and went. */
export function start(options: Partial<RpcServerOptions<string>> = {}) {
  const log: string[] = [];
  const server = createRpcServer<string>({
    versions: { '2.1': { protocol: ocpp21, handlers: { Heartbeat: () => NOW } } },
    authorize: ({ identity }) => ({ accept: true, context: identity }),
    onConnect: (_peer, identity, { generation }) => log.push(`+${identity}#${generation}`),
    onDisconnect: (_peer, identity, { generation }) => log.push(`-${identity}#${generation}`),
    ...options,
  });
  return { server, log };
}

export const addressOf = (port: number, identity = 'CS-1'): string =>
  `ws://127.0.0.1:${port}/ocpp/${identity}`;
