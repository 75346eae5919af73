import type { Station } from '@northbound/station';
import { brownOut } from './brown-out.ts';

/** What the keys of the terminal view do: the key, what it says in the list, and the deed. */
interface Key {
  readonly label: string;
  readonly act: (station: Station, view: KeyedView) => void;
}

/** What keys change beside the station. */
export interface KeyedView {
  /** The EVSE that the keys mean. */
  evseId: number;
  readonly evseCount: number;
  readonly idToken: string;
  /** Deeds of keys that the next press of the same key takes back, with the EVSE. */
  readonly pressed: Set<string>;
}

const FAULT = 'GroundFailure';

/** A key that does and undoes in turn. */
function toggled(
  key: string,
  act: (station: Station, evseId: number, on: boolean) => void,
): Key['act'] {
  return (station, { evseId, pressed }) => {
    const what = `${key}${evseId}`;
    const on = !pressed.has(what);
    act(station, evseId, on);
    if (on) pressed.add(what);
    else pressed.delete(what);
  };
}

export const KEYS: ReadonlyMap<string, Key> = new Map([
  ['p', { label: 'plug in', act: (station, { evseId }) => station.plugIn(evseId) }],
  ['u', { label: 'unplug', act: (station, { evseId }) => station.plugOut(evseId) }],
  [
    's',
    {
      label: 'swipe',
      act: (station, { evseId, idToken }) => station.swipe({ idToken, type: 'ISO14443' }, evseId),
    },
  ],
  ['f', { label: 'fault', act: (station, { evseId }) => station.fault(evseId, FAULT) }],
  ['c', { label: 'clear fault', act: (station, { evseId }) => station.clearFault(evseId) }],
  ['b', { label: 'bay', act: toggled('b', (station, evseId, on) => station.bay(evseId, on)) }],
  [
    'l',
    {
      label: 'limit 1 kWh',
      act: (station, { evseId }) => station.limit(evseId, { maxEnergy: 1_000 }),
    },
  ],
  [
    'g',
    {
      label: 'grid limit 8 A',
      act: toggled('g', (station, evseId, on) => {
        if (on) station.setExternalLimit({ source: 'EMS', evseId, limit: 8, unit: 'A' });
        else station.clearExternalLimit('EMS', evseId);
      }),
    },
  ],
  [
    'r',
    {
      label: 'priority',
      act: toggled('r', (station, evseId, on) => {
        if (!station.prioritise(evseId, on)) throw new Error('There is no profile for priority.');
      }),
    },
  ],
  [
    'd',
    {
      label: 'send data',
      act: (station) => void station.dataTransfer({ vendorId: 'org.northbound', data: 'hello' }),
    },
  ],
  ['n', { label: 'network off', act: (station) => station.disconnect() }],
  ['m', { label: 'network on', act: (station) => station.connect() }],
  ['w', { label: 'brown-out', act: (station) => brownOut(station) }],
  ['x', { label: 'power off', act: (station) => station.powerCut() }],
  ['o', { label: 'power on', act: (station) => void station.start() }],
  [
    'e',
    {
      label: 'next EVSE',
      act: (_station, view) => {
        view.evseId = (view.evseId % view.evseCount) + 1;
      },
    },
  ],
]);

export const QUIT_KEYS = ['q', '\u0003', '\u0004'] as const;
