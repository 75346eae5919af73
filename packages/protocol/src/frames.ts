import type { RpcErrorCode } from './error-codes.ts';
import { isTooDeep } from './nesting.ts';
import { isObject, isText } from './validation/checks.ts';
import type { Version } from './version.ts';
import { wellFormed } from './well-formed.ts';

/** Message type numbers of OCPP-J (2.1 part 4, chapter 4); 5 and 6 exist in 2.1 only. */
export const MESSAGE_TYPE_NUMBERS = {
  CALL: 2,
  CALLRESULT: 3,
  CALLERROR: 4,
  CALLRESULTERROR: 5,
  SEND: 6,
} as const;

/** By the name that the standard gives it; SEND and CALLRESULTERROR exist in 2.1 only. */
export type MessageType = keyof typeof MESSAGE_TYPE_NUMBERS;

/** Longest message id, in characters. */
export const MAX_MESSAGE_ID_LENGTH = 36;

/** Longest error description, in characters; longer ones are cut. */
export const MAX_ERROR_DESCRIPTION_LENGTH = 255;

/** The message id of an answer to a frame whose own id cannot be read (2.x part 4, chapter "CALLERROR"). */
export const UNREADABLE_MESSAGE_ID = '-1';

/** A message that asks (CALL) or tells (SEND), `[2 or 6, id, action, payload]` (2.1 part 4, 4.2). */
export interface CallFrame {
  readonly type: 'CALL' | 'SEND';
  readonly messageId: string;
  readonly action: string;
  /** Unchecked: whether it is an object at all is the validators' question. */
  readonly payload: unknown;
}

/** The answer to a CALL, `[3, id, payload]` (2.1 part 4, 4.2). */
export interface CallResultFrame {
  readonly type: 'CALLRESULT';
  readonly messageId: string;
  /** Unchecked: whether it is an object at all is the validators' question. */
  readonly payload: unknown;
}

/**
 * A no to a CALL (CALLERROR), or to its answer (CALLRESULTERROR): `[4 or 5, id, code, description, details]` (2.1 part 4,
 * 4.2 and 4.3).
 */
export interface ErrorFrame {
  readonly type: 'CALLERROR' | 'CALLRESULTERROR';
  readonly messageId: string;
  /** As it was written; `readErrorCode` reads it. */
  readonly code: string;
  readonly description: string;
  readonly details: unknown;
  /** What the sender left out or got wrong beside the code; an error is too valuable to be thrown away for it. */
  readonly defect?: 'description' | 'details';
}

/** What one WebSocket text message says. */
export type Frame = CallFrame | CallResultFrame | ErrorFrame;

/** Why a text is no frame. */
export type FrameProblemKind =
  | 'notJson'
  | 'notArray'
  | 'empty'
  | 'unknownType'
  | 'badId'
  | 'wrongLength'
  | 'badAction'
  | 'badErrorCode'
  | 'tooDeep';

/** A text that is no frame: why, and as much of one as can be read. */
export interface FrameProblem {
  readonly type: 'problem';
  readonly problem: FrameProblemKind;
  /** What it wanted to be, where that much can be read. */
  readonly messageType?: MessageType;
  /** Its id, where that much can be read, even one that is too long. */
  readonly messageId?: string;
  /** The code of the CALLERROR that fits, where the standard wants one. */
  readonly code: RpcErrorCode;
  /** One sentence, without anything of the text. */
  readonly message: string;
}

const TYPES: readonly (MessageType | undefined)[] = [
  undefined,
  undefined,
  'CALL',
  'CALLRESULT',
  'CALLERROR',
  'CALLRESULTERROR',
  'SEND',
];

/** The message type behind a number, in the versions that know it. */
function messageTypeOf(number: unknown, version: Version): MessageType | undefined {
  if (typeof number !== 'number' || (number > 4 && version !== '2.1')) return undefined;
  return TYPES[number];
}

/** Reads one WebSocket text message. Never throws. */
export function parseFrame(text: string, version: Version): Frame | FrameProblem {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return problemOf('notJson', 'RpcFrameworkError', 'The message is not JSON.');
  }
  if (!Array.isArray(json)) {
    return problemOf('notArray', 'RpcFrameworkError', 'The message is not a JSON array.');
  }
  const frame: readonly unknown[] = json;
  if (frame.length === 0) return problemOf('empty', 'RpcFrameworkError', 'The array is empty.');
  const type = messageTypeOf(frame[0], version);
  if (type === undefined) return unknownType(frame, version);
  const messageId = frame[1];
  if (!isMessageId(messageId)) return badId(type, messageId);
  if (isTooDeep(text)) return tooDeep(type, messageId);
  switch (type) {
    case 'CALL':
    case 'SEND':
      return parseCall(withWholeCharacters(text, frame), type, messageId);
    case 'CALLRESULT':
      return parseResult(withWholeCharacters(text, frame), messageId);
    case 'CALLERROR':
    case 'CALLRESULTERROR':
      return parseError(frame, type, messageId);
  }
}

/** Everything but the message id, which an answer gives back as it came, has no halves of characters. */
function withWholeCharacters(text: string, frame: readonly unknown[]): readonly unknown[] {
  const whole = wellFormed(text);
  if (whole === text) return frame;
  const repaired: unknown = JSON.parse(whole);
  return Array.isArray(repaired) ? repaired : frame;
}

