import type { Ocpp16 } from '@northbound/protocol';
import type { Core } from '../../core.ts';
import { VARIABLE } from '../../device-model/names.ts';
import { listEntries, listVersion, sendLocalList } from '../../local-list/local-list.ts';
import { idTokenInfo, idTokenOf } from './id-tags.ts';

/** 1.6 edition 2, 6.26: −1 without a list to fill, 0 for an empty one. */
export function listVersion16(core: Core): number {
  if (!core.variables.boolean(VARIABLE.localListEnabled)) return -1;
  return listEntries(core) === 0 ? 0 : listVersion(core);
}

/** SendLocalList (1.6 edition 2, 5.15). */
export function sendLocalList16(
  core: Core,
  {
    listVersion: versionNumber,
    localAuthorizationList = [],
    updateType,
  }: Ocpp16.SendLocalListRequest,
): Ocpp16.SendLocalListStatus {
  if (!core.variables.boolean(VARIABLE.localListEnabled)) return 'NotSupported';
  const items = localAuthorizationList.map(({ idTag, idTagInfo }) => ({
    idToken: idTokenOf(idTag),
    ...(idTagInfo !== undefined && { idTokenInfo: idTokenInfo(idTagInfo) }),
  }));
  const request = { versionNumber, updateType, localAuthorizationList: items };
  return sendLocalList(core, request, listVersion16(core)).status;
}
