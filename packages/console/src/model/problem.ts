/** One thing wrong with a payload, as the API reports it. */
interface PayloadViolation {
  readonly path: string;
  readonly message: string;
}

/** What an RFC 9457 problem document of the API says. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  /** The end of the problem's type: `refused`, `timedOut`, `invalidPayload`, … */
  readonly code: string | undefined;
  readonly violations: readonly PayloadViolation[];
  /** The station's CALLERROR, where it refused. */
  readonly callError:
    | { readonly code: string; readonly description: string; readonly details: unknown }
    | undefined;
}

/** Reads an error answer. A body that is no problem document (a proxy's page, nothing at all) still makes a sentence. */
export function readProblem(status: number, statusText: string, body: string): Problem {
  const document = parseObject(body);
  const callError = record(document.callError);
  return {
    status,
    title: text(document.title) ?? (statusText === '' ? `HTTP ${status}` : statusText),
    detail: text(document.detail),
    code: text(document.type)?.split(':').at(-1),
    violations: list(document.violations).map(readViolation),
    callError:
      callError === undefined
        ? undefined
        : {
            code: text(callError.errorCode) ?? '',
            description: text(callError.errorDescription) ?? '',
            details: callError.errorDetails,
          },
  };
}

function readViolation(value: unknown): PayloadViolation {
  const violation = record(value) ?? {};
  return {
    path: text(violation.path) ?? '$',
    message: text(violation.message) ?? text(violation.keyword) ?? 'is not valid',
  };
}

function parseObject(body: string): Readonly<Record<string, unknown>> {
  try {
    return record(JSON.parse(body)) ?? {};
  } catch {
    return {};
  }
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.fromEntries(Object.entries(value));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
