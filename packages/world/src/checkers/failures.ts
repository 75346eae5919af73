import type { Violation } from './violation.ts';

/** Nobody reports anything as broken. @param place whose failures they are */
export function checkFailures(place: string, failures: readonly unknown[]): Violation[] {
  return failures.map((failure) => ({ rule: 'failure', place, what: String(failure) }));
}
