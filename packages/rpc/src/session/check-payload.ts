import { tolerate, type Violation } from '@northbound/protocol';
import type { SessionProfile } from './profile.ts';

export interface CheckedPayload {
  readonly payload: unknown;
  /** What remains wrong after all leniency; undefined when the payload is taken. */
  readonly violations: readonly Violation[] | undefined;
}

/**
 * Validates what the peer sent. What the schema forbids and the tolerance allows is taken in the
 * form that the tolerance gives it, and reported.
 */
export function checkPayload<Context>(
  profile: SessionProfile<Context>,
  context: Context,
  { action, messageId }: { readonly action: string; readonly messageId: string },
  direction: 'request' | 'response',
  payload: unknown,
): CheckedPayload {
  const validator = profile.routes.get(action)?.[direction];
  // An operator may call what no schema knows; then there is nothing to hold the answer against.
  if (validator === undefined || validator.is(payload)) return { payload, violations: undefined };
  const violations = validator.explain(payload);
  if (profile.tolerance === 'none') return { payload, violations };
  const { protocol, tolerance } = profile;
  const tolerated = tolerate(protocol, action, direction, payload, violations, tolerance);
  if (tolerated.remaining.length > 0) return { payload, violations: tolerated.remaining };
  const leniencies = tolerated.used;
  profile.observer?.report?.(context, { kind: 'lenient', action, messageId, leniencies });
  return { payload: tolerated.payload, violations: undefined };
}
