/** What the station does about a token that somebody presents. */
export type Judgement = 'accept' | 'refuse' | 'ask';

/** What it knows about the token by itself. */
export type Standing = 'unknown' | 'accepted' | 'notAccepted';

/** The variables and states that decide; see each name in AuthCtrlr. */
export interface Circumstances {
  readonly online: boolean;
  readonly localPreAuthorize: boolean;
  readonly localAuthorizeOffline: boolean;
  readonly offlineTxForUnknownIdEnabled: boolean;
  readonly disableRemoteAuthorization: boolean;
  /** Of the cache or the list, whichever knows the token. */
  readonly disablePostAuthorize: boolean;
}

/** 2.1 part 2, C10 and C12 to C15. */
export function judge(standing: Standing, given: Circumstances): Judgement {
  return given.online ? judgeOnline(standing, given) : judgeOffline(standing, given);
}

function judgeOnline(standing: Standing, given: Circumstances): Judgement {
  if (standing === 'accepted' && given.localPreAuthorize) return 'accept';
  // C10.FR.03 and C14.FR.03, unless the operator thinks that asking again is no use.
  if (standing === 'notAccepted' && given.disablePostAuthorize) return 'refuse';
  if (!given.disableRemoteAuthorization) return 'ask';
  return standing === 'accepted' ? 'accept' : 'refuse';
}

function judgeOffline(standing: Standing, given: Circumstances): Judgement {
  // C13.FR.06: a token that is known to be bad is not an unknown one.
  if (standing === 'notAccepted') return 'refuse';
  if (standing === 'accepted' && given.localAuthorizeOffline) return 'accept';
  return given.offlineTxForUnknownIdEnabled ? 'accept' : 'refuse';
}
