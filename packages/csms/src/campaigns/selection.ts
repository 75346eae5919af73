import type { Groups } from '../stations/groups.ts';
import { isLike } from '../stations/like.ts';
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

function isMeant(
  { record, connection }: Station,
  groups: Pick<Groups, 'has'>,
  selection: StationSelection,
): boolean {
  const { group, connected, search } = selection;
  if (selection.version !== undefined && selection.version !== record.version) return false;
  for (const field of ['vendor', 'model', 'firmwareVersion'] as const) {
    if (!isLike(selection[field], record[field])) return false;
  }
  if (group !== undefined && !groups.has(record.id, group)) return false;
  if (connected !== undefined && connected !== (connection !== undefined)) return false;
  if (search === undefined) return true;
  const wanted = search.toLowerCase();
  return [record.id, record.vendor, record.model, record.serialNumber].some(
    (text) => text?.toLowerCase().includes(wanted) === true,
  );
}
