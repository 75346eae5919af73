import type { PagePath } from '../model/pages.ts';
import { listHref } from '../model/route.ts';
import { replaceRoute } from './use-route.ts';

/**
 * Filters of a list, which live in the address.
 *
 * @param initial every filter with what it is when the address does not say
 */
export function useFilters<Name extends string>(
  path: PagePath,
  query: URLSearchParams,
  initial: Readonly<Record<Name, string>>,
) {
  const filters: Record<Name, string> = { ...initial };
  let isFiltered = false;
  for (const name of namesOf(initial)) {
    const value = query.get(name);
    if (value === null) continue;
    filters[name] = value;
    isFiltered = true;
  }
  return {
    filters,
    change: (changed: Partial<Record<Name, string>>) =>
      replaceRoute(listHref(path, { ...filters, ...changed })),
    /** The address without filters, when there are some. */
    unfiltered: isFiltered ? `#/${path}` : undefined,
  };
}

function namesOf<Name extends string>(filters: Readonly<Record<Name, string>>): Name[];
function namesOf(filters: object): string[] {
  return Object.keys(filters);
}
