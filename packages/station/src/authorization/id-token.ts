import { createHash } from 'node:crypto';
import type { Ocpp21 } from '@northbound/protocol';

/** 2.1 part 2: token and type decide, without their case; additionalInfo does not. */
export function sameIdToken(left: Ocpp21.IdTokenType, right: Ocpp21.IdTokenType): boolean {
  return left.type === right.type && left.idToken.toLowerCase() === right.idToken.toLowerCase();
}

/** Where both sides know their group, whether it is one. */
export function sameGroup(
  left: Ocpp21.IdTokenType | undefined,
  right: Ocpp21.IdTokenType | undefined,
): boolean {
  return left !== undefined && right !== undefined && sameIdToken(left, right);
}

/** A name to store something about a token under, which does not give the token away (C10.FR.12). */
export function storedNameOf({ idToken, type }: Ocpp21.IdTokenType): string {
  const digest = createHash('sha256')
    .update(`${type}:${idToken.toLowerCase()}`)
    .digest('base64url');
  return digest.slice(0, 22);
}
