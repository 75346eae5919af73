import { useMemo, useSyncExternalStore } from 'react';
import { type Route, readRoute } from '../model/route.ts';

let fleetHref = '#/';

/** Where the fleet was last looked at, filters and all: the way back leads there. */
export function lastFleetHref(): string {
  return fleetHref;
}

function noteFleet(): void {
  const route = readRoute(location.hash);
  if (route.page === 'list' && route.path === '') fleetHref = location.hash || '#/';
}

function subscribe(listener: () => void): () => void {
  const onChange = () => {
    noteFleet();
    listener();
  };
  noteFleet();
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  return useMemo(() => readRoute(hash), [hash]);
}

/** Changes the address without a step in the history: filters typed letter by letter are no places to go back to. */
export function replaceRoute(href: string): void {
  history.replaceState(null, '', href);
  dispatchEvent(new HashChangeEvent('hashchange'));
}
