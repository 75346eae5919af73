import type { Ocpp16 } from '@northbound/protocol';
import { type Core, commit, type StationContext } from '../core.ts';
import { acceptBoot, bootAnswer, heartbeat, type ProvisioningSettings } from './domain.ts';

/** 1.6 edition 2, 4.2 and 4.6. */
export function provisioningHandlers16(core: Core, settings: ProvisioningSettings) {
  return {
    BootNotification(payload: Ocpp16.BootNotificationRequest, { station }: StationContext) {
      return station.serially(async () => {
        const boot = acceptBoot(core, station, {
          vendor: payload.chargePointVendor,
          model: payload.chargePointModel,
          serialNumber: payload.chargePointSerialNumber ?? payload.chargeBoxSerialNumber,
          firmwareVersion: payload.firmwareVersion,
        });
        await commit(core, boot);
        return bootAnswer(core, settings);
      });
    },
    Heartbeat: (_payload: Ocpp16.HeartbeatRequest, { station }: StationContext) =>
      heartbeat(core, station),
  };
}
