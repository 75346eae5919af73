import type { Violation } from './violation.ts';

/** The CSMS reports nothing as broken. */
export function checkFailures(failures: readonly unknown[]): Violation[] {
  return failures.map((failure) => ({ rule: 'failure', place: 'CSMS', what: String(failure) }));
}
