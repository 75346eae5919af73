import type { Ocpp21 } from '@northbound/protocol';
import { storedNameOf } from '../authorization/id-token.ts';
import {
  asOf,
  readTokenInfo,
  type TokenInfo,
  withoutAdditionalInfo,
} from '../authorization/token-info.ts';
import type { Core } from '../core.ts';
import { VARIABLE } from '../device-model/names.ts';
import { readJson } from '../nvm/stored-json.ts';

const ENTRY = 'local-list:';
const VERSION = 'local-list-version';

/** LocalAuthListCtrlr.Entries.maxLimit. */
export const LIST_LIMIT_ENTRIES = 500;
/** LocalAuthListCtrlr.Storage.maxLimit, in bytes. */
export const LIST_LIMIT_BYTES = 65_536;
/** LocalAuthListCtrlr.ItemsPerMessage. */
export const LIST_ITEMS_PER_MESSAGE = 100;
/** LocalAuthListCtrlr.BytesPerMessage. */
export const LIST_BYTES_PER_MESSAGE = 32_768;

/** What the local authorization list says about a token (2.1 part 2, C13 and C14). */
export function listedToken(core: Core, idToken: Ocpp21.IdTokenType): TokenInfo | undefined {
  if (listVersion(core) === 0) return undefined;
  const info = readTokenInfo(readJson(core.storage.values, ENTRY + storedNameOf(idToken)));
  return info && asOf(info, core.clock.epochMs());
}

/** GetLocalListVersion (2.1 part 2, D02): 0 while there is no list, or it is disabled. */
export function listVersion({ storage, variables }: Core): number {
  if (!variables.boolean(VARIABLE.localListEnabled)) return 0;
  return Number(storage.values.get(VERSION) ?? 0);
}

export function listEntries({ storage }: Core): number {
  return storage.values.keys(ENTRY).length;
}

/** What the entries take, in bytes. */
export function listBytes({ storage: { values } }: Core): number {
  return values.keys(ENTRY).reduce((sum, key) => sum + (values.get(key)?.length ?? 0), 0);
}

/**
 * SendLocalList (2.1 part 2, D01). An update that cannot be done as a whole is not done at all. When
 * the power fails in the middle of it, a full one leaves no list, and a differential one the old
 * version number: either way the CSMS sees that it has to send again.
 * @param present the version that the CSMS is told of
 */
export function sendLocalList(
  core: Core,
  request: Ocpp21.SendLocalListRequest,
  present = listVersion(core),
): Ocpp21.SendLocalListResponse {
  const { updateType, versionNumber, localAuthorizationList: items = [] } = request;
  if (!core.variables.boolean(VARIABLE.localListEnabled)) return failed('NotEnabled');
  // D01.FR.18
  if (versionNumber <= 0) return failed('InvalidValue');
  if (items.length > LIST_ITEMS_PER_MESSAGE) return failed('TooManyElements');
  if (Buffer.byteLength(JSON.stringify(request)) > LIST_BYTES_PER_MESSAGE) {
    return failed('TooLargeElement');
  }
  if (updateType === 'Differential' && versionNumber <= present) {
    return { status: 'VersionMismatch' };
  }
  const changes = changesOf(items);
  // D01.FR.06
  if (changes.size < items.length) return failed('InvalidValue', 'A token is there twice');
  const isFull = updateType === 'Full';
  if (isFull && [...changes.values()].includes(undefined)) return failed('MissingParam');
  if (!hasRoom(core, changes, isFull)) return failed('TooManyElements');
  return apply(core, changes, isFull, versionNumber)
    ? { status: 'Accepted' }
    : failed('OutOfStorage');
}

/** By the names of entries: what is to be stored, or undefined where an entry goes. */
type Changes = ReadonlyMap<string, string | undefined>;

function changesOf(items: readonly Ocpp21.AuthorizationData[]): Changes {
  return new Map(
    items.map(({ idToken, idTokenInfo }) => [
      ENTRY + storedNameOf(idToken),
      idTokenInfo && JSON.stringify(withoutAdditionalInfo(idTokenInfo)),
    ]),
  );
}

function hasRoom({ storage: { values } }: Core, changes: Changes, isFull: boolean): boolean {
  const kept = isFull ? [] : values.keys(ENTRY).filter((key) => !changes.has(key));
  const added = [...changes.values()].filter((text) => text !== undefined);
  const bytes = [...kept.map((key) => values.get(key) ?? ''), ...added].reduce(
    (sum, text) => sum + text.length,
    0,
  );
  return kept.length + added.length <= LIST_LIMIT_ENTRIES && bytes <= LIST_LIMIT_BYTES;
}

/** @returns false when the flash has no room after all: then there is no list any more */
function apply(
  { storage: { values } }: Core,
  changes: Changes,
  isFull: boolean,
  versionNumber: number,
): boolean {
  const clear = () => {
    values.delete(VERSION);
    for (const key of values.keys(ENTRY)) values.delete(key);
  };
  if (isFull) clear();
  for (const [key, text] of changes) {
    if (text === undefined) values.delete(key);
    else if (!values.store(key, text)) {
      clear();
      return false;
    }
  }
  values.set(VERSION, String(versionNumber));
  return true;
}

function failed(reasonCode: string, additionalInfo?: string): Ocpp21.SendLocalListResponse {
  return {
    status: 'Failed',
    statusInfo: { reasonCode, ...(additionalInfo !== undefined && { additionalInfo }) },
  };
}
