import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import { type Core, commit, type StationContext } from '../core.ts';
import type { IdleMeterValues } from './idle.ts';

/** 2.0.1 and 2.1: J01. Values of transactions come in TransactionEvents. */
export function meteringHandlers2(core: Core, idleValues: IdleMeterValues) {
  return {
    async MeterValues(
      { evseId, meterValue }: Ocpp201.MeterValuesRequest | Ocpp21.MeterValuesRequest,
      { station }: StationContext,
    ) {
      await commit(core, idleValues.record(station, evseId, meterValue));
      return {};
    },
  };
}
