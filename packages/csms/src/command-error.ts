import type { Violation } from '@northbound/protocol';

/** Each is also the code of the problem that the API answers. */
export type CommandErrorCode =
  | 'unknownStation'
  | 'unknownTransaction'
  | 'notFound'
  | 'conflict'
  | 'unknownAction'
  | 'wrongDirection'
  | 'invalidPayload'
  | 'invalidValue'
  | 'notSupportedByVersion'
  | 'forbiddenByStandard'
  | 'invalidCursor';

/** A question or a command that cannot be carried out as it was put. The message is for the operator's eyes. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  /** What is wrong with the payload; empty for every other code. */
  readonly violations: readonly Violation[];

  constructor(code: CommandErrorCode, message: string, violations: readonly Violation[] = []) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
    this.violations = violations;
  }
}
