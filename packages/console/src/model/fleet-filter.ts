import { type FleetFilter, STATE_GROUPS, type StateGroup } from './fleet.ts';
import { listHref } from './route.ts';

export function readFleetFilter(query: URLSearchParams): FleetFilter {
  const connected = query.get('connected');
  const state = query.get('state') ?? '';
  return {
    search: query.get('search') ?? '',
    version: query.get('version') ?? '',
    connected: connected === 'yes' || connected === 'no' ? connected : '',
    state: isStateGroup(state) ? state : '',
  };
}

export function fleetHref(filter: FleetFilter): string {
  const { search, version, connected, state } = filter;
  return listHref('', { search, version, connected, state });
}

export function isStateGroup(text: string): text is StateGroup {
  return Object.hasOwn(STATE_GROUPS, text);
}
