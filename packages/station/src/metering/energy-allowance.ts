import type { Timer } from '@northbound/rpc';
import { type EvseConfig, maxPowerW } from '../config.ts';
import type { Core } from '../core.ts';

/** How finely the meter is watched near its mark. */
const SHORTEST_LOOK_MS = 1_000;

/**
 * Waits until the meter of an EVSE has reached a register value: looks again when it can be there at
 * the earliest. Calls at once when it is there already.
 * @returns ends the waiting
 */
export function whenRegisterReaches(
  core: Pick<Core, 'after'> & { readonly hardware: Pick<Core['hardware'], 'readMeter'> },
  evse: { readonly id: number; readonly config: EvseConfig },
  markWh: number,
  reached: () => void,
): Timer {
  const largestPowerW = maxPowerW(evse.config);
  let timer: Timer | undefined;
  const look = () => {
    const missingWh = markWh - core.hardware.readMeter(evse.id).registerWh;
    if (missingWh <= 0) {
      reached();
      return;
    }
    const earliestMs = (missingWh / largestPowerW) * 3_600_000;
    timer = core.after(Math.max(SHORTEST_LOOK_MS, Math.ceil(earliestMs)), look);
  };
  look();
  return { cancel: () => timer?.cancel() };
}