function isMessageId(value: unknown): value is string {
  return isText(value, MAX_MESSAGE_ID_LENGTH) && value !== '';
}

function parseCall(
  frame: readonly unknown[],
  type: CallFrame['type'],
  messageId: string,
): CallFrame | FrameProblem {
  const action = frame[2];
  const payload = frame[3];
  if (frame.length !== 4) return wrongLength(type, messageId, frame.length, 4);
  if (typeof action !== 'string' || action === '') {
    const message = 'The third element must be the name of an action.';
    return {
      ...problemOf('badAction', 'RpcFrameworkError', message),
      messageType: type,
      messageId,
    };
  }
  return { type, messageId, action, payload };
}

function parseResult(frame: readonly unknown[], messageId: string): CallResultFrame | FrameProblem {
  const payload = frame[2];
  if (frame.length !== 3) return wrongLength('CALLRESULT', messageId, frame.length, 3);
  return { type: 'CALLRESULT', messageId, payload };
}

function parseError(
  frame: readonly unknown[],
  type: ErrorFrame['type'],
  messageId: string,
): ErrorFrame | FrameProblem {
  const [, , code, description, details] = frame;
  if (frame.length < 3 || frame.length > 5) {
    return wrongLength(type, messageId, frame.length, 5);
  }
  if (typeof code !== 'string') {
    const message = 'The third element must be an error code.';
    return {
      ...problemOf('badErrorCode', 'RpcFrameworkError', message),
      messageType: type,
      messageId,
    };
  }
  const hasDescription = typeof description === 'string';
  const defect = hasDescription ? (isObject(details) ? undefined : 'details') : 'description';
  return {
    type,
    messageId,
    code,
    description: hasDescription ? description : '',
    details: details ?? {},
    ...(defect === undefined ? {} : { defect }),
  };
}

function problemOf(problem: FrameProblemKind, code: RpcErrorCode, message: string): FrameProblem {
  return { type: 'problem', problem, code, message };
}

function unknownType(frame: readonly unknown[], version: Version): FrameProblem {
  const messageId = frame[1];
  return {
    ...problemOf(
      'unknownType',
      'MessageTypeNotSupported',
      `The first element is no message type of OCPP ${version}.`,
    ),
    ...(isMessageId(messageId) ? { messageId } : {}),
  };
}

function badId(messageType: MessageType, messageId: unknown): FrameProblem {
  if (typeof messageId !== 'string' || messageId === '') {
    const message = 'The second element must be the message id, a string that is not empty.';
    return { ...problemOf('badId', 'RpcFrameworkError', message), messageType };
  }
  const message = `The message id is longer than ${MAX_MESSAGE_ID_LENGTH} characters.`;
  return { ...problemOf('badId', 'RpcFrameworkError', message), messageType, messageId };
}

function tooDeep(messageType: MessageType, messageId: string): FrameProblem {
  const message = 'The message is nested too deep.';
  return { ...problemOf('tooDeep', 'FormatViolation', message), messageType, messageId };
}

function wrongLength(
  messageType: MessageType,
  messageId: string,
  length: number,
  expected: number,
): FrameProblem {
  const message = `A ${messageType} has ${expected} elements, this one has ${length}.`;
  return { ...problemOf('wrongLength', 'RpcFrameworkError', message), messageType, messageId };
}

/** `[2,"<id>","<action>",{…}]` */
export function encodeCall(messageId: string, action: string, payload: object): string {
  return JSON.stringify([MESSAGE_TYPE_NUMBERS.CALL, messageId, action, payload]);
}

/** `[6,"<id>","<action>",{…}]`, 2.1 only */
export function encodeSend(messageId: string, action: string, payload: object): string {
  return JSON.stringify([MESSAGE_TYPE_NUMBERS.SEND, messageId, action, payload]);
}

/** `[3,"<id>",{…}]` */
export function encodeCallResult(messageId: string, payload: object): string {
  return JSON.stringify([MESSAGE_TYPE_NUMBERS.CALLRESULT, messageId, payload]);
}

/** `[4,"<id>","<code>","<description>",{…}]`; the code in the spelling of the version, see `spellErrorCode`. */
export function encodeCallError(
  messageId: string,
  code: string,
  description = '',
  details: object = {},
): string {
  return encodeError(MESSAGE_TYPE_NUMBERS.CALLERROR, messageId, code, description, details);
}

/** `[5,"<id>","<code>","<description>",{…}]`, 2.1 only */
export function encodeCallResultError(
  messageId: string,
  code: string,
  description = '',
  details: object = {},
): string {
  return encodeError(MESSAGE_TYPE_NUMBERS.CALLRESULTERROR, messageId, code, description, details);
}

function encodeError(
  type: number,
  messageId: string,
  code: string,
  description: string,
  details: object,
): string {
  return JSON.stringify([type, messageId, code, cut(description), details]);
}

/** At most 255 characters, and never half of one. */
function cut(description: string): string {
  if (isText(description, MAX_ERROR_DESCRIPTION_LENGTH)) return description;
  return Array.from(description.slice(0, 2 * MAX_ERROR_DESCRIPTION_LENGTH))
    .slice(0, MAX_ERROR_DESCRIPTION_LENGTH)
    .join('');
}
