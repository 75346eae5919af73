import type { AddressInfo } from 'node:net';

/** @throws Error when the server does not listen on a TCP port */
export function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not listening on a port');
  return address.port;
}
