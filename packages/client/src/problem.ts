import { problemCodes, type Route } from './generated/routes.ts';
import type { Problem, ProblemCode } from './generated/schemas.ts';
import type { Heard } from './silence.ts';

interface AroundProblem {
  readonly retryAfterS: number | undefined;
  readonly idempotencyKey: string | undefined;
}

/** The API said no. `code` says how, in a word; `problem` is the whole answer (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  /** Of HTTP; 200 when something said yes that is not the API, as the page of a proxy. */
  readonly status: number;
  /** Absent when the answer is not of the API, but of something before it. */
  readonly code: ProblemCode | undefined;
  readonly problem: Problem;
  /** Seconds that the CSMS wants to be left alone, when it says so. */
  readonly retryAfterS: number | undefined;
  /** What the change carried: with it the same change may be asked for again. */
  readonly idempotencyKey: string | undefined;

  constructor(status: number, problem: Problem, around?: AroundProblem) {
    super(problem.detail ?? problem.title);
    this.status = status;
    this.code = codeOf(problem);
    this.problem = problem;
    this.retryAfterS = around?.retryAfterS;
    this.idempotencyKey = around?.idempotencyKey;
  }
}

/**
 * Nobody answered, or the answer broke off: whether a change was made is not known. A TypeError, as the errors of
 * `fetch` are, whose message has its causes too; `cause` is what `fetch` said, or a DOMException `TimeoutError`.
 */
export class NoAnswer extends TypeError {
  override readonly name = 'NoAnswer';
  /** What the change carried: with it the same change may be asked for again, and happens once. */
  readonly idempotencyKey: string | undefined;

  constructor(cause: unknown, idempotencyKey: string | undefined) {
    super(cause instanceof Error ? reasonsOf(cause).join(': ') : String(cause), { cause });
    this.idempotencyKey = idempotencyKey;
  }
}

/** `fetch` itself says no more than that it failed: which address, and how, stands in the causes. */
function reasonsOf(error: Error): readonly string[] {
  const { message, cause } = error;
  const several = error instanceof AggregateError ? error.errors.map(messageOf).join(', ') : '';
  const causes = cause instanceof Error ? reasonsOf(cause) : [];
  return [...new Set([message || several, ...causes])];
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Whether something thrown is one of these problems. */
export function isProblem(error: unknown, ...codes: readonly ProblemCode[]): error is ApiProblem {
  return error instanceof ApiProblem && error.code !== undefined && codes.includes(error.code);
}

/**
 * Whether it may be otherwise in a moment. What has a code was said by the CSMS itself: its 502 and 504 tell of a
 * station, its 429 of a wrong key, and none of them will change.
 */
export function isNotNow({ status, code }: ApiProblem): boolean {
  if (code === undefined) return [429, 502, 503, 504].includes(status);
  return status === 503 || code === 'requestUnderWay';
}

/** Reads a refusal. A body that is no problem (a proxy's page, nothing at all) still makes a sentence. */
export async function problemOf(
  { response, body }: Heard,
  idempotencyKey?: string,
): Promise<ApiProblem> {
  const { status, statusText } = response;
  const retryAfterS = secondsOf(response.headers.get('retry-after'));
  const around = { retryAfterS, idempotencyKey };
  const title = statusText === '' ? `HTTP ${status}` : statusText;
  const unknown = { type: 'about:blank', title, status };
  if (mediaTypeOf(response) !== 'application/problem+json')
    return new ApiProblem(status, unknown, around);
  const problem = parsed(await body.text());
  return new ApiProblem(status, isProblemBody(problem) ? problem : unknown, around);
}

/**
 * What the operation gives, from an answer that says yes.
 *
 * @throws ApiProblem when it is something else
 */
export async function answerOf(
  heard: Heard,
  route: Route,
  idempotencyKey?: string,
): Promise<unknown> {
  const { gives = ['application/json'] } = route;
  const type = mediaTypeOf(heard.response);
  if (gives.length === 0 && type === '' && heard.body.size === 0) return undefined;
  const answer = gives.includes(type) ? await contentOf(heard.body, type) : undefined;
  if (answer === undefined) throw await notOfTheApi(heard, route, idempotencyKey);
  return answer;
}

/** Undefined when it is not what its type says. */
async function contentOf(body: Blob, type: string): Promise<unknown> {
  if (type === 'application/json') return parsed(await body.text());
  return type.startsWith('text/') ? body.text() : body;
}

/** Something else has answered with yes: the page of a proxy, or the console's when the URL of the API is wrong. */
export async function notOfTheApi(
  { response, body }: Heard,
  { method, path }: Route,
  idempotencyKey?: string,
): Promise<ApiProblem> {
  const { status } = response;
  const what = `${status} ${mediaTypeOf(response) || 'without a type'}`;
  const begin = JSON.stringify((await body.text()).slice(0, 80));
  const detail = `${method} ${path} got what is no answer of the API: ${what}, ${begin}`;
  const problem = { type: 'about:blank', title: 'No answer of the API', status, detail };
  return new ApiProblem(status, problem, { retryAfterS: undefined, idempotencyKey });
}

/** Without its parameters, as `text/plain`; empty when there is none. */
export function mediaTypeOf({ headers }: Response): string {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return type.trim().toLowerCase();
}

/** Undefined when it is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isProblemBody(body: unknown): body is Problem {
  if (typeof body !== 'object' || body === null) return false;
  if (!('type' in body && 'title' in body && 'status' in body)) return false;
  const { type, title, status } = body;
  return typeof type === 'string' && typeof title === 'string' && typeof status === 'number';
}

/** A proxy may write a date, too: then nothing is known. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

const prefix = 'urn:northbound:problem:';

function codeOf({ type }: Problem): ProblemCode | undefined {
  return problemCodes.find((code) => type === prefix + code);
}
