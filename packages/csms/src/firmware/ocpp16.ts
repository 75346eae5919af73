import type { Ocpp16 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { FirmwareUpdates } from './updates.ts';

/** 1.6 edition 2, 4.5; the security whitepaper, L01. */
export function firmwareHandlers16(updates: FirmwareUpdates) {
  return {
    FirmwareStatusNotification: (
      payload: Ocpp16.FirmwareStatusNotificationRequest,
      { station }: StationContext,
    ) => updates.report(station, 'FirmwareStatusNotification', payload),
    SignedFirmwareStatusNotification: (
      payload: Ocpp16.SignedFirmwareStatusNotificationRequest,
      { station }: StationContext,
    ) => updates.report(station, 'SignedFirmwareStatusNotification', payload),
  };
}
