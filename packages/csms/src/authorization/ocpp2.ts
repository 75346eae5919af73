import type { Ocpp21, Ocpp201 } from '@northbound/protocol';
import type { StationContext } from '../core.ts';
import type { TokenVerdict } from './domain.ts';
import type { Tokens } from './tokens.ts';

type AuthorizeRequest = Ocpp201.AuthorizeRequest | Ocpp21.AuthorizeRequest;

/** C07.FR.05 and FR.17: a contract is worth what its certificate is, and nobody here can verify one. */
const NOT_VERIFIED: Ocpp201.AuthorizeResponse = {
  idTokenInfo: { status: 'Invalid' },
  certificateStatus: 'CertChainError',
};

/** 2.0.1 and 2.1: C01 and its relatives. */
export function authorizationHandlers2(tokens: Tokens) {
  return {
    async Authorize(
      { idToken, certificate, iso15118CertificateHashData }: AuthorizeRequest,
      { station }: StationContext,
    ): Promise<Ocpp201.AuthorizeResponse> {
      const showsContract = certificate !== undefined || iso15118CertificateHashData !== undefined;
      if (showsContract) return NOT_VERIFIED;
      const verdict = await tokens.judge(station, idToken.idToken, idToken.type);
      return { idTokenInfo: idTokenInfo(verdict) };
    },
  };
}

/** The type of a group: the table keeps ids of groups only, and stations compare both fields. */
export const GROUP_TYPE = 'Central';

/** What 2.0.1 can carry. */
const MAX_GROUP_ID_LENGTH = 36;

export function idTokenInfo(verdict: TokenVerdict) {
  const { status, expiresAt, groupIdToken, evseIds, language, personalMessage } = verdict;
  return {
    status,
    ...(evseIds === undefined ? {} : { evseId: evseIds }),
    ...(language === undefined ? {} : { language1: language }),
    ...(personalMessage === undefined
      ? {}
      : { personalMessage: { format: 'UTF8', content: personalMessage } as const }),
    ...(expiresAt === undefined ? {} : { cacheExpiryDateTime: expiresAt }),
    ...(groupIdToken === undefined || groupIdToken.length > MAX_GROUP_ID_LENGTH
      ? {}
      : { groupIdToken: { idToken: groupIdToken, type: GROUP_TYPE } as const }),
  };
}
