import { epochMsOf } from '../timestamps.ts';
import type { TokenView } from '../views.ts';

/** What the CSMS says of a token (2.1 part 2, C01; AuthorizationStatusEnumType, the part of it that we decide). */
export interface TokenVerdict {
  readonly status: 'Accepted' | 'Blocked' | 'Expired' | 'Invalid' | 'Unknown';
  readonly groupIdToken?: string;
  readonly expiresAt?: string;
}

/** @param token as it is in the table; undefined when it is not */
export function judgeToken(token: TokenView | undefined, nowMs: number): TokenVerdict {
  if (token === undefined) return { status: 'Unknown' };
  const { status, expiresAt, groupIdToken } = token;
  const expired = expiresAt !== undefined && epochMsOf(expiresAt) <= nowMs;
  return {
    status: status === 'Accepted' && expired ? 'Expired' : status,
    ...(groupIdToken === undefined ? {} : { groupIdToken }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}
