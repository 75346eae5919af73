import { type Client, createClient } from '@northbound/client';
import type { Credentials } from './session.ts';

/**
 * The CSMS's API as one caller.
 *
 * @param onOver called when the way in is no longer good, whatever was asked for
 */
export function clientOf({ key, csrfToken }: Credentials, onOver: () => void): Client {
  return createClient({
    ...(key === undefined ? { csrfToken: () => csrfToken } : { key }),
    fetch: async (input, init) => {
      const response = await fetch(input, init);
      if (response.status === 401) onOver();
      return response;
    },
  });
}
