import type { Violation } from '../validation/explain.ts';

/**
 * What a receiver may forgive. Each is something that real stations do; none of them guesses an identity,
 * an amount of energy or a state.
 */
export type LeniencyKind =
  /** A text longer than allowed is cut. */
  | 'overlongText'
  /** A value that the standard does not list is replaced by its catch-all, or the item that holds it is left out. */
  | 'unknownValue'
  /** A listed value written otherwise (`Deauthorized`, `kwh`, `C`) is read as the listed one. */
  | 'misspelledValue'
  /** A field that the message does not have is left out. */
  | 'unknownField'
  /** `null` where an optional field should be left out. */
  | 'nullField'
  /** `""` where an optional date-time or enumeration should be left out. */
  | 'emptyField'
  /** `[]` where an optional list should be left out. */
  | 'emptyList'
  /** A number or boolean written as text, or the other way round. */
  | 'wrongPrimitive'
  /** A fraction where an integer is asked for is rounded. */
  | 'fractionalInteger'
  /** A date-time that is not RFC 3339 but cannot be misread; without an offset it is UTC. */
  | 'looseTimestamp'
  /** An error code in the spelling of another version. */
  | 'errorCodeSpelling'
  /** A CALLERROR that lacks its description or details. */
  | 'frameDefect';

/** One leniency that was used. */
export interface Leniency {
  readonly kind: LeniencyKind;
  /** Where in the payload, as in `Violation.path`. */
  readonly path: string;
  /** One sentence: what was wrong, and what was made of it. */
  readonly message: string;
}

/** Which leniencies a receiver allows itself. */
export type ToleranceConfig = 'all' | 'none' | ReadonlySet<LeniencyKind>;

/** Whether a receiver may forgive this. */
export function isAllowed(kind: LeniencyKind, allowed: ToleranceConfig): boolean {
  if (allowed === 'all') return true;
  return allowed !== 'none' && allowed.has(kind);
}

/** What `tolerate` made of a payload. */
export interface Tolerated {
  /** The payload with every repair in it; the given one when nothing was repaired. */
  readonly payload: unknown;
  readonly used: readonly Leniency[];
  /** What is still wrong; when empty, the payload validates. */
  readonly remaining: readonly Violation[];
}
