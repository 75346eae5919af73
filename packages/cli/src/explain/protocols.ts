import { VERSIONS, type Version } from '@northbound/protocol';
import type { Protocols } from './schema.ts';

const LOADERS = {
  '1.6': async () => (await import('@northbound/protocol/ocpp16')).ocpp16,
  '2.0.1': async () => (await import('@northbound/protocol/ocpp201')).ocpp201,
  '2.1': async () => (await import('@northbound/protocol/ocpp21')).ocpp21,
} as const;

/** Loads the validators of these versions only. */
export async function loadProtocols(versions: readonly Version[] = VERSIONS): Promise<Protocols> {
  const loaded = await Promise.all(
    versions.map(async (version) => [version, await LOADERS[version]()] as const),
  );
  return Object.fromEntries(loaded);
}
