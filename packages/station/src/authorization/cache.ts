import type { Ocpp21 } from '@northbound/protocol';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { cacheInsteadOf } from '../nvm/cache-instead.ts';
import { readJson } from '../nvm/stored-json.ts';
import { storedNameOf } from './id-token.ts';
import { asOf, readTokenInfo, type TokenInfo, withoutAdditionalInfo } from './token-info.ts';

/** What the cache works with. */
type Keeper = Pick<Core, 'clock' | 'storage' | 'variables'>;

const STORED = 'auth-cache:';

/** AuthCacheCtrlr.Storage: the most that all entries may take, in bytes. */
export const CACHE_LIMIT_BYTES = 16_384;

/** Tokens that say nothing about who holds them (C02.FR.03, C05.FR.02). */
const NEVER_CACHED: ReadonlySet<string> = new Set(['NoAuthorization', 'Central']);

interface Entry {
  readonly info: TokenInfo;
  readonly addedAtMs: number;
  readonly updatedAtMs: number;
  /** How often the CSMS said something about the token: each use makes it do so. */
  readonly uses: number;
}

/** Which entry goes first when there is no room: the one with the lowest number. */
export const CACHE_POLICIES: Readonly<Record<string, (entry: Entry) => number>> = {
  LRU: ({ updatedAtMs }) => updatedAtMs,
  LFU: ({ uses }) => uses,
  FIFO: ({ addedAtMs }) => addedAtMs,
};

/** What the authorization cache says about a token (2.1 part 2, C10 and C12). */
export function cachedToken(core: Keeper, idToken: Ocpp21.IdTokenType): TokenInfo | undefined {
  if (!core.variables.boolean(VARIABLE.authCacheEnabled)) return undefined;
  const entry = readEntry(core, STORED + storedNameOf(idToken));
  if (entry === undefined) return undefined;
  const nowMs = core.clock.epochMs();
  const lifeTimeMs = core.variables.integer(VARIABLE.authCacheLifeTime) * 1000;
  const isOld =
    entry.info.cacheExpiryDateTime === undefined && nowMs - entry.updatedAtMs > lifeTimeMs;
  return isOld ? { ...entry.info, status: 'Expired' } : asOf(entry.info, nowMs);
}

/** Forgets a token on its customer's behalf (N10.FR.03). */
export function uncacheToken({ storage }: Keeper, idToken: Ocpp21.IdTokenType): void {
  storage.values.delete(STORED + storedNameOf(idToken));
}

/** Takes over what the CSMS said about a token, whatever it said (C10.FR.01, .04 and .05). */
export function cacheToken(
  core: Keeper,
  idToken: Ocpp21.IdTokenType,
  info: Ocpp21.IdTokenInfoType,
): void {
  if (!core.variables.boolean(VARIABLE.authCacheEnabled) || NEVER_CACHED.has(idToken.type)) return;
  const { values } = core.storage;
  const key = STORED + storedNameOf(idToken);
  const nowMs = core.clock.epochMs();
  // C10.FR.10: a time in the past keeps a token out, or takes it out.
  const { cacheExpiryDateTime: expiry } = info;
  if (expiry !== undefined && Date.parse(expiry) <= nowMs) {
    values.delete(key);
    return;
  }
  const before = readEntry(core, key);
  const text = JSON.stringify({
    info: withoutAdditionalInfo(info),
    addedAtMs: before?.addedAtMs ?? nowMs,
    updatedAtMs: nowMs,
    uses: (before?.uses ?? 0) + 1,
  });
  const others = values.keys(STORED).filter((name) => name !== key);
  const bytesOf = (names: readonly string[]) =>
    names.reduce((sum, name) => sum + (values.get(name)?.length ?? 0), 0);
  const bytes = bytesOf(others) + text.length;
  const isEnough = (victims: readonly string[]) => bytes - bytesOf(victims) <= CACHE_LIMIT_BYTES;
  const went = cacheInsteadOf(values, [key, text], goingFirst(core, others), isEnough);
  // What was said of the token before is no longer so.
  if (went === undefined) values.delete(key);
}

/** ClearCache (2.1 part 2, C11). */
export function clearCache(core: Keeper): { readonly status: 'Accepted' | 'Rejected' } {
  if (!core.variables.boolean(VARIABLE.authCacheEnabled)) return { status: 'Rejected' };
  const { values } = core.storage;
  for (const key of values.keys(STORED)) values.delete(key);
  return { status: 'Accepted' };
}

/** What the entries take, in bytes. */
export function cacheBytes({ storage: { values } }: Keeper): number {
  return values.keys(STORED).reduce((sum, key) => sum + (values.get(key)?.length ?? 0), 0);
}

/** C10.FR.07: entries that are not Accepted go first, the others as AuthCacheCtrlr.Policy says. */
function* goingFirst(core: Keeper, keys: readonly string[]): Generator<string> {
  const rank = CACHE_POLICIES[core.variables.text(VARIABLE.authCachePolicy)] ?? CACHE_POLICIES.LRU;
  yield* keys
    .map((key) => {
      const entry = readEntry(core, key);
      const isAccepted = entry !== undefined && entry.info.status === 'Accepted';
      return { key, isAccepted, rank: entry && rank ? rank(entry) : 0 };
    })
    .toSorted(
      (left, right) => Number(left.isAccepted) - Number(right.isAccepted) || left.rank - right.rank,
    )
    .map(({ key }) => key);
}

function readEntry({ storage }: Keeper, key: string): Entry | undefined {
  const value = readJson(storage.values, key);
  if (typeof value !== 'object' || value === null) return undefined;
  const info = 'info' in value ? readTokenInfo(value.info) : undefined;
  if (info === undefined) return undefined;
  return {
    info,
    addedAtMs: 'addedAtMs' in value ? Number(value.addedAtMs) : 0,
    updatedAtMs: 'updatedAtMs' in value ? Number(value.updatedAtMs) : 0,
    uses: 'uses' in value ? Number(value.uses) : 0,
  };
}
