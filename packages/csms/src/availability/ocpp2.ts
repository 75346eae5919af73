import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { Alerts } from '../alerts/alerts.ts';
import { readStatus2 } from '../alerts/readings.ts';
import { type Core, commit, type StationContext } from '../core.ts';
import { epochMsOf } from '../timestamps.ts';
import type { AvailabilityState } from '../views.ts';
import { recordStatus, type StatusReport } from './domain.ts';

type StatusNotification = Ocpp201.StatusNotificationRequest | Ocpp21.StatusNotificationRequest;
type EventData = Ocpp201.EventDataType | Ocpp21.EventDataType;

/** 2.0.1 and 2.1: G01. 2.1 prefers NotifyEvent, whose handler is that of all events of the device model. */
export function availabilityHandlers2(core: Core, alerts: Alerts) {
  return {
    StatusNotification(payload: StatusNotification, { station }: StationContext) {
      return station.serially(async () => {
        const { evseId, connectorId, connectorStatus: availabilityState, timestamp } = payload;
        const told = { evseId, connectorId, availabilityState, updatedAtMs: epochMsOf(timestamp) };
        const report = recordStatus(core, station, told);
        const alert = alerts.change(station, readStatus2(payload));
        await commit(core, ...(alert === undefined ? [report] : [report, alert]));
        return {};
      });
    },
  };
}

const STATES: ReadonlyMap<string, AvailabilityState> = new Map(
  (['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'] as const).map((state) => [
    state,
    state,
  ]),
);

/** What an event, or a report, says of the value of a variable. */
type TellsValue = Pick<EventData, 'component' | 'variable' | 'actualValue' | 'timestamp'>;

/** The status of a connector, when that is what it tells (2.1 part 2, G01.FR.08). */
export function statusOf(event: TellsValue): StatusReport | undefined {
  const { component, variable, actualValue, timestamp } = event;
  if (component.name !== 'Connector' || variable.name !== 'AvailabilityState') return undefined;
  const availabilityState = STATES.get(actualValue);
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
