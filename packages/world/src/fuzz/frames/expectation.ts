import { type Protocol, peerOf, type Role, type Version } from '@northbound/protocol';

/** What a frame must be answered with. */
export interface Expectation {
  readonly id: string;
  /** Of a CALL that its handler may see: the action whose answer may come. */
  readonly action?: string;
  /** The error codes that fit; empty where only a result does. */
  readonly codes: ReadonlySet<string>;
}

/** OCPP-J 1.6 table 7 misspells one, has FormationViolation for what is no PDU, and lacks the others. */
const SPELLING_16: ReadonlyMap<string, string> = new Map([
  ['FormatViolation', 'FormationViolation'],
  ['RpcFrameworkError', 'FormationViolation'],
  ['OccurrenceConstraintViolation', 'OccurenceConstraintViolation'],
  ['MessageTypeNotSupported', 'GenericError'],
]);

const LONGEST_ID = 36;
/** 2.x part 4, 4.2.3: the id of an answer where none can be read. */
const NO_ID = '-1';

/**
 * What the standard wants as answer to a text: read from part 4 of the standard and OCPP-J 1.6, and not from the code
 * of the session. Undefined where it wants none.
 *
 * @param receiver who gets it
 * @param domainCodes codes with which the receiver may refuse what is valid
 */
export function expectationOf(
  text: string,
  protocol: Protocol<Version>,
  receiver: Role,
  domainCodes: readonly string[],
): Expectation | undefined {
  const { version } = protocol;
  const is16 = version === '1.6';
  const spelled = (...codes: readonly string[]): ReadonlySet<string> =>
    new Set(is16 ? codes.map((code) => SPELLING_16.get(code) ?? code) : codes);
  const unreadable = (id?: string): Expectation | undefined =>
    is16 && id === undefined ? undefined : { id: id ?? NO_ID, codes: spelled('RpcFrameworkError') };
  const frame = parsed(text);
  if (frame === undefined || frame.length === 0) return unreadable();
  const [type, id, action, payload] = frame;
  const readableId = typeof id === 'string' && id !== '' ? id : undefined;
  if (!isType(type, version)) {
    // 2.0.1 tells the sender; 2.1 and 1.6 ignore what a later version may have added.
    if (version !== '2.0.1') return undefined;
    const known = readableId !== undefined && [...readableId].length <= LONGEST_ID;
    return { id: known ? readableId : NO_ID, codes: spelled('MessageTypeNotSupported') };
  }
  if (type !== 2) return undefined;
  if (readableId === undefined || [...readableId].length > LONGEST_ID)
    return unreadable(readableId);
  if (isDeep(text)) return { id: readableId, codes: spelled('FormatViolation') };
  if (frame.length !== 4 || typeof action !== 'string' || action === '')
    return unreadable(readableId);
  const info = protocol.actions.get(action);
  if (info === undefined) return { id: readableId, codes: spelled('NotImplemented') };
  const isInbound = info.from === peerOf(receiver) || info.from === 'Both';
  if (!isInbound || info.kind !== 'CALL') return { id: readableId, codes: spelled('NotSupported') };
  const violations = protocol.request(action)?.explain(payload) ?? [];
  if (violations.length === 0) return { id: readableId, action, codes: spelled(...domainCodes) };
  const refused = spelled(...violations.map(({ code }) => code), ...domainCodes);
  return { id: readableId, codes: refused };
}

/** Our own bound: the standard has none. Brackets in texts count as well, which no fuzzer writes by the thousand. */
const MAX_NESTING = 2_048;

function isDeep(text: string): boolean {
  if (text.length <= 2 * MAX_NESTING) return false;
  let depth = 0;
  let deepest = 0;
  for (const character of text) {
    if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest > MAX_NESTING;
}

function isType(type: unknown, version: Version): boolean {
  return typeof type === 'number' && [2, 3, 4, ...(version === '2.1' ? [5, 6] : [])].includes(type);
}

/** Undefined for what is no JSON array. */
function parsed(text: string): readonly unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
