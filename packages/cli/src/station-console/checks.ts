import type { Version } from '@northbound/protocol';
import { isEndpoint, isIdentityOf } from '@northbound/rpc';
import { UsageError } from '../usage-error.ts';

/** @param versions that the station offers @throws UsageError */
export function checkIdentity(identity: string, versions: readonly Version[]): string {
  if (!versions.every((version) => isIdentityOf(version, identity))) {
    throw new UsageError(
      `${JSON.stringify(identity.slice(0, 300))} is no identity: those have 1 to 48 printable characters and no colon (in 1.6 up to 255, and any), and are not "." or "..".`,
    );
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

/** @throws UsageError without flash: nobody would learn why the process was killed */
export function checkWatchdog(flash: string | undefined): void {
  if (flash === undefined) {
    throw new UsageError(
      'A watchdog needs a flash file: there the station finds out why it was killed.',
    );
  }
}
