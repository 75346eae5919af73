import { addressFromWire } from '../device-model/address.ts';
import type { Twin } from '../device-model/twin.ts';

/** What a station's list may hold, and one message about it; absent where the station has not said. */
export interface ListLimits {
  readonly items?: number;
  readonly bytes?: number;
  readonly entries?: number;
}

/** 2.1 part 2, LocalAuthListCtrlr; a 1.6 station's configuration keys stand in the same places. */
export async function listLimits(twin: Twin, stationId: string): Promise<ListLimits> {
  const variable = (name: string) =>
    twin.variable(
      stationId,
      addressFromWire({ component: { name: 'LocalAuthListCtrlr' }, variable: { name } }),
    );
  const items = positive((await variable('ItemsPerMessage'))?.value);
  const bytes = positive((await variable('BytesPerMessage'))?.value);
  const entries = positive((await variable('Entries'))?.characteristics?.maxLimit);
  return {
    ...(items === undefined ? {} : { items }),
    ...(bytes === undefined ? {} : { bytes }),
    ...(entries === undefined ? {} : { entries }),
  };
}

function positive(value: string | number | undefined): number | undefined {
  const limit = Number(value);
  return value !== undefined && Number.isInteger(limit) && limit > 0 ? limit : undefined;
}
