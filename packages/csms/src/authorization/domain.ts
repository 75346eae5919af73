import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { TokenView } from '../views.ts';
import type { TokenGroupView } from './views.ts';

/** 1.6 has no types: an idTag is the token of this type if there is one, else of whatever type there is. */
export const TYPE_OF_ID_TAG = 'ISO14443';

/** What the CSMS says of a token (2.1 part 2, C01; AuthorizationStatusEnumType, the part of it that we decide). */
export type TokenStatus =
  | 'Accepted'
  | 'Blocked'
  | 'ConcurrentTx'
  | 'Expired'
  | 'Invalid'
  | 'NoCredit'
  | 'NotAllowedTypeEVSE'
  | 'NotAtThisLocation'
  | 'NotAtThisTime'
  | 'Unknown';

export interface TokenVerdict {
  readonly status: TokenStatus;
  readonly groupIdToken?: string;
  /** Until when a station may keep it in its cache. */
  readonly expiresAt?: string;
  /** The EVSEs of the asking station to which an accepted token is limited. */
  readonly evseIds?: readonly number[];
  /** RFC 5646, of the driver. */
  readonly language?: string;
  /** For the driver's eyes. */
  readonly personalMessage?: string;
}

/** Where a token is shown, and what for. */
export interface Place {
  readonly stationId: string;
  readonly evseId?: number | undefined;
  /** Whether a transaction begins with it; asking and ending are other things. */
  readonly starts?: boolean | undefined;
}

/**
 * @param token as it is in the table; undefined when it is not
 * @param group the token's, when it is one that operators keep
 */
export function judgeToken(
  token: TokenView | undefined,
  group: TokenGroupView | undefined,
  place: Place,
  nowMs: number,
): TokenVerdict {
  if (token === undefined) return { status: 'Unknown' };
  const { groupIdToken, language, personalMessage } = token;
  const expiresAt = expiryOf(token, group);
  const evseIds = evsesAt(token, place.stationId);
  return {
    status: statusOf(token, group, place, nowMs),
    ...(groupIdToken === undefined ? {} : { groupIdToken }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(evseIds === undefined || evseIds.length === 0 ? {} : { evseIds }),
    ...(language === undefined ? {} : { language }),
    ...(personalMessage === undefined ? {} : { personalMessage }),
  };
}

/** What concerns the token itself comes first, then its group, then where it is shown. */
function statusOf(
  token: TokenView,
  group: TokenGroupView | undefined,
  place: Place,
  nowMs: number,
): TokenStatus {
  if (token.status !== 'Accepted') return token.status;
  if (hasExpired(token.expiresAt, nowMs)) return 'Expired';
  const ofGroup = statusOfGroup(group, place, nowMs);
  if (ofGroup !== 'Accepted') return ofGroup;
  if (token.allowedAt === undefined) return 'Accepted';
  const evseIds = evsesAt(token, place.stationId);
  if (evseIds === undefined) return 'NotAtThisLocation';
  const isElsewhere = place.evseId !== undefined && !evseIds.includes(place.evseId);
  return evseIds.length > 0 && isElsewhere ? 'NotAtThisLocation' : 'Accepted';
}

/** What a token that is good itself is worth because of its group. */
export function statusOfGroup(
  group: TokenGroupView | undefined,
  place: Place,
  nowMs: number,
): TokenStatus {
  if (group === undefined) return 'Accepted';
  if (group.status === 'Blocked') return 'Blocked';
  if (hasExpired(group.expiresAt, nowMs)) return 'Expired';
  // C16: a master pass ends what others have begun.
  return group.masterPass && place.starts === true ? 'Invalid' : 'Accepted';
}

/** Until when a token is good: to its own end or that of its group, whichever comes first. */
export function expiryOf(
  { expiresAt }: { readonly expiresAt?: string },
  group: TokenGroupView | undefined,
): string | undefined {
  const ofGroup = group?.expiresAt && timestampOf(epochMsOf(group.expiresAt));
  if (expiresAt === undefined || ofGroup === undefined) return expiresAt ?? ofGroup;
  return epochMsOf(ofGroup) < epochMsOf(expiresAt) ? ofGroup : expiresAt;
}

function hasExpired(expiresAt: string | undefined, nowMs: number): boolean {
  return expiresAt !== undefined && epochMsOf(expiresAt) <= nowMs;
}

/** Empty: every EVSE there; undefined: none. */
function evsesAt({ allowedAt }: TokenView, stationId: string): readonly number[] | undefined {
  const there = allowedAt?.find((allowed) => allowed.stationId === stationId);
  return there === undefined ? undefined : (there.evseIds ?? []);
}
