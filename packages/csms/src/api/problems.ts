import { CommandError } from '../command-error.ts';
import { DatabaseError } from '../store/errors.ts';
import type { RequestViolation } from './check.ts';
import { anyJson, integer, list, named, object, optional, type Schema, text } from './schema.ts';

/**
 * Every way in which the API says no, by its code: one spelling, and one code for what a program does something else
 * about. That a thing is not there is `notFound`, and its detail says which.
 */
const problems = {
  invalidRequest: { status: 400, title: 'The request is not what this route takes' },
  malformedJson: { status: 400, title: 'The body is not JSON' },
  invalidCursor: { status: 400, title: 'The cursor is not one that this list gave out' },
  unauthorized: { status: 401, title: 'A valid API key or session is needed' },
  forbidden: { status: 403, title: 'This caller is not allowed to do it' },
  notFound: { status: 404, title: 'There is nothing here' },
  unknownStation: { status: 404, title: 'No station has this identity' },
  unknownTransaction: { status: 404, title: 'No transaction has this id' },
  unknownToken: { status: 404, title: 'No token has this type and value' },
  unknownAction: { status: 404, title: "The station's OCPP version has no such action" },
  methodNotAllowed: { status: 405, title: 'This route has no such method' },
  conflict: { status: 409, title: 'What is there already does not allow it' },
  lastAdmin: { status: 409, title: 'The last way in for an admin cannot be removed' },
  requestUnderWay: { status: 409, title: 'The same request is being carried out' },
  answerNotKept: {
    status: 409,
    title: 'This was done before, and its answer is not known any more',
  },
  notConnected: { status: 409, title: 'The station is not connected' },
  notAccepted: { status: 409, title: 'The station may not be sent this command now' },
  preconditionFailed: { status: 412, title: 'It is no longer what the request expects' },
  bodyTooLarge: { status: 413, title: 'The body is too large' },
  notJson: { status: 415, title: 'A body must be application/json' },
  wrongDirection: { status: 422, title: 'This action is sent by the station, not to it' },
  invalidPayload: { status: 422, title: 'The payload does not fit the schema of the action' },
  notSupportedByVersion: {
    status: 422,
    title: "The station's OCPP version has nothing for this",
  },
  invalidValue: { status: 422, title: 'A value in the request cannot be taken' },
  forbiddenByStandard: { status: 422, title: 'The standard forbids a CSMS to send this' },
  idempotencyKeyReused: { status: 422, title: 'The idempotency key came with another request' },
  tooManyAttempts: { status: 429, title: 'Too many failed attempts' },
  internalError: { status: 500, title: 'The CSMS failed' },
  refused: { status: 502, title: 'The station answered with a CALLERROR' },
  invalidAnswer: { status: 502, title: 'The answer of the station is not valid' },
  connectionLost: { status: 502, title: 'The connection closed before the station answered' },
  unavailable: { status: 503, title: 'The CSMS cannot do this now' },
  tooManyWaiting: { status: 503, title: 'Too many commands wait for the station' },
  timedOut: { status: 504, title: 'The station did not answer in time' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof problems;

/** A CALLERROR, as the station sent it. */
interface CallErrorView {
  readonly errorCode: string;
  readonly errorDescription: string;
  readonly errorDetails: unknown;
}

/** RFC 9457, with our own members at the end. */
interface ProblemView {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  readonly violations?: readonly RequestViolation[];
  readonly callError?: CallErrorView;
  readonly answer?: unknown;
  readonly commandId?: number;
}

/** What a problem says beyond its code. */
interface ProblemParticulars {
  readonly detail?: string;
  readonly violations?: readonly RequestViolation[];
  readonly callError?: CallErrorView;
  /** What the station answered, when that is the problem. */
  readonly answer?: unknown;
  /** The record of the command that it is about. */
  readonly commandId?: number;
  /** Seconds after which to try again; sent as the header Retry-After. */
  readonly retryAfterS?: number;
  /** The methods that the route has; sent as the header Allow. */
  readonly allow?: readonly string[];
}

/** Thrown by a route that answers with a problem. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly particulars: ProblemParticulars;

  constructor(code: ProblemCode, particulars: ProblemParticulars = {}) {
    super(particulars.detail ?? problems[code].title);
    this.name = 'Problem';
    this.code = code;
    this.particulars = particulars;
  }

  get status(): number {
    return problems[this.code].status;
  }

  /** The body of the answer. */
  view(): ProblemView {
    const { status, title } = problems[this.code];
    const { detail, violations, callError, answer, commandId } = this.particulars;
    return {
      type: `urn:northbound:problem:${this.code}`,
      title,
      status,
      ...(detail !== undefined && { detail }),
      ...(violations !== undefined && { violations }),
      ...(callError !== undefined && { callError }),
      ...(answer !== undefined && { answer }),
      ...(commandId !== undefined && { commandId }),
    };
  }
}

const violationSchema = named<RequestViolation>(
  'Violation',
  object({
    path: text({
      description: 'Where, as a JSON path from the payload (`$`).',
      examples: ['$.chargingProfile.chargingSchedule[0].startSchedule'],
    }),
    keyword: text({ description: 'The JSON Schema keyword that failed.', examples: ['required'] }),
    limit: anyJson({
      description: 'What the schema asks for: a length, the allowed values, a name…',
    }),
    message: text({ description: 'The same as a sentence.' }),
  }),
);

export const problemSchema: Schema<ProblemView> = named<ProblemView>(
  'Problem',
  object(
    {
      type: text({ description: 'Names the problem; the part after the last colon is its code.' }),
      title: text({ description: 'The problem, in the same words each time.' }),
      status: integer({ description: 'The HTTP status.' }),
      detail: optional(text({ description: 'What was wrong this time.' })),
      violations: optional(
        list(violationSchema, { description: 'Everything that is wrong with the payload.' }),
      ),
      callError: optional(
        object<CallErrorView>(
          {
            errorCode: text({ description: "In the spelling of the station's version." }),
            errorDescription: text(),
            errorDetails: anyJson(),
          },
          { description: 'The CALLERROR, as the station sent it.' },
        ),
      ),
      answer: optional(
        anyJson({ description: 'The answer of the station, when it is not valid.' }),
      ),
      commandId: optional(integer({ description: 'The record of the command.' })),
    },
    {
      description: 'RFC 9457 problem details.',
      examples: [
        {
          type: 'urn:northbound:problem:notConnected',
          title: 'The station is not connected',
          status: 409,
          detail: 'CS-1 is not connected.',
        },
      ],
    },
  ),
);

/** For the OpenAPI document: the statuses of these problems, with what each may mean. */
export function problemResponses(codes: readonly ProblemCode[]): Record<string, object> {
  const byStatus = Map.groupBy(codes, (code) => problems[code].status);
  return Object.fromEntries(
    Array.from(byStatus, ([status, alternatives]) => [
      String(status),
      {
        description: alternatives.map((code) => `\`${code}\`: ${problems[code].title}.`).join(' '),
        content: { 'application/problem+json': { schema: problemSchema } },
      },
    ]),
  );
}

/** Codes that Fastify gives its own errors. */
const fastifyProblems: Readonly<Record<string, ProblemCode>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'malformedJson',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'malformedJson',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'invalidRequest',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'notJson',
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_BAD_URL: 'invalidRequest',
  FST_ERR_MAX_PARAM_LENGTH: 'notFound',
  FST_STATIC_FORBIDDEN_PATH: 'notFound',
};

/** Anything that was thrown, as a problem. What nobody foresaw becomes `internalError` and says nothing of itself. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof CommandError) {
    return new Problem(error.code, {
      detail: error.message,
      ...(error.code === 'invalidPayload' && { violations: error.violations }),
    });
  }
  if (error instanceof DatabaseError && error.isOfTheStore) {
    // The store's own words may name files and tables; they are for the log.
    return new Problem('unavailable', { detail: `The store refuses: ${error.advice}.` });
  }
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') {
    const code = fastifyProblems[error.code];
    if (code !== undefined) return new Problem(code);
  }
  return new Problem('internalError');
}
