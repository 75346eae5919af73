import { problemCodes } from './generated/routes.ts';
import type { Problem, ProblemCode } from './generated/schemas.ts';

/** The API said no. `code` says how, in a word; `problem` is the whole answer (RFC 9457). */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: number;
  /** Absent when the answer is not of the API, but of a proxy before it. */
  readonly code: ProblemCode | undefined;
  readonly problem: Problem;
  /** Seconds that the CSMS wants to be left alone, when it says so. */
  readonly retryAfterS: number | undefined;

  constructor(status: number, problem: Problem, retryAfterS?: number) {
    super(problem.detail ?? problem.title);
    this.status = status;
    this.code = codeOf(problem);
    this.problem = problem;
    this.retryAfterS = retryAfterS;
  }
}

/** Whether something thrown is one of these problems. */
export function isProblem(error: unknown, ...codes: readonly ProblemCode[]): error is ApiProblem {
  return error instanceof ApiProblem && error.code !== undefined && codes.includes(error.code);
}

/** Reads a refusal. A body that is no problem (a proxy's page, nothing at all) still makes a sentence. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const { status, statusText } = response;
  const retryAfterS = secondsOf(response.headers.get('retry-after'));
  const title = statusText === '' ? `HTTP ${status}` : statusText;
  const unknown = { type: 'about:blank', title, status };
  const type = response.headers.get('content-type') ?? '';
  if (!type.startsWith('application/problem+json'))
    return new ApiProblem(status, unknown, retryAfterS);
  const problem: Problem = JSON.parse(await response.text());
  return new ApiProblem(status, problem, retryAfterS);
}

/** A proxy may write a date, too: then nothing is known. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d+$/.test(header) ? Number(header) : undefined;
}

const prefix = 'urn:northbound:problem:';

function codeOf({ type }: Problem): ProblemCode | undefined {
  return problemCodes.find((code) => type === prefix + code);
}
