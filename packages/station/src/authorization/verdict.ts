import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { sameGroup } from './id-token.ts';
import { type Judgement, judge, type Standing } from './judgement.ts';
import { type Knowledge, knownToken, learnToken } from './knowledge.ts';
import type { TokenInfo } from './token-info.ts';

/** What the CSMS, or the station without it, says about a token. */
export interface Verdict {
  readonly accepted: boolean;
  /** The status of the token, or what kept the station from learning it. */
  readonly reason: string;
  readonly groupIdToken?: Ocpp21.IdTokenType;
  /** −9…9, higher charges first. */
  readonly chargingPriority?: number;
  /** What the CSMS tells the driver with it. */
  readonly told?: Ocpp21.IdTokenInfoType;
}

/**
 * Whether a token may be used at an EVSE, from the local list, the cache or the CSMS.
 * @param groupToStop the group of the running session: one of its known tokens ends it without a
 * question (C01.FR.03, C09.FR.07)
 */
export async function verdictOn(
  core: Core,
  evseId: number,
  idToken: Ocpp21.IdTokenType,
  groupToStop: Ocpp21.IdTokenType | undefined,
): Promise<Verdict> {
  const free = freeVerdict(core, idToken);
  if (free !== undefined) return free;
  const known = knownToken(core, idToken);
  const standing = standingOf(known);
  if (standing === 'accepted' && sameGroup(known?.info.groupIdToken, groupToStop)) {
    return localVerdict(core, 'accept', known, evseId);
  }
  const { csms } = core;
  const judgement = judgeHere(core, standing, known, csms !== undefined);
  if (judgement !== 'ask' || csms === undefined)
    return localVerdict(core, judgement, known, evseId);
  const outcome = await csms.authorize({ idToken });
  switch (outcome.outcome) {
    case 'answered': {
      const { idTokenInfo } = outcome.payload;
      learnToken(core, idToken, idTokenInfo);
      return { ...verdictOf(idTokenInfo, evseId), told: idTokenInfo };
    }
    case 'refused':
    case 'invalidAnswer':
      return { accepted: false, reason: 'NoAnswer' };
    default:
      return localVerdict(core, judgeHere(core, standing, known, false), known, evseId);
  }
}

/** The group of a token as far as the station knows it without asking. */
export function knownGroup(
  core: Core,
  idToken: Ocpp21.IdTokenType,
): Ocpp21.IdTokenType | undefined {
  return knownToken(core, idToken)?.info.groupIdToken;
}

/** C16.FR.03: such a token stops transactions, and starts none. */
export function isMasterPass(core: Core, group: Ocpp21.IdTokenType | undefined): boolean {
  const masterPass = core.variables.text(VARIABLE.masterPassGroupId).toLowerCase();
  return masterPass !== '' && group?.idToken.toLowerCase() === masterPass;
}

/** C02: for the start button there is nobody to ask about; AuthCtrlr.Enabled = false asks never. */
function freeVerdict(core: Core, { type }: Ocpp21.IdTokenType): Verdict | undefined {
  const isFree = type === 'NoAuthorization' || !core.variables.boolean(VARIABLE.authEnabled);
  return isFree ? { accepted: true, reason: 'NoAuthorization' } : undefined;
}

function standingOf(known: Knowledge | undefined): Standing {
  if (known === undefined) return 'unknown';
  return known.info.status === 'Accepted' ? 'accepted' : 'notAccepted';
}

function judgeHere(
  { variables }: Core,
  standing: Standing,
  known: Knowledge | undefined,
  online: boolean,
): Judgement {
  return judge(standing, {
    online,
    localPreAuthorize: variables.boolean(VARIABLE.localPreAuthorize),
    localAuthorizeOffline: variables.boolean(VARIABLE.localAuthorizeOffline),
    offlineTxForUnknownIdEnabled: variables.boolean(VARIABLE.offlineTxForUnknownId),
    disableRemoteAuthorization: variables.boolean(VARIABLE.disableRemoteAuthorization),
    disablePostAuthorize: known?.asksAgain === false,
  });
}

function localVerdict(
  core: Core,
  judgement: Judgement,
  known: Knowledge | undefined,
  evseId: number,
): Verdict {
  if (known !== undefined) {
    const verdict = verdictOf(known.info, evseId);
    return { ...verdict, accepted: verdict.accepted && judgement === 'accept' };
  }
  return {
    accepted: judgement === 'accept',
    reason: core.csms === undefined ? 'Offline' : 'Unknown',
  };
}

/** C01.FR.21: a token may be valid for some EVSEs only. */
function isValidAt({ evseId = [] }: Pick<TokenInfo, 'evseId'>, here: number): boolean {
  return evseId.length === 0 || evseId.includes(here);
}

/** Whether who charges at an EVSE may go on, by what the CSMS says of the token. */
export function mayGoOn(core: Core, info: TokenInfo, here: number): boolean {
  const isAccepted = info.status === 'Accepted' && isValidAt(info, here);
  return isAccepted && !isMasterPass(core, info.groupIdToken);
}

function verdictOf(info: TokenInfo, here: number): Verdict {
  const { status, groupIdToken, chargingPriority } = info;
  const isForHere = isValidAt(info, here);
  return {
    accepted: status === 'Accepted' && isForHere,
    reason: isForHere ? status : 'NotAtThisEvse',
    ...(groupIdToken !== undefined && { groupIdToken }),
    ...(chargingPriority !== undefined && { chargingPriority }),
  };
}
