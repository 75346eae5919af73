import type { Ocpp16 } from '@northbound/protocol';
import type { InboundMessage } from '@northbound/rpc';
import type { StationContext } from '../core.ts';
import { answerBoot, type BootParts } from './boot.ts';
import { heartbeat } from './domain.ts';

/** 1.6 edition 2, 4.2 and 4.6. */
export function provisioningHandlers16(parts: BootParts) {
  return {
    BootNotification(
      payload: Ocpp16.BootNotificationRequest,
      context: StationContext,
      message: InboundMessage,
    ) {
      const boot = {
        vendor: payload.chargePointVendor,
        model: payload.chargePointModel,
        serialNumber: payload.chargePointSerialNumber ?? payload.chargeBoxSerialNumber,
        firmwareVersion: payload.firmwareVersion,
      };
      return answerBoot(parts, context, boot, message);
    },
    Heartbeat: (_payload: Ocpp16.HeartbeatRequest, { station }: StationContext) =>
      heartbeat(parts.core, station),
  };
}
