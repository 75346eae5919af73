import type { Ocpp16, Ocpp21, Request } from '@northbound/protocol';
import { type Plan, step } from '../plan.ts';
import type { CommandAnswer } from '../sending.ts';
import { inOtherWords } from './evse16.ts';

/** 1.6 edition 2, 5.4. */
export function clearCache16(): Plan<CommandAnswer<'ClearCache'>> {
  return { steps: [step('1.6', 'ClearCache', {}, ({ status }) => ({ status }))] };
}

/** 1.6 edition 2, 5.10: −1 says that the station has no local list. */
export function getLocalListVersion16(): Plan<CommandAnswer<'GetLocalListVersion'>> {
  return {
    steps: [
      step('1.6', 'GetLocalListVersion', {}, ({ listVersion }) => ({ versionNumber: listVersion })),
    ],
  };
}

/** 1.6 edition 2, 5.15. */
export function sendLocalList16(
  request: Request<'2.1', 'SendLocalList'>,
): Plan<CommandAnswer<'SendLocalList'>> {
  const { versionNumber, updateType, localAuthorizationList } = request;
  const payload = {
    listVersion: versionNumber,
    updateType,
    ...(localAuthorizationList === undefined
      ? {}
      : { localAuthorizationList: localAuthorizationList.map(entry16) }),
  };
  return {
    steps: [
      step('1.6', 'SendLocalList', payload, ({ status }) =>
        status === 'NotSupported' ? { status: 'Failed', ...inOtherWords(status) } : { status },
      ),
    ],
  };
}

/** Without information about the token the entry is to be removed, in both versions. */
function entry16({ idToken, idTokenInfo }: Ocpp21.AuthorizationData) {
  const idTag = idToken.idToken;
  if (idTokenInfo === undefined) return { idTag };
  const { status, cacheExpiryDateTime, groupIdToken } = idTokenInfo;
  return {
    idTag,
    idTagInfo: {
      status: STATUS_16[status] ?? 'Invalid',
      ...(cacheExpiryDateTime === undefined ? {} : { expiryDate: cacheExpiryDateTime }),
      ...(groupIdToken === undefined ? {} : { parentIdTag: groupIdToken.idToken }),
    },
  };
}

/** 1.6 edition 2, 7.2; every other no of 2.1 is Invalid there. */
const STATUS_16: {
  readonly [S in Ocpp21.AuthorizationStatusEnumType]?: Ocpp16.IdTagInfoStatus;
} = {
  Accepted: 'Accepted',
  Blocked: 'Blocked',
  ConcurrentTx: 'ConcurrentTx',
  Expired: 'Expired',
  Invalid: 'Invalid',
};
