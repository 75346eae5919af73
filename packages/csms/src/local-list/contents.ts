import type { Ocpp21, Ocpp201, Version } from '@northbound/protocol';
import { expiryOf, TYPE_OF_ID_TAG } from '../authorization/domain.ts';
import type { TokenGroups } from '../authorization/groups.ts';
import { idTokenInfo } from '../authorization/ocpp2.ts';
import { selectTokens } from '../authorization/sql.ts';
import type { Database } from '../store/database.ts';
import type { TokenView } from '../views.ts';

/** One entry as it is sent; without information about the token it is to be removed. */
export type Entry = Ocpp21.AuthorizationData;

/** Tokens read at a time. */
const PAGE = 2_000;

/**
 * What a list holds now, in the order of its tokens' ids. It depends on the tables alone and not on the time: that a
 * token or its group expires is told to the station with it.
 */
export async function contentsOf(
  database: Database,
  groups: TokenGroups,
  tokenGroups: readonly string[] | undefined,
): Promise<readonly Entry[]> {
  const wanted = tokenGroups && new Set(tokenGroups.map((group) => group.toLowerCase()));
  const entries: Entry[] = [];
  let next: { readonly cursor?: string } = {};
  do {
    const { items, nextCursor } = await selectTokens(database, { ...next, limit: PAGE });
    for (const token of items) {
      const group = token.groupIdToken?.toLowerCase();
      if (wanted !== undefined && (group === undefined || !wanted.has(group))) continue;
      // Where it is good is more than an entry can say: the station has to ask.
      if (token.allowedAt === undefined) entries.push(entryOf(token, groups));
    }
    next = nextCursor === undefined ? {} : { cursor: nextCursor };
  } while (next.cursor !== undefined);
  return entries;
}

function entryOf(token: TokenView, groups: TokenGroups): Entry {
  const { idToken, type, groupIdToken, status, allowedAt: _places, note: _note, ...told } = token;
  const group = groupIdToken === undefined ? undefined : groups.get(groupIdToken);
  const isBlocked = status === 'Accepted' && group?.status === 'Blocked';
  const expiresAt = expiryOf(token, group);
  return {
    idToken: { idToken, type },
    idTokenInfo: idTokenInfo({
      ...told,
      ...(expiresAt === undefined ? {} : { expiresAt }),
      status: isBlocked ? 'Blocked' : status,
      ...(groupIdToken === undefined ? {} : { groupIdToken }),
    }),
  };
}

/** The longest id of a token: 1.6 edition 2, 7.28; IdTokenType of 2.0.1 and of 2.1. */
const MAX_ID_LENGTH = { '1.6': 20, '2.0.1': 36, '2.1': 255 } as const;

/** IdTokenEnumType of 2.0.1; in 2.1 a type is any word, in 1.6 there are none. */
const TYPES_201: Readonly<Record<Ocpp201.IdTokenEnumType, true>> = {
  Central: true,
  eMAID: true,
  ISO14443: true,
  ISO15693: true,
  KeyCode: true,
  Local: true,
  MacAddress: true,
  NoAuthorization: true,
};

export interface Fitting {
  readonly entries: readonly Entry[];
  /** How many tokens the version has no words for. */
  readonly leftOut: number;
}

/** What a station of a version can hold. */
export function fitting(entries: readonly Entry[], version: Version): Fitting {
  const sayable = entries.filter(
    ({ idToken: { idToken, type } }) =>
      idToken.length <= MAX_ID_LENGTH[version] &&
      (version !== '2.0.1' || Object.hasOwn(TYPES_201, type)),
  );
  return {
    entries: version === '1.6' ? tagsOf(sayable) : sayable,
    leftOut: entries.length - sayable.length,
  };
}

/** 1.6 knows no types: of tokens that differ only there it is told the one by which a tag is judged. */
function tagsOf(entries: readonly Entry[]): readonly Entry[] {
  const tags = new Map<string, Entry>();
  for (const entry of entries) {
    const id = entry.idToken.idToken.toLowerCase();
    if (!tags.has(id) || entry.idToken.type === TYPE_OF_ID_TAG) tags.set(id, entry);
  }
  return [...tags.values()].map(tagOf);
}

function tagOf({ idToken, idTokenInfo }: Entry): Entry {
  const tag = { idToken: idToken.idToken, type: TYPE_OF_ID_TAG };
  if (idTokenInfo === undefined) return { idToken: tag };
  const { groupIdToken, ...told } = idTokenInfo;
  const hasParent =
    groupIdToken !== undefined && groupIdToken.idToken.length <= MAX_ID_LENGTH['1.6'];
  return { idToken: tag, idTokenInfo: hasParent ? { ...told, groupIdToken } : told };
}

/** What turns one content into another. What goes comes first: a station may be full, or look at ids without types. */
export function differences(before: readonly Entry[], after: readonly Entry[]): readonly Entry[] {
  const known = new Map(before.map((entry) => [keyOf(entry), JSON.stringify(entry)]));
  const changed = after.filter((entry) => known.get(keyOf(entry)) !== JSON.stringify(entry));
  const kept = new Set(after.map(keyOf));
  const removed = before
    .filter((entry) => !kept.has(keyOf(entry)))
    .map(({ idToken }) => ({ idToken }));
  return [...removed, ...changed];
}

function keyOf({ idToken }: Entry): string {
  return JSON.stringify([idToken.idToken.toLowerCase(), idToken.type]);
}
