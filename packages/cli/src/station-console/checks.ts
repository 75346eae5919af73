import { isEndpoint } from '@northbound/rpc';
import { UsageError } from '../usage-error.ts';

const MAX_IDENTITY_CHARS = 48;

/** @throws UsageError */
export function checkIdentity(identity: string): string {
  if (identity === '' || identity.length > MAX_IDENTITY_CHARS || identity.includes(':')) {
    throw new UsageError(`An identity has 1 to ${MAX_IDENTITY_CHARS} characters and no colon.`);
  }
  return identity;
}

/** @returns without slashes at its end @throws UsageError */
export function checkUrl(text: string): string {
  if (!isEndpoint(text)) {
    throw new UsageError(
      `${text.slice(0, 200)} is not a WebSocket URL such as ws://127.0.0.1:8080/ocpp.`,
    );
  }
  return text.replace(/\/+$/, '');
}
