import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { Alerts } from '../alerts/alerts.ts';
import { readEvent } from '../alerts/readings.ts';
import { mayComeLate, recordStatus } from '../availability/domain.ts';
import { statusOf } from '../availability/ocpp2.ts';
import { type Change, type Core, commit, type StationContext } from '../core.ts';
import { addressFromWire } from '../device-model/address.ts';
import type { ToldValue, Twin } from '../device-model/twin.ts';
import type { Monitors } from '../monitoring/monitors.ts';
import { epochMsOf } from '../timestamps.ts';
import { recordDeviceEvents } from './domain.ts';

type NotifyEvent = Ocpp201.NotifyEventRequest | Ocpp21.NotifyEventRequest;

export interface EventParts {
  readonly core: Core;
  readonly monitors: Monitors;
  readonly alerts: Alerts;
  readonly twin: Twin;
}

/** 2.0.1 and 2.1: N07 and N08, and the states of connectors that 2.1 tells this way (G01). */
export function eventHandlers2({ core, monitors, alerts, twin }: EventParts) {
  return {
    NotifyEvent(payload: NotifyEvent, { station }: StationContext) {
      const { eventData } = payload;
      return station.serially(async () => {
        const severities = await monitors.severities(station.id, eventData);
        const changes: Change[] = [recordDeviceEvents(core, station, eventData)];
        for (const event of eventData) {
          const report = statusOf(event);
          if (report !== undefined) {
            changes.push(recordStatus(core, station, { ...report, mayBeLate: mayComeLate(event) }));
          }
        }
        const readings = eventData.flatMap((event) =>
          readEvent(event, severities.get(event.variableMonitoringId ?? -1)),
        );
        const told = eventData.filter(({ trigger }) => trigger !== 'Periodic').map(toldBy);
        if (told.length > 0) changes.push(twin.told(station.id, told));
        const alert = alerts.change(station, readings);
        if (alert !== undefined) changes.push(alert);
        await commit(core, ...changes);
        return {};
      });
    },
  };
}

/** An event carries the Actual value of its variable (2.1 part 2, EventDataType). */
function toldBy(event: NotifyEvent['eventData'][number]): ToldValue {
  const { actualValue: value, timestamp } = event;
  return { address: addressFromWire(event), value, atMs: epochMsOf(timestamp) };
}
