import { type ReactNode, useDeferredValue, useMemo } from 'react';
import type { PagePath } from '../model/pages.ts';
import { listHref, type StationPath } from '../model/route.ts';
import { FilterBar, type Filters, namesOf } from '../ui/filter-bar.tsx';
import { type ListQuery, type PageRequest, type ReadPage, useList } from '../ui/list.tsx';
import { replaceRoute } from './use-route.ts';

interface Filtering<Name extends string> {
  readonly path: PagePath | StationPath;
  /** What else stands in the address. */
  readonly beside?: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly filters: Filters<Name>;
}

/** What the filters say; what is left empty is absent. */
export type Filtered<Name extends string> = Readonly<Record<Name, string | undefined>>;

interface FilteringResult<Name extends string> {
  readonly bar: ReactNode;
  /** A little later than what is typed, so that typing stays quick. */
  readonly values: Filtered<Name>;
  /** The address without filters, when there are some. */
  readonly unfiltered: string | undefined;
}

/** Filters of a page, which live in the address: a view can be sent to a colleague. */
export function useFilters<Name extends string>({
  path,
  beside = {},
  query,
  filters,
}: Filtering<Name>): FilteringResult<Name> {
  const { values, isFiltered } = readFilters(query, filters);
  const later = useDeferredValue(`${query}`);
  const laterValues = useMemo(() => {
    const { values: read } = readFilters(new URLSearchParams(later), filters);
    return mapValues(read, (value) => value.trim() || undefined);
  }, [later, filters]);
  const change = (name: Name, value: string) =>
    replaceRoute(listHref(path, { ...beside, ...values, [name]: value }));
  return {
    bar: <FilterBar filters={filters} values={values} onChange={change} />,
    values: laterValues,
    unfiltered: isFiltered ? listHref(path, beside) : undefined,
  };
}

interface FilteredList<Name extends string, Asked, Item> extends Filtering<Name> {
  /** Under which it is cached, and made old by changes. */
  readonly cached: string;
  /** What the API is asked for. */
  readonly ask: (values: Filtered<Name>) => Asked;
  readonly read: (asked: Asked & PageRequest) => Promise<ReadPage<Item>>;
}

/** A list of the API as the filters above it say. */
export function useFilteredList<Name extends string, Asked extends object, Item>({
  cached,
  ask,
  read,
  ...filtering
}: FilteredList<Name, Asked, Item>): FilteringResult<Name> & {
  readonly asked: Asked;
  readonly list: ListQuery<Item>;
} {
  const filtered = useFilters(filtering);
  const asked = ask(filtered.values);
  const list = useList([cached, asked], (page) => read({ ...asked, ...page }));
  return { ...filtered, asked, list };
}

function readFilters<Name extends string>(query: URLSearchParams, filters: Filters<Name>) {
  const values = mapValues(filters, ({ initial = '' }, name) => query.get(name) ?? initial);
  return { values, isFiltered: namesOf(filters).some((name) => query.has(name)) };
}

function mapValues<Name extends string, Value, Result>(
  values: Readonly<Record<Name, Value>>,
  map: (value: Value, name: Name) => Result,
): Record<Name, Result>;
function mapValues(
  values: Readonly<Record<string, unknown>>,
  map: (value: unknown, name: string) => unknown,
): object {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, map(value, name)]),
  );
}
