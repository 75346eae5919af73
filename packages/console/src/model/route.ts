import { findPage, type PagePath } from './pages.ts';

/** What the address bar asks for. Filters live in the address too, so that a view can be sent to a colleague. */
export type Route =
  | { readonly page: 'list'; readonly path: PagePath; readonly query: URLSearchParams }
  | { readonly page: 'station'; readonly stationId: string; readonly query: URLSearchParams }
  | { readonly page: 'transaction'; readonly id: number }
  | { readonly page: 'campaign'; readonly id: number }
  | { readonly page: 'webhook'; readonly id: number }
  | { readonly page: 'unknown'; readonly path: string };

/** Pages of one thing that a number names, and the list they belong to. */
const NUMBERED = {
  transactions: 'transaction',
  campaigns: 'campaign',
  webhooks: 'webhook',
} as const;

export function readRoute(hash: string): Route {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1));
  const [first = '', second, ...more] = path.split('/').map(decodePart);
  if (more.length > 0) return { page: 'unknown', path };
  if (second === undefined) {
    const list = findPage(first);
    return list === undefined ? { page: 'unknown', path } : { page: 'list', path: list, query };
  }
  if (first === 'stations' && second) return { page: 'station', stationId: second, query };
  if (isNumbered(first) && /^\d+$/.test(second)) {
    return { page: NUMBERED[first], id: Number(second) };
  }
  return { page: 'unknown', path };
}

function isNumbered(path: string): path is keyof typeof NUMBERED {
  return Object.hasOwn(NUMBERED, path);
}

/** The page of the navigation that stands for a route. */
export function listOf(route: Route): PagePath | undefined {
  if (route.page === 'list') return route.path;
  if (route.page === 'station') return '';
  return findPage(`${route.page}s`);
}

/** An address whose escapes are damaged is shown as it is rather than breaking the page. */
function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The part of an address that names a station. */
export type StationPath = `stations/${string}`;

export function stationPath(stationId: string): StationPath {
  return `stations/${encodeURIComponent(stationId)}`;
}

/** @param more what the tab is asked for */
export function stationHref(
  stationId: string,
  tab = '',
  more: Readonly<Record<string, string>> = {},
): string {
  return listHref(stationPath(stationId), { tab, ...more });
}

export function transactionHref(id: number): string {
  return `#/transactions/${id}`;
}

export function listHref(path: string, query: Readonly<Record<string, string>>): string {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(filled).toString();
  return `#/${path}${search === '' ? '' : `?${search}`}`;
}

/**
 * Takes a secret out of the address (`#key=…`, or `?key=…` behind a route).
 *
 * @returns the secret, if there is one, and the hash without it
 */
export function takeSecret(
  hash: string,
  name: 'key' | 'invitation',
): { readonly secret: string | undefined; readonly hash: string } {
  const text = hash.replace(/^#/, '');
  const isFirst = text.startsWith(`${name}=`);
  const mark = isFirst ? 0 : text.indexOf('?') + 1;
  const query = new URLSearchParams(text.slice(mark));
  const secret = query.get(name);
  if (secret === null || (mark === 0 && !isFirst)) return { secret: undefined, hash };
  query.delete(name);
  const path = text.slice(0, Math.max(0, mark - 1));
  return { secret, hash: `#${path}${query.size === 0 ? '' : `?${query}`}` };
}
