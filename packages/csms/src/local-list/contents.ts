import type { Ocpp21, Version } from '@northbound/protocol';
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
 * token expires is told to the station with it.
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
  return {
    idToken: { idToken, type },
    idTokenInfo: idTokenInfo({
      ...told,
      status: isBlocked ? 'Blocked' : status,
      ...(groupIdToken === undefined ? {} : { groupIdToken }),
    }),
  };
}

/** The longest id of a token: 1.6 edition 2, 7.28; IdTokenType of 2.0.1 and of 2.1. */
const MAX_ID_LENGTH = { '1.6': 20, '2.0.1': 36, '2.1': 255 } as const;

/** What a station of a version can hold. 1.6 knows no types: of tokens that differ only there, the first is taken. */
export function fitting(entries: readonly Entry[], version: Version): readonly Entry[] {
  const short = entries.filter(({ idToken }) => idToken.idToken.length <= MAX_ID_LENGTH[version]);
  if (version !== '1.6') return short;
  const taken = new Set<string>();
  return short.filter((entry) => {
    const id = entry.idToken.idToken.toLowerCase();
    const isFirst = !taken.has(id);
    taken.add(id);
    return isFirst;
  });
}

/** What turns one content into another. */
export function differences(before: readonly Entry[], after: readonly Entry[]): readonly Entry[] {
  const known = new Map(before.map((entry) => [keyOf(entry), JSON.stringify(entry)]));
  const changed = after.filter((entry) => known.get(keyOf(entry)) !== JSON.stringify(entry));
  const kept = new Set(after.map(keyOf));
  const removed = before
    .filter((entry) => !kept.has(keyOf(entry)))
    .map(({ idToken }) => ({ idToken }));
  return [...changed, ...removed];
}

function keyOf({ idToken }: Entry): string {
  return JSON.stringify([idToken.idToken.toLowerCase(), idToken.type]);
}
