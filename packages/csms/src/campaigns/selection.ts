import { isMeant } from '../stations/criteria.ts';
import type { Groups } from '../stations/groups.ts';
import type { Station } from '../stations/station.ts';
import type { StationSelection } from './views.ts';

/** The stations that a selection means now, in the order of their ids. */
export function selectStations(
  stations: readonly Station[],
  groups: Pick<Groups, 'has'>,
  selection: StationSelection,
): string[] {
  const ids = selection.stationIds === undefined ? undefined : new Set(selection.stationIds);
  return stations
    .filter((station) => (ids?.has(station.id) ?? true) && isMeant(station, groups, selection))
    .map(({ id }) => id);
}
