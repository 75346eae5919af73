import {
  type RpcErrorCode,
  readErrorCode,
  spellErrorCode,
  type Version,
} from '@northbound/protocol';
import { tryParse } from './json-text.ts';
import type { Finding, WireMessage } from './model.ts';
import { frameSection } from './places.ts';

const KINDS = {
  2: 'CALL',
  3: 'CALLRESULT',
  4: 'CALLERROR',
  5: 'CALLRESULTERROR',
  6: 'SEND',
} as const;

const LAYOUTS: Readonly<Record<WireMessage['kind'], string>> = {
  CALL: '[2, id, action, payload]',
  CALLRESULT: '[3, id, payload]',
  CALLERROR: '[4, id, code, description, details]',
  CALLRESULTERROR: '[5, id, code, description, details]',
  SEND: '[6, id, action, payload]',
};

const ABSENT_IN_16: ReadonlySet<RpcErrorCode> = new Set([
  'MessageTypeNotSupported',
  'RpcFrameworkError',
]);

const MAX_ID_CHARS = 36;
const MAX_DESCRIPTION_CHARS = 255;

export interface FrameReading {
  /** As far as it can be made out. */
  readonly message?: WireMessage;
  readonly findings: readonly Finding[];
}

/** Reads a frame as well as it can be read, and says what is wrong with its outer structure. */
export function readFrame(text: string, version: Version): FrameReading {
  const frame = tryParse(text);
  if (frame === undefined) return { findings: [notJson(text, version)] };
  if (!Array.isArray(frame)) {
    return {
      findings: [frameFinding(version, `The frame is ${kindOf(frame)}, not a JSON array.`)],
    };
  }
  const elements: readonly unknown[] = frame;
  if (elements.length === 0) {
    return { findings: [frameFinding(version, 'The frame is an empty array.')] };
  }
  const type = elements[0];
  const kind = isMessageType(type) ? KINDS[type] : undefined;
  if (kind === undefined) return { findings: [unknownType(type, version)] };
  return readElements(kind, elements, version);
}

function isMessageType(type: unknown): type is keyof typeof KINDS {
  return typeof type === 'number' && Object.hasOwn(KINDS, type);
}

function readElements(
  kind: WireMessage['kind'],
  elements: readonly unknown[],
  version: Version,
): FrameReading {
  const findings: Finding[] = [];
  const say = (message: string) => findings.push(frameFinding(version, message, kind));
  if ((kind === 'CALLRESULTERROR' || kind === 'SEND') && version !== '2.1') {
    say(`${kind} frames exist from OCPP 2.1 on; OCPP ${version} has message types 2, 3 and 4.`);
  }
  const [, id, third, fourth, fifth] = elements;
  const wanted = LAYOUTS[kind].split(',').length;
  if (elements.length !== wanted) {
    say(`A ${kind} has ${wanted} elements, ${LAYOUTS[kind]}; this one has ${elements.length}.`);
  }
  if (typeof id !== 'string') {
    say(`The message id must be a string; it is ${kindOf(id)}.`);
    return { findings };
  }
  if (id === '') say('The message id is empty.');
  if (id.length > MAX_ID_CHARS) {
    say(`The message id has ${id.length} characters; ${MAX_ID_CHARS} are allowed.`);
  }
  switch (kind) {
    case 'CALL':
    case 'SEND':
      if (typeof third !== 'string') {
        say(`The action must be a string; it is ${kindOf(third)}.`);
        return { findings };
      }
      if (elements.length > 3) checkObject(fourth, 'payload', say);
      return { message: { kind, id, action: third, payload: fourth }, findings };
    case 'CALLRESULT':
      if (elements.length > 2) checkObject(third, 'payload', say);
      return { message: { kind, id, payload: third }, findings };
    default:
      checkError(third, fourth, fifth, elements.length, version, say);
      if (typeof third !== 'string') return { findings };
      return {
        message: { kind, id, code: third, description: typeof fourth === 'string' ? fourth : '' },
        findings,
      };
  }
}

function checkObject(value: unknown, name: string, say: (message: string) => void): void {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return;
  say(`The ${name} must be a JSON object ({} when empty); it is ${kindOf(value)}.`);
}

function checkError(
  code: unknown,
  description: unknown,
  details: unknown,
  length: number,
  version: Version,
  say: (message: string) => void,
): void {
  if (typeof code === 'string') {
    const known = readErrorCode(code);
    if (known === undefined) {
      say(`"${head(code)}" is not an error code of OCPP.`);
    } else if (version === '1.6' && ABSENT_IN_16.has(known)) {
      say(`OCPP 1.6 has no error code ${code}; the nearest is ${spellErrorCode(known, version)}.`);
    } else if (spellErrorCode(known, version) !== code) {
      say(`OCPP ${version} spells this error code ${spellErrorCode(known, version)}, not ${code}.`);
    }
  } else {
    say(`The error code must be a string; it is ${kindOf(code)}.`);
  }
  if (length > 3 && typeof description !== 'string') {
    say(
      `The error description must be a string ("" when there is none); it is ${kindOf(description)}.`,
    );
  } else if (typeof description === 'string' && description.length > MAX_DESCRIPTION_CHARS) {
    say(
      `The error description has ${description.length} characters; ${MAX_DESCRIPTION_CHARS} are allowed.`,
    );
  }
  if (length > 4) checkObject(details, 'errorDetails', say);
}

function notJson(text: string, version: Version): Finding {
  let reason = '';
  try {
    JSON.parse(text);
  } catch (error) {
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined;
    reason = position === undefined ? '' : ` (first at character ${Number(position) + 1})`;
  }
  return frameFinding(version, `The frame is not JSON${reason}.`);
}

function unknownType(type: unknown, version: Version): Finding {
  const known = version === '2.1' ? '2 to 6' : '2, 3 and 4';
  const message =
    typeof type === 'number'
      ? `${type} is not a message type number of OCPP ${version}, which knows ${known}; the receiver ignores the frame.`
      : `The message type must be a number; it is ${kindOf(type)}.`;
  const code =
    version === '1.6' ? 'GenericError' : spellErrorCode('MessageTypeNotSupported', version);
  return {
    rule: 'message-type',
    severity: 'error',
    message,
    code,
    place: frameSection(version),
  };
}

function frameFinding(version: Version, message: string, kind?: WireMessage['kind']): Finding {
  return {
    rule: 'frame',
    severity: 'error',
    message,
    code: spellErrorCode(version === '1.6' ? 'FormatViolation' : 'RpcFrameworkError', version),
    place: frameSection(version, kind),
  };
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'missing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'object') return 'an object';
  return `the ${typeof value} ${head(JSON.stringify(value))}`;
}

function head(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
