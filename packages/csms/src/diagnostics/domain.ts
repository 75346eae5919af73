import type { Ocpp21 } from '@northbound/protocol';
import type { Change, Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf } from '../timestamps.ts';
import { appendDeviceEvent } from './sql.ts';

type DeviceEvent = Pick<
  Ocpp21.EventDataType,
  'eventId' | 'timestamp' | 'component' | 'variable' | 'actualValue'
>;

/** 2.1 part 2, N07: what monitors and the device model itself report. */
export function recordDeviceEvents(
  core: Core,
  station: Station,
  events: readonly DeviceEvent[],
): Change {
  const receivedAtMs = core.clock.epochMs();
  return {
    statements: events.map((event) =>
      appendDeviceEvent({
        id: core.ids.next('device_events'),
        stationId: station.id,
        atMs: epochMsOf(event.timestamp),
        receivedAtMs,
        component: event.component.name,
        variable: event.variable.name,
        value: event.actualValue,
        event,
      }),
    ),
    apply: () => undefined,
  };
}
