import type { Station } from '@northbound/station';

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
}

const FAULT = 'GroundFailure';

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
  ['n', { label: 'network off', act: (station) => station.disconnect() }],
  ['m', { label: 'network on', act: (station) => station.connect() }],
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
