import type { Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import { VERSIONS, type Version } from '@northbound/protocol';
import { ocpp16 } from '@northbound/protocol/ocpp16';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { createRpcServer, type RpcServer, systemClock } from '@northbound/rpc';
import type { Csms } from './csms.ts';
import type { originBehind } from './node/proxies.ts';
import type { AnswerTimes } from './telemetry/answer-times.ts';
import type { Tracing } from './telemetry/tracing.ts';

export const protocols = { '1.6': ocpp16, '2.0.1': ocpp201, '2.1': ocpp21 } as const;

/** Lets stations in on the server of all the rest. */
export function attachStations(
  { gateway, ...csms }: Csms,
  server: HttpServer | HttpsServer,
  tolerance: 'all' | 'none',
  around: {
    readonly originOf: ReturnType<typeof originBehind>;
    readonly answerTimes: AnswerTimes;
    readonly tracing: Tracing | undefined;
  },
): RpcServer {
  const { tracing, answerTimes, originOf } = around;
  const timed = answerTimes.observing(gateway.observer);
  const handlers = tracing?.handlers(csms.handlers) ?? csms.handlers;
  return createRpcServer({
    ...gateway,
    observer: tracing?.observing(timed) ?? timed,
    onDisconnect(peer, context, info) {
      gateway.onDisconnect(peer, context, info);
      tracing?.disconnected(context);
    },
    originOf,
    server,
    clock: systemClock,
    versions: {
      '1.6': { protocol: ocpp16, handlers: handlers['1.6'], tolerance },
      '2.0.1': { protocol: ocpp201, handlers: handlers['2.0.1'], tolerance },
      '2.1': { protocol: ocpp21, handlers: handlers['2.1'], tolerance },
    },
  });
}

/** How many stations of each version are connected, also of those with none. */
export function connectionCounts(rpc: RpcServer): { version: Version; count: number }[] {
  const counts = new Map<Version, number>(VERSIONS.map((version) => [version, 0]));
  for (const { version } of rpc.peers()) counts.set(version, (counts.get(version) ?? 0) + 1);
  return [...counts].map(([version, count]) => ({ version, count }));
}
