import { waitMs } from './backoff.ts';
import type { Route } from './generated/routes.ts';
import { identityHeaders, type RequestOptions, type Settings } from './options.ts';
import { ApiProblem, answerOf, isNotNow, NoAnswer, problemOf } from './problem.ts';
import { type Heard, Silence } from './silence.ts';

/** Arguments of an operation: parameters of its path and query, and its body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** What an operation gave. */
interface Given {
  readonly answer: unknown;
  readonly etag: string | null;
}

/** Who is to wait longer is told so instead. */
const LONGEST_WAIT_S = 60;

/**
 * Asks once, and again while nobody has answered. A change carries an idempotency key, the same in each attempt: it
 * happens once, however often it is sent. A change that takes no key is sent once.
 *
 * @throws ApiProblem, or NoAnswer when nobody answers; RangeError for an argument that cannot stand in a path; the
 *   reason of the signal
 */
export async function request(
  settings: Settings,
  route: Route,
  args: Arguments,
  options: RequestOptions,
): Promise<Given> {
  const { signal } = options;
  const url = settings.baseUrl + pathOf(route, args) + queryOf(route, args);
  const isRead = route.method === 'GET';
  const key = isRead || route.once ? undefined : (options.idempotencyKey ?? newKey());
  const init = initOf(settings, route, args, { ...options, key });
  const silenceMs = settings.timeoutMs + Number(args.timeoutS ?? 0) * 1000;
  const retries = isRead || key !== undefined ? settings.retries : 0;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const heard = await heardOut(settings, url, init, new Silence(silenceMs, signal), key);
      if (!heard.response.ok) throw await problemOf(heard, key);
      const answer = await answerOf(heard, route, key);
      return { answer, etag: heard.response.headers.get('etag') };
    } catch (error) {
      signal?.throwIfAborted();
      if (attempt >= retries || !mayBeRepeated(error)) throw error;
      await settings.wait(waitMs(error, attempt + 1, settings.random()), signal);
    }
  }
}

/** One attempt, to the end of the answer's body. */
async function heardOut(
  settings: Settings,
  url: string,
  init: RequestInit,
  silence: Silence,
  key: string | undefined,
): Promise<Heard> {
  try {
    const asked = settings.fetch(url, { ...init, signal: silence.signal });
    return await silence.whole(await silence.heard(asked));
  } catch (error) {
    throw new NoAnswer(error, key);
  }
}

/** Nobody answered, or nothing was done yet. Everything else is an answer, or a fault of our own. */
function mayBeRepeated(error: unknown): boolean {
  if (!(error instanceof ApiProblem)) return error instanceof NoAnswer;
  return isNotNow(error) && (error.retryAfterS ?? 0) <= LONGEST_WAIT_S;
}

type Conditions = Pick<RequestOptions, 'ifMatch' | 'ifNoneMatch'>;

function initOf(
  settings: Settings,
  { method }: Route,
  { body }: Arguments,
  { ifMatch, ifNoneMatch, key }: Conditions & { readonly key: string | undefined },
): RequestInit {
  const csrfToken = method === 'GET' ? undefined : settings.csrfToken();
  return {
    method,
    headers: {
      ...identityHeaders(settings),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(key !== undefined && { 'idempotency-key': key }),
      ...(csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
      ...(ifNoneMatch !== undefined && { 'if-none-match': ifNoneMatch }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

function pathOf({ path }: Route, args: Arguments): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => segmentOf(name, args[name]));
}

/** What every reader of URLs leaves out or resolves would make it another route. */
function segmentOf(name: string, value: unknown): string {
  const text = String(value ?? '');
  if (['', '.', '..'].includes(text))
    throw new RangeError(`${name} cannot be ${JSON.stringify(value)}: it stands in a path.`);
  return encodeURIComponent(text);
}

/** Lists are written with commas, as the CSMS reads them. */
export function queryOf({ query = [] }: Route, args: Arguments): string {
  const given = new URLSearchParams();
  for (const name of query) {
    const value = args[name];
    if (value !== undefined) given.set(name, String(value));
  }
  return given.size === 0 ? '' : `?${given}`;
}

/** `crypto.randomUUID` is missing from pages that came over plain HTTP. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
