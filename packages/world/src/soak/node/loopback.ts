import { once } from 'node:events';
import type { Server } from 'node:net';

/** A server on loopback, on a port that was free. */
export interface Listening {
  readonly port: number;
  /** Lets nobody new in; settles when the last connection has ended, which the caller sees to. */
  close(): Promise<unknown>;
}

/** Has a server of connections, or of requests, listen. */
export async function listenOnLoopback(server: Server): Promise<Listening> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new TypeError('a port is wanted');
  return {
    port: address.port,
    close: () => {
      const closed = once(server, 'close');
      server.close();
      return closed;
    },
  };
}
