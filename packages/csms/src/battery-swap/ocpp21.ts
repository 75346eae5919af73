import type { Ocpp21 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';

/** 2.1: batteries that went in and out (S01 to S03). */
export function batterySwapHandlers21(notices: Notices) {
  return {
    async BatterySwap(payload: Ocpp21.BatterySwapRequest, { station }: StationContext) {
      await notices.record(station, 'BatterySwap', payload);
      return {};
    },
  };
}
