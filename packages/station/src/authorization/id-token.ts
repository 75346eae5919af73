import type { Ocpp21 } from '@northbound/protocol';

/** 2.1 part 2: token and type decide, without their case; additionalInfo does not. */
export function sameIdToken(left: Ocpp21.IdTokenType, right: Ocpp21.IdTokenType): boolean {
  return left.type === right.type && left.idToken.toLowerCase() === right.idToken.toLowerCase();
}
