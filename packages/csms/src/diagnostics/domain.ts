import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { Change, Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import { appendDeviceEvent, type DeviceEvent } from './event-sql.ts';

/** 2.1 part 2, N07 and N08: what monitors and the device model itself report. */
export function recordDeviceEvents(
  core: Core,
  station: Station,
  events: readonly (Ocpp201.EventDataType | Ocpp21.EventDataType)[],
): Change {
  const receivedAtMs = core.clock.epochMs();
  const stored = events.map(
    (data): DeviceEvent => ({
      id: core.ids.next('device_events'),
      stationId: station.id,
      receivedAtMs,
      atMs: epochMsOf(data.timestamp),
      data,
    }),
  );
  return {
    statements: stored.map(appendDeviceEvent),
    apply() {
      if (!core.bus.wants('deviceEvents', station.id)) return;
      core.bus.publish({
        type: 'deviceEvents',
        at: timestampOf(receivedAtMs),
        stationId: station.id,
        count: stored.length,
      });
    },
  };
}
