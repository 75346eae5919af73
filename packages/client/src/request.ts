import { waitMs } from './backoff.ts';
import type { Route } from './generated/routes.ts';
import { identityHeaders, type RequestOptions, type Settings } from './options.ts';
import { ApiProblem, isProblem, problemOf } from './problem.ts';

/** Arguments of an operation: parameters of its path and query, and its body. */
export type Arguments = Readonly<Record<string, unknown>>;

/** Who is to wait longer is told so instead. */
const LONGEST_WAIT_S = 60;

/**
 * Asks once, and again while nobody has answered. A change carries an idempotency key, the same in each attempt: it
 * happens once, however often it is sent.
 *
 * @throws ApiProblem, or the error of `fetch` when nobody answers: `TimeoutError` when not in time
 */
export async function request(
  settings: Settings,
  route: Route,
  args: Arguments,
  options: RequestOptions,
): Promise<Response> {
  const { signal } = options;
  const timeoutMs = settings.timeoutMs + Number(args.timeoutS ?? 0) * 1000;
  const url = settings.baseUrl + pathOf(route, args) + queryOf(route, args);
  const init = initOf(settings, route, args, options);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const response = await answered(timeoutMs, signal, (either) =>
        settings.fetch(url, { ...init, signal: either }),
      );
      if (response.ok) return response;
      throw await problemOf(response);
    } catch (error) {
      if (attempt >= settings.retries || signal?.aborted || !mayBeRepeated(error)) throw error;
      await settings.wait(waitMs(error, attempt + 1, settings.random()), signal);
    }
  }
}

/** Gives an answer time to begin; how long the whole of it takes is another matter. */
async function answered(
  timeoutMs: number,
  signal: AbortSignal | undefined,
  ask: (either: AbortSignal) => Promise<Response>,
): Promise<Response> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new DOMException('The CSMS did not answer in time.', 'TimeoutError')),
    timeoutMs,
  );
  try {
    return await ask(AbortSignal.any(signal === undefined ? [late.signal] : [signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}

/** Nobody answered, or nothing was done yet. Everything else is an answer. */
function mayBeRepeated(error: unknown): boolean {
  if (error instanceof DOMException) return error.name === 'TimeoutError';
  if (!(error instanceof ApiProblem)) return error instanceof TypeError;
  if ((error.retryAfterS ?? 0) > LONGEST_WAIT_S) return false;
  return error.status === 503 || isProblem(error, 'requestUnderWay');
}

function initOf(
  settings: Settings,
  { method }: Route,
  { body }: Arguments,
  { ifMatch, idempotencyKey }: RequestOptions,
): RequestInit {
  const changes = method !== 'GET';
  const csrfToken = changes ? settings.csrfToken() : undefined;
  return {
    method,
    headers: {
      ...identityHeaders(settings),
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(changes && { 'idempotency-key': idempotencyKey ?? newKey() }),
      ...(csrfToken !== undefined && { 'x-csrf-token': csrfToken }),
      ...(ifMatch !== undefined && { 'if-match': ifMatch }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  };
}

function pathOf({ path }: Route, args: Arguments): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(args[name])));
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
