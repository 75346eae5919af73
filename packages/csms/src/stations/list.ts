import { CommandError } from '../command-error.ts';
import { pageOf } from '../paging.ts';
import type { Page, StationFilter, StationSet, StationSort, StationView } from '../views.ts';
import { isMeant } from './criteria.ts';
import type { Groups } from './groups.ts';
import type { Station } from './station.ts';
import { stationView } from './view.ts';

type SortKey = string | number;
type Place = readonly [key: SortKey, id: string];

interface Placed {
  readonly station: Station;
  readonly place: Place;
}

interface Order {
  readonly key: (station: Station) => SortKey;
  readonly direction: 1 | -1;
}

const id: Order['key'] = (station) => station.id;
const model: Order['key'] = ({ record }) => `${record.vendor ?? ''} ${record.model ?? ''}`;
const firmwareVersion: Order['key'] = ({ record }) => record.firmwareVersion ?? '';
const lastMessageAt: Order['key'] = ({ lastMessageAtMs }) => lastMessageAtMs ?? 0;
const lastBootAt: Order['key'] = ({ record }) => record.lastBootAtMs ?? 0;

/** What each order compares; what a station has not said comes first. Equal ones are told apart by their ids. */
const orders: Readonly<Record<StationSort, Order>> = {
  id: { key: id, direction: 1 },
  '-id': { key: id, direction: -1 },
  model: { key: model, direction: 1 },
  '-model': { key: model, direction: -1 },
  firmwareVersion: { key: firmwareVersion, direction: 1 },
  '-firmwareVersion': { key: firmwareVersion, direction: -1 },
  lastMessageAt: { key: lastMessageAt, direction: 1 },
  '-lastMessageAt': { key: lastMessageAt, direction: -1 },
  lastBootAt: { key: lastBootAt, direction: 1 },
  '-lastBootAt': { key: lastBootAt, direction: -1 },
};

/**
 * One page of the stations that are looked for. They are in memory: a page costs one look at each, and sorting when
 * another order than that of the ids is asked for.
 *
 * @param stations by id
 * @param among only these; all when absent
 * @throws CommandError `invalidCursor`
 */
export function listStations(
  stations: readonly Station[],
  groups: Pick<Groups, 'has'>,
  filter: StationFilter,
  among: StationSet | undefined,
): Page<StationView> {
  const { sort = 'id', cursor, limit } = filter;
  const { key, direction } = orders[sort];
  const found = stations
    .filter((station) => among?.has(station.id) !== false && isMeant(station, groups, filter))
    .map((station): Placed => ({ station, place: [key(station), station.id] }));
  if (sort !== 'id') found.sort((a, b) => direction * compare(a.place, b.place));
  const after = cursor === undefined ? undefined : placeIn(cursor);
  const beyond =
    after === undefined
      ? found
      : found.filter(({ place }) => direction * compare(place, after) > 0);
  return pageOf(
    beyond.slice(0, limit + 1),
    limit,
    ({ station }) => stationView(station),
    ({ place }) => Buffer.from(JSON.stringify(place)).toString('base64url'),
  );
}

function compare([aKey, aId]: Place, [bKey, bId]: Place): number {
  if (aKey !== bKey) return aKey < bKey ? -1 : 1;
  if (aId === bId) return 0;
  return aId < bId ? -1 : 1;
}

function placeIn(cursor: string): Place {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parsed) && parsed.length === 2) {
      const [key, id]: unknown[] = parsed;
      if ((typeof key === 'string' || typeof key === 'number') && typeof id === 'string')
        return [key, id];
    }
  } catch {
    // Not JSON: not one of ours, as everything else that ends below.
  }
  throw new CommandError('invalidCursor', 'The cursor is not one of this list.');
}
