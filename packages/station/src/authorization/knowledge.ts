import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { listedToken } from '../local-list/local-list.ts';
import { cachedToken, cacheToken } from './cache.ts';
import type { TokenInfo } from './token-info.ts';

/** What the station knows about a token without asking. */
export interface Knowledge {
  readonly info: TokenInfo;
  /** Whether the CSMS is to be asked about a token that is not Accepted (DisablePostAuthorize). */
  readonly asksAgain: boolean;
}

/** The local list comes before the cache (C13.FR.01). */
export function knownToken(core: Core, idToken: Ocpp21.IdTokenType): Knowledge | undefined {
  const { variables } = core;
  const listed = listedToken(core, idToken);
  if (listed !== undefined) {
    return { info: listed, asksAgain: !variables.boolean(VARIABLE.localListDisablePostAuthorize) };
  }
  const cached = cachedToken(core, idToken);
  if (cached === undefined) return undefined;
  return { info: cached, asksAgain: !variables.boolean(VARIABLE.authCacheDisablePostAuthorize) };
}

/**
 * The CSMS said something about a token. What the local list holds is not cached, and the CSMS is told
 * when it contradicts itself (1.6 edition 2, 3.5.2 and 3.5.3).
 */
export function learnToken(
  core: Core,
  idToken: Ocpp21.IdTokenType,
  info: Ocpp21.IdTokenInfoType,
): void {
  const listed = listedToken(core, idToken);
  if (listed === undefined) {
    cacheToken(core, idToken, info);
    return;
  }
  const contradicts = (listed.status === 'Accepted') !== (info.status === 'Accepted');
  if (contradicts) void core.csms?.reportLocalListConflict();
}
