import type { Ocpp16, Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { VendorMessages } from './vendor-messages.ts';

/** 2.1 part 2, P02. */
export function dataTransferHandlers2(vendors: VendorMessages, version: '2.0.1' | '2.1') {
  return {
    DataTransfer: (
      payload: Ocpp201.DataTransferRequest | Ocpp21.DataTransferRequest,
      { station }: StationContext,
    ) => vendors.answer(payload, station.id, version),
  };
}

/** 1.6 edition 2, 4.3: data is text there. */
export function dataTransferHandlers16(vendors: VendorMessages) {
  return {
    async DataTransfer(
      payload: Ocpp16.DataTransferRequest,
      { station }: StationContext,
    ): Promise<Ocpp16.DataTransferResponse> {
      const { status, data } = await vendors.answer(payload, station.id, '1.6');
      if (data === undefined) return { status };
      return { status, data: typeof data === 'string' ? data : JSON.stringify(data) };
    },
  };
}
