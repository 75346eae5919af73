import type { Ocpp16 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { TokenStatus, TokenVerdict } from './domain.ts';
import type { Tokens } from './tokens.ts';

/** 1.6 edition 2, 4.2. */
export function authorizationHandlers16(tokens: Tokens) {
  return {
    async Authorize(
      { idTag }: Ocpp16.AuthorizeRequest,
      { station }: StationContext,
    ): Promise<Ocpp16.AuthorizeResponse> {
      return { idTagInfo: idTagInfo(await tokens.judgeIdTag(station, idTag)) };
    },
  };
}

/** 1.6 edition 2, 7.28: the length of an IdToken. */
const MAX_ID_TAG_LENGTH = 20;

/** 1.6 edition 2, 7.2, has five words: a tag that is good elsewhere, later or with more money is `Invalid` or `Blocked`. */
const STATUSES_16: Readonly<Record<TokenStatus, Ocpp16.IdTagInfo['status']>> = {
  Accepted: 'Accepted',
  Blocked: 'Blocked',
  ConcurrentTx: 'ConcurrentTx',
  Expired: 'Expired',
  Invalid: 'Invalid',
  NoCredit: 'Blocked',
  NotAllowedTypeEVSE: 'Invalid',
  NotAtThisLocation: 'Invalid',
  NotAtThisTime: 'Invalid',
  Unknown: 'Invalid',
};

export function idTagInfo({ status, expiresAt, groupIdToken }: TokenVerdict): Ocpp16.IdTagInfo {
  return {
    status: STATUSES_16[status],
    ...(expiresAt === undefined ? {} : { expiryDate: expiresAt }),
    ...(groupIdToken === undefined || groupIdToken.length > MAX_ID_TAG_LENGTH
      ? {}
      : { parentIdTag: groupIdToken }),
  };
}
