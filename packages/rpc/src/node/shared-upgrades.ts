import type { Server as HttpServer, IncomingMessage } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Listeners of this package, which leave to each other what is not theirs. */
const ours = new WeakSet<object>();

/** Requests that one of them has taken. */
const taken = new WeakSet<IncomingMessage>();

/** Shares the upgrades of an HTTP server with whoever else listens to them. */
export function shareUpgrades(server: HttpServer | HttpsServer, listener: UpgradeListener): void {
  ours.add(listener);
  server.on('upgrade', listener);
}

/** The request is for the listener that is told of it just now. */
export function takeUpgrade(request: IncomingMessage): void {
  taken.add(request);
}

/**
 * Whether the listener is the one to refuse a request that is not its own: nobody took it before, and nobody comes
 * after. A listener that is not ours may know the path, and answers for itself.
 */
export function isForNobody(
  request: IncomingMessage,
  server: HttpServer | HttpsServer | undefined,
  listener: UpgradeListener,
): boolean {
  const listeners = server?.listeners('upgrade') ?? [];
  return (
    !taken.has(request) &&
    listeners.at(-1) === listener &&
    listeners.every((other) => ours.has(other))
  );
}

/**
 * Which requests to upgrade an HTTP server should take as such: those for a WebSocket. HTTP clients offer others by the
 * way (`h2c` as Java's does, `TLS/1.2` as Apache's), and want their answer all the same (RFC 9110, 7.8). For
 * `shouldUpgradeCallback` of a server that is shared.
 */
export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return /(?:^|,)\s*websocket\s*(?:,|$)/i.test(headers.upgrade ?? '');
}
