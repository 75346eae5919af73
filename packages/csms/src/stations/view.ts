import type { Change, Core } from '../core.ts';
import { timestampOf } from '../timestamps.ts';
import { isActive } from '../transactions/domain.ts';
import { transactionView } from '../transactions/view.ts';
import type { ConnectorView, EvseView, StationView } from '../views.ts';
import type { Connector, Station } from './station.ts';

/** @param record when it is about to be another */
export function stationView(station: Station, record = station.record): StationView {
  const { connection, lastMessageAtMs } = station;
  return {
    id: record.id,
    connected: connection !== undefined,
    ...(record.version === undefined ? {} : { version: record.version }),
    ...(record.registration === undefined ? {} : { registration: record.registration }),
    ...(record.vendor === undefined ? {} : { vendor: record.vendor }),
    ...(record.model === undefined ? {} : { model: record.model }),
    ...(record.serialNumber === undefined ? {} : { serialNumber: record.serialNumber }),
    ...(record.firmwareVersion === undefined ? {} : { firmwareVersion: record.firmwareVersion }),
    admission: record.admission,
    securityProfile: record.securityProfile,
    ...(record.registeredAtMs === undefined
      ? {}
      : { registeredAt: timestampOf(record.registeredAtMs) }),
    ...(record.lastBootAtMs === undefined ? {} : { lastBootAt: timestampOf(record.lastBootAtMs) }),
    ...(lastMessageAtMs === undefined ? {} : { lastMessageAt: timestampOf(lastMessageAtMs) }),
    ...(connection === undefined
      ? {}
      : {
          connectedSince: timestampOf(connection.sinceMs),
          remoteAddress: connection.remoteAddress,
        }),
    ...(station.lights === undefined ? {} : { lights: station.lights }),
    evses: evseViews(station),
    powerW: powerW(station),
  };
}

/** EVSEs that the station has spoken of, in order. EVSE 0 is the station as a whole and not shown. */
function evseViews(station: Station): EvseView[] {
  const connectors = new Map<number, ConnectorView[]>();
  const connectorsOf = (evseId: number) => {
    const known = connectors.get(evseId);
    if (known !== undefined) return known;
    const fresh: ConnectorView[] = [];
    connectors.set(evseId, fresh);
    return fresh;
  };
  for (const connector of station.connectors) {
    connectorsOf(connector.evseId).push(connectorView(connector));
  }
  for (const { evseId } of station.transactions) {
    if (evseId !== undefined) connectorsOf(evseId.value);
  }
  return [...connectors]
    .filter(([evseId]) => evseId > 0)
    .sort(([a], [b]) => a - b)
    .map(([evseId, views]) => {
      const active = station.activeTransactionAt(evseId);
      return {
        evseId,
        connectors: views.sort((a, b) => a.connectorId - b.connectorId),
        ...(active === undefined ? {} : { activeTransaction: transactionView(active) }),
      };
    });
}

export function publishStation(core: Core, station: Station): void {
  if (isWatched(core, station)) core.bus.publish(stationEvent(core, station));
}

/** To those who watch; systems outside are told with the change. */
function publishKept(core: Core, station: Station): void {
  if (isWatched(core, station))
    core.bus.publish(core.outgoing.noteKept(stationEvent(core, station)));
}

/** The connection of a removed station ends after it: that is no news of a station. */
function isWatched({ bus, stations }: Core, station: Station): boolean {
  return bus.wants('station', station.id) && stations.get(station.id) === station;
}

/**
 * A turning point in the life of a station: systems outside hear of it whatever happens after the commit.
 *
 * @param record what it is about to become
 */
export function tellingStation(
  core: Core,
  station: Station,
  { statements, apply }: Change,
  record = station.record,
): Change {
  const told = {
    statements,
    apply() {
      apply();
      publishKept(core, core.stations.get(station.id) ?? station);
    },
  };
  return core.outgoing.with(told, 'station', station.id, () => stationEvent(core, station, record));
}

/** The same of what is so already, as that it has gone: those who watch hear of it at once. */
export function tellingStationNow(core: Core, station: Station, change: Change): Change {
  publishKept(core, station);
  return core.outgoing.with(change, 'station', station.id, () => stationEvent(core, station));
}

function stationEvent({ clock }: Core, station: Station, record = station.record) {
  const at = timestampOf(clock.epochMs());
  return {
    type: 'station',
    at,
    stationId: station.id,
    station: stationView(station, record),
  } as const;
}

function connectorView(connector: Connector): ConnectorView {
  return {
    connectorId: connector.connectorId,
    availabilityState: connector.availabilityState,
    ...(connector.reportedStatus === undefined ? {} : { reportedStatus: connector.reportedStatus }),
    ...(connector.errorCode === undefined ? {} : { errorCode: connector.errorCode }),
    updatedAt: timestampOf(connector.updatedAtMs),
  };
}

/** An EVSE feeds one vehicle: of several transactions under way at it only the one that is shown counts. */
function powerW(station: Station): number {
  const evseIds = new Set<number>();
  let sum = 0;
  for (const transaction of station.transactions) {
    if (!isActive(transaction)) continue;
    if (transaction.evseId === undefined) sum += transaction.powerW?.value ?? 0;
    else evseIds.add(transaction.evseId.value);
  }
  for (const evseId of evseIds) sum += station.activeTransactionAt(evseId)?.powerW?.value ?? 0;
  return sum;
}
