import type { Version } from '@northbound/protocol';
import { isEndpoint } from '@northbound/rpc';
import { UsageError } from '../usage-error.ts';

/** What a CSMS lets in; 2.x: part 4, 3.1.1. */
const IDENTITY_16 = /^(?!\.{1,2}$)[^\p{Cc}\p{Cs}]{1,255}$/u;
const IDENTITY_2 = /^(?!\.{1,2}$)[^\p{Cc}\p{Cs}:]{1,48}$/u;

/** @param versions that the station offers @throws UsageError */
export function checkIdentity(identity: string, versions: readonly Version[]): string {
  const isRight = versions.every((version) =>
    (version === '1.6' ? IDENTITY_16 : IDENTITY_2).test(identity),
  );
  if (!isRight) {
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
