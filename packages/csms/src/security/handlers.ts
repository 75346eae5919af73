import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { Core, StationContext } from '../core.ts';
import { epochMsOf } from '../timestamps.ts';
import { appendSecurityEvent } from './sql.ts';

type SecurityEventNotification =
  | Ocpp16.SecurityEventNotificationRequest
  | Ocpp201.SecurityEventNotificationRequest
  | Ocpp21.SecurityEventNotificationRequest;

/** A04, the same message in all versions (in 1.6 by the security whitepaper). */
export function securityHandlers(core: Core) {
  return {
    async SecurityEventNotification(
      { type, timestamp, techInfo }: SecurityEventNotification,
      { station }: StationContext,
    ) {
      await core.database.write([
        appendSecurityEvent({
          id: core.ids.next('security_events'),
          stationId: station.id,
          type,
          atMs: epochMsOf(timestamp),
          receivedAtMs: core.clock.epochMs(),
          techInfo,
        }),
      ]);
      return {};
    },
  };
}
