import { type FleetFilter, type FleetSort, SORTS, STATE_GROUPS, type StateGroup } from './fleet.ts';
import { listHref } from './route.ts';

/** What the address says of the fleet's list. */
export interface FleetView extends FleetFilter {
  readonly sort: FleetSort;
  readonly reversed: boolean;
}

export function readFleetView(query: URLSearchParams): FleetView {
  const text = (name: string) => query.get(name) ?? '';
  const sort = text('sort');
  const state = text('state');
  return {
    search: text('search'),
    version: text('version'),
    connected: oneOf(text('connected'), ['yes', 'no']),
    registration: oneOf(text('registration'), ['Accepted', 'Pending', 'Rejected']),
    state: isStateGroup(state) ? state : '',
    light: oneOf(text('light'), ['green', 'yellow', 'red']),
    model: text('model'),
    firmware: text('firmware'),
    group: text('group'),
    alert: oneOf(text('alert'), ['open', 'none']),
    sort: isSort(sort) ? sort : 'id',
    reversed: text('reversed') === 'yes',
  };
}

export function fleetHref({ sort, reversed, ...filter }: FleetView): string {
  return listHref('', {
    ...filter,
    sort: sort === 'id' ? '' : sort,
    reversed: reversed ? 'yes' : '',
  });
}

/** What a click on a column's heading asks for. */
export function nextSort(view: FleetView, sort: FleetSort): Pick<FleetView, 'sort' | 'reversed'> {
  return { sort, reversed: view.sort === sort && !view.reversed };
}

function isStateGroup(text: string): text is StateGroup {
  return Object.hasOwn(STATE_GROUPS, text);
}

function isSort(text: string): text is FleetSort {
  return Object.hasOwn(SORTS, text);
}

function oneOf<Choice extends string>(text: string, choices: readonly Choice[]) {
  return choices.find((choice) => choice === text) ?? '';
}
