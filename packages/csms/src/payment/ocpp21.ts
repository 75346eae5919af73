import type { Ocpp21 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { Notices } from '../notices/notices.ts';
import { epochMsOf } from '../timestamps.ts';

/** 2.1: payments at the station's own terminal (C18 to C23). */
export function paymentHandlers21(notices: Notices) {
  return {
    async NotifySettlement(payload: Ocpp21.NotifySettlementRequest, { station }: StationContext) {
      await notices.record(station, 'NotifySettlement', payload, epochMsOf(payload.settlementTime));
      // Receipts are the station's own (C21.FR.04).
      return {};
    },
    async VatNumberValidation(
      payload: Ocpp21.VatNumberValidationRequest,
      { station }: StationContext,
    ) {
      await notices.record(station, 'VatNumberValidation', payload);
      const { vatNumber, evseId } = payload;
      return {
        vatNumber,
        ...(evseId === undefined ? {} : { evseId }),
        status: 'Rejected',
        statusInfo: {
          reasonCode: 'NotEnabled',
          additionalInfo: 'No register of VAT numbers is connected.',
        },
      } as const;
    },
  };
}
