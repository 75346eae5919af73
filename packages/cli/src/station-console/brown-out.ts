import type { Station } from '@northbound/station';

/** The supply sees it coming, a moment before the power is gone. */
export function brownOut(station: Station): void {
  station.powerFailing(0);
  station.powerCut();
}
