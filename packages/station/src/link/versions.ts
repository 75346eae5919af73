import type { Version } from '@northbound/protocol';
import type { SupportedVersions } from '@northbound/rpc';
import type { StationContext } from '../dialects/context.ts';

type Supported = SupportedVersions<'ChargingStation', StationContext>;

/** Loads a version's validators and dialect; a station that does not speak it does not pay for it. */
const LOADERS: Readonly<Record<Version, () => Promise<Supported>>> = {
  '1.6': async () => {
    const [{ ocpp16 }, { HANDLERS_16 }] = await Promise.all([
      import('@northbound/protocol/ocpp16'),
      import('../dialects/ocpp16/handlers.ts'),
    ]);
    return { '1.6': { protocol: ocpp16, handlers: HANDLERS_16 } };
  },
  '2.0.1': async () => {
    const [{ ocpp201 }, { HANDLERS_201 }] = await Promise.all([
      import('@northbound/protocol/ocpp201'),
      import('../dialects/ocpp201.ts'),
    ]);
    return { '2.0.1': { protocol: ocpp201, handlers: HANDLERS_201 } };
  },
  '2.1': async () => {
    const [{ ocpp21 }, { HANDLERS_21 }] = await Promise.all([
      import('@northbound/protocol/ocpp21'),
      import('../dialects/ocpp21.ts'),
    ]);
    return { '2.1': { protocol: ocpp21, handlers: HANDLERS_21 } };
  },
};

const loaded = new Map<string, Promise<Supported>>();

/** What a station speaks; stations with the same versions share it. */
export function loadVersions(versions: readonly Version[]): Promise<Supported> {
  const key = versions.toSorted().join();
  let supported = loaded.get(key);
  if (supported === undefined) {
    supported = Promise.all(versions.map((version) => LOADERS[version]())).then((parts) =>
      Object.assign({}, ...parts),
    );
    loaded.set(key, supported);
  }
  return supported;
}
