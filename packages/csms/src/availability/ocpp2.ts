import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type Change, type Core, commit, type StationContext } from '../core.ts';
import { recordDeviceEvents } from '../diagnostics/domain.ts';
import { epochMsOf } from '../timestamps.ts';
import type { AvailabilityState } from '../views.ts';
import { recordStatus, type StatusReport } from './domain.ts';

type StatusNotification = Ocpp201.StatusNotificationRequest | Ocpp21.StatusNotificationRequest;
type NotifyEvent = Ocpp201.NotifyEventRequest | Ocpp21.NotifyEventRequest;
type EventData = NotifyEvent['eventData'][number];

/** 2.0.1 and 2.1: G01. 2.1 prefers NotifyEvent, which also carries every other event of the device model (N07). */
export function availabilityHandlers2(core: Core) {
  return {
    StatusNotification(payload: StatusNotification, { station }: StationContext) {
      return station.serially(async () => {
        const report = recordStatus(core, station, {
          evseId: payload.evseId,
          connectorId: payload.connectorId,
          availabilityState: payload.connectorStatus,
          updatedAtMs: epochMsOf(payload.timestamp),
        });
        await commit(core, report);
        return {};
      });
    },
    NotifyEvent(payload: NotifyEvent, { station }: StationContext) {
      return station.serially(async () => {
        const changes: Change[] = [recordDeviceEvents(core, station, payload.eventData)];
        for (const event of payload.eventData) {
          const report = statusOf(event);
          if (report !== undefined) changes.push(recordStatus(core, station, report));
        }
        await commit(core, ...changes);
        return {};
      });
    },
  };
}

const STATES: Readonly<Record<string, AvailabilityState>> = {
  Available: 'Available',
  Occupied: 'Occupied',
  Reserved: 'Reserved',
  Unavailable: 'Unavailable',
  Faulted: 'Faulted',
};

/** The status of a connector, when the event is one (2.1 part 2, G01.FR.08). */
function statusOf(event: EventData): StatusReport | undefined {
  const { component, variable, actualValue, timestamp } = event;
  if (component.name !== 'Connector' || variable.name !== 'AvailabilityState') return undefined;
  const availabilityState = STATES[actualValue];
  const connectorId = component.evse?.connectorId;
  if (
    availabilityState === undefined ||
    component.evse === undefined ||
    connectorId === undefined
  ) {
    return undefined;
  }
  return {
    evseId: component.evse.id,
    connectorId,
    availabilityState,
    updatedAtMs: epochMsOf(timestamp),
  };
}
