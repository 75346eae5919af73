import type { Change, Core } from '../core.ts';
import type { Station } from '../stations/station.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { MeterValue } from './domain.ts';
import { insertMeterValues } from './sql.ts';
import { meterValueViews } from './view.ts';

/** Values that belong to no transaction (2.1 part 2, J01). EVSE 0 is the station's main meter. */
export function recordIdleValues(
  core: Core,
  station: Station,
  evseId: number,
  meterValues: readonly MeterValue[],
): Change {
  const [first] = meterValues;
  const atMs = first === undefined ? core.clock.epochMs() : epochMsOf(first.timestamp);
  return {
    statements: [
      insertMeterValues(core.ids.next('meter_values'), station.id, evseId, atMs, meterValues),
    ],
    apply() {
      if (!core.bus.wants('meterValues', station.id)) return;
      core.bus.publish({
        type: 'meterValues',
        at: timestampOf(core.clock.epochMs()),
        stationId: station.id,
        evseId,
        values: meterValues.flatMap(meterValueViews),
      });
    },
  };
}
