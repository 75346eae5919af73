import type { Ocpp21 } from '@northbound/protocol';

/** What the station itself knows about a token: the part of `IdTokenInfoType` that it acts on. */
export interface TokenInfo {
  /** `AuthorizationStatusEnumType`, as the CSMS sent it. */
  readonly status: string;
  /** RFC 3339. */
  readonly cacheExpiryDateTime?: string;
  readonly groupIdToken?: Ocpp21.IdTokenType;
  /** Where the token may be used; absent or empty: everywhere. */
  readonly evseId?: readonly number[];
  /** −9…9, higher charges first. */
  readonly chargingPriority?: number;
}

/** For storage: everything but additionalInfo (C10.FR.14). */
export function withoutAdditionalInfo({
  groupIdToken,
  ...info
}: Ocpp21.IdTokenInfoType): Ocpp21.IdTokenInfoType {
  if (groupIdToken === undefined) return info;
  const { idToken, type } = groupIdToken;
  return { ...info, groupIdToken: { idToken, type } };
}

/** What was stored, or undefined when it is none. */
export function readTokenInfo(value: unknown): TokenInfo | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('status' in value) || typeof value.status !== 'string') return undefined;
  const groupIdToken = 'groupIdToken' in value ? readIdToken(value.groupIdToken) : undefined;
  const expiry = 'cacheExpiryDateTime' in value ? value.cacheExpiryDateTime : undefined;
  const evseId: unknown = 'evseId' in value ? value.evseId : undefined;
  const priority = 'chargingPriority' in value ? value.chargingPriority : undefined;
  return {
    status: value.status,
    ...(typeof expiry === 'string' && { cacheExpiryDateTime: expiry }),
    ...(groupIdToken !== undefined && { groupIdToken }),
    ...(Array.isArray(evseId) && { evseId: evseId.map(Number) }),
    ...(typeof priority === 'number' && { chargingPriority: priority }),
  };
}

export function readIdToken(value: unknown): Ocpp21.IdTokenType | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('idToken' in value) || typeof value.idToken !== 'string') return undefined;
  if (!('type' in value) || typeof value.type !== 'string') return undefined;
  return { idToken: value.idToken, type: value.type };
}

/** With the status Expired once its time is over. */
export function asOf<Info extends TokenInfo>(info: Info, nowMs: number): TokenInfo {
  const { cacheExpiryDateTime } = info;
  const isOver = cacheExpiryDateTime !== undefined && Date.parse(cacheExpiryDateTime) <= nowMs;
  return isOver ? { ...info, status: 'Expired' } : info;
}
