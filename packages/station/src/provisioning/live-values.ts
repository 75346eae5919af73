import { cacheBytes } from '../authorization/cache.ts';
import { REPORTED } from '../availability/availability.ts';
import type { Core } from '../core.ts';
import { nameOf, type VariableSpec } from '../device-model/schema.ts';
import { storageValue } from '../diagnostics/storage-values.ts';
import { listBytes, listEntries } from '../local-list/local-list.ts';
import { nameIn } from './network-slots.ts';

type Reader = (core: Core, spec: VariableSpec) => string | undefined;

const power: Reader = ({ hardware }, { evseId }) =>
  String(Math.round(hardware.readMeter(evseId).powerW));

/** Variables whose value is looked up when somebody asks. */
const READERS: Readonly<Record<string, Reader>> = {
  'AuthCacheCtrlr.Storage': (core) => String(cacheBytes(core)),
  'LocalAuthListCtrlr.Entries': (core) => String(listEntries(core)),
  'LocalAuthListCtrlr.Storage': (core) => String(listBytes(core)),
  'ClockCtrlr.DateTime': ({ clock }) => clock.timestamp(),
  'OCPPCommCtrlr.FileTransferProtocols': ({ fileTransferProtocols }) =>
    fileTransferProtocols.join(),
  'DisplayMessageCtrlr.DisplayMessages': ({ display }) => String(display.count),
  'FiscalMetering.PublicKey': ({ signing }) => signing?.publicKey,
  'SecurityCtrlr.CertificateEntries': ({ certificates }) => String(certificates.trust.all.length),
  'SecurityCtrlr.Identity': ({ config }) => config.identity,
  'NetworkConfiguration.OcppCsmsUrl': factory(({ url }) => url),
  'NetworkConfiguration.SecurityProfile': factory(securityProfile),
  'OCPPCommCtrlr.ActiveNetworkProfile': ({ network }) => network.active,
  'OCPPCommCtrlr.MessageTimeout': ({ network, variables }) =>
    variables.keptByName(nameIn(network.active, 'messagetimeout')),
  'SecurityCtrlr.SecurityProfile': ({ network }) => String(network.securityProfile),
  'SmartChargingCtrlr.Entries': ({ smartCharging }) => String(smartCharging.installed.length),
  'ChargingStation.AvailabilityState': ({ evses }) => stationState(evses),
  'EVSE.AllowReset': ({ hardware }) => String(hardware.reset !== undefined),
  'EVSE.AvailabilityState': ({ evses }, { evseId }) => evses[evseId - 1]?.availabilityState,
  'EVSE.Power': power,
  'Connector.AvailabilityState': ({ evses }, { evseId, connectorId }) => {
    const evse = evses[evseId - 1];
    return evse && REPORTED[evse.availability(connectorId)];
  },
};

/** By the row of the schema: variables are read many times for each message, and few of them have a reader. */
const readers = new WeakMap<VariableSpec, Reader>();

export function liveValue(core: Core, spec: VariableSpec): string | undefined {
  let reader = readers.get(spec);
  if (reader === undefined) {
    reader = READERS[`${spec.component}.${spec.variable}`] ?? storageValue;
    readers.set(spec, reader);
  }
  return reader(core, spec);
}

/** What the station was delivered with is in the first slot until somebody writes there. */
function factory(value: (config: Core['config']) => string): Reader {
  return ({ config, variables }, spec) =>
    spec.componentInstance === '1'
      ? (variables.keptByName(nameOf(spec)) ?? value(config))
      : undefined;
}

/** 0 plain, 1 with a password, 2 with TLS and a password, 3 with certificates on both sides (2.1 part 2, A00). */
function securityProfile({ url, password, tls }: Core['config']): string {
  // A certificate is there for later where a password is used.
  if (password === undefined) return tls?.cert === undefined ? '0' : '3';
  return url.startsWith('wss:') ? '2' : '1';
}

/** The station is as good as its best EVSE. */
function stationState(evses: Core['evses']): string {
  const states = evses.map((evse) => evse.availabilityState);
  const best = (['Available', 'Occupied', 'Reserved', 'Faulted'] as const).find((state) =>
    states.includes(state),
  );
  return best ?? 'Unavailable';
}
