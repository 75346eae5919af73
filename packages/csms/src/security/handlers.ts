import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type Core, commit, type StationContext } from '../core.ts';
import { epochMsOf } from '../timestamps.ts';
import type { SecurityEvents } from './events.ts';

type SecurityEventNotification =
  | Ocpp16.SecurityEventNotificationRequest
  | Ocpp201.SecurityEventNotificationRequest
  | Ocpp21.SecurityEventNotificationRequest;

/** A04, the same message in all versions (in 1.6 by the security whitepaper). */
export function securityHandlers(core: Core, securityEvents: SecurityEvents) {
  return {
    async SecurityEventNotification(
      { type, timestamp, techInfo }: SecurityEventNotification,
      { station }: StationContext,
    ) {
      const atMs = epochMsOf(timestamp);
      await commit(core, securityEvents.change(station, { type, atMs, techInfo }));
      return {};
    },
  };
}
