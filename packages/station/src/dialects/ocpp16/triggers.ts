import type { Ocpp16, Ocpp21 } from '@northbound/protocol';
import type { Core } from '../../core.ts';
import { mainMeterValuesRequest, meterValuesRequest, SAMPLED } from '../../metering/on-demand.ts';
import type { StationContext } from '../context.ts';
import { connectorAt, type Place16 } from './connectors.ts';
import { triggerPlain16 } from './maintenance.ts';

/** TriggerMessage (1.6 edition 2, 5.17): a connector that means nothing to the message is ignored. */
export function trigger16(
  { requestedMessage, connectorId }: Ocpp16.TriggerMessageRequest,
  { commands, core, maintenance }: StationContext,
): Ocpp16.TriggerMessageStatus {
  switch (requestedMessage) {
    case 'BootNotification':
    case 'Heartbeat':
      return commands.triggerMessage({ requestedMessage }).status;
    case 'MeterValues':
      return triggerMeterValues16(core, connectorId);
    case 'StatusNotification': {
      const places = placesFor(core, connectorId);
      for (const place of places) commands.triggerStatus(place?.evse.id ?? 0, place?.connectorId);
      return places.length === 0 ? 'Rejected' : 'Accepted';
    }
    case 'DiagnosticsStatusNotification':
    case 'FirmwareStatusNotification':
      return triggerPlain16(core, maintenance, requestedMessage);
  }
}

/** The security extension has its own trigger, for its own status messages too. */
export function extendedTrigger16(
  { requestedMessage, connectorId }: Ocpp16.ExtendedTriggerMessageRequest,
  station: StationContext,
): Ocpp16.TriggerMessageStatusEnumType {
  switch (requestedMessage) {
    case 'FirmwareStatusNotification':
    case 'LogStatusNotification':
      return station.commands.triggerMessage({ requestedMessage }).status;
    case 'BootNotification':
    case 'Heartbeat':
    case 'MeterValues':
    case 'StatusNotification':
      return trigger16(
        { requestedMessage, ...(connectorId !== undefined && { connectorId }) },
        station,
      );
    case 'SignChargePointCertificate':
      return station.commands.triggerMessage({ requestedMessage: 'SignChargingStationCertificate' })
        .status;
  }
}

/** @returns undefined stands for connector 0, the charge point itself; nothing for a connector that is none */
function placesFor(
  { evses }: Core,
  connectorId: number | undefined,
): readonly (Place16 | undefined)[] {
  if (connectorId === 0) return [undefined];
  if (connectorId !== undefined) return [connectorAt(evses, connectorId) ?? []].flat();
  const places = evses.flatMap((evse) =>
    evse.config.connectors.map((_, index) => ({ evse, connectorId: index + 1 })),
  );
  return [undefined, ...places];
}

/** Errata 3.46: with the measurands of MeterValuesSampledData. */
function triggerMeterValues16(
  core: Core,
  connectorId: number | undefined,
): Ocpp16.TriggerMessageStatus {
  const messages = placesFor(core, connectorId).flatMap((place) => {
    const request = place === undefined ? ofStation(core) : ofConnector(core, place);
    return request === undefined ? [] : [{ request, connectorId: place?.connectorId }];
  });
  if (messages.length === 0) return 'Rejected';
  core.after(0, () => {
    for (const { request, connectorId } of messages) {
      void core.link?.meterValues(request, connectorId);
    }
  });
  return 'Accepted';
}

const ofStation = (core: Core) => mainMeterValuesRequest(core, 'Trigger', SAMPLED);

/** Connectors of one EVSE share its meter: what another one draws is not this one's. */
function ofConnector(
  core: Core,
  { evse, connectorId }: Place16,
): Ocpp21.MeterValuesRequest | undefined {
  if (evse.isOtherInUse(connectorId)) return undefined;
  return meterValuesRequest(core, evse.id, 'Trigger', SAMPLED);
}
