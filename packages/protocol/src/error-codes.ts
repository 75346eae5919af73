import type { Version } from './version.ts';

/** The RPC error codes in the spelling of 2.x (2.1 part 4, chapter "RPC error codes"). */
export type RpcErrorCode =
  | 'FormatViolation'
  | 'GenericError'
  | 'InternalError'
  | 'MessageTypeNotSupported'
  | 'NotImplemented'
  | 'NotSupported'
  | 'OccurrenceConstraintViolation'
  | 'PropertyConstraintViolation'
  | 'ProtocolError'
  | 'RpcFrameworkError'
  | 'SecurityError'
  | 'TypeConstraintViolation';

/** What 1.6 writes where it differs: two historic misspellings, and the nearest code for the two it lacks. */
const SPELLING_16: Readonly<Record<RpcErrorCode, string>> = {
  FormatViolation: 'FormationViolation',
  GenericError: 'GenericError',
  InternalError: 'InternalError',
  MessageTypeNotSupported: 'GenericError',
  NotImplemented: 'NotImplemented',
  NotSupported: 'NotSupported',
  OccurrenceConstraintViolation: 'OccurenceConstraintViolation',
  PropertyConstraintViolation: 'PropertyConstraintViolation',
  ProtocolError: 'ProtocolError',
  RpcFrameworkError: 'FormationViolation',
  SecurityError: 'SecurityError',
  TypeConstraintViolation: 'TypeConstraintViolation',
};

/** Both spellings are read, whatever the version: stations and libraries mix them. */
const READ: ReadonlyMap<string, RpcErrorCode> = new Map<string, RpcErrorCode>([
  ['FormatViolation', 'FormatViolation'],
  ['FormationViolation', 'FormatViolation'],
  ['GenericError', 'GenericError'],
  ['InternalError', 'InternalError'],
  ['MessageTypeNotSupported', 'MessageTypeNotSupported'],
  ['NotImplemented', 'NotImplemented'],
  ['NotSupported', 'NotSupported'],
  ['OccurenceConstraintViolation', 'OccurrenceConstraintViolation'],
  ['OccurrenceConstraintViolation', 'OccurrenceConstraintViolation'],
  ['PropertyConstraintViolation', 'PropertyConstraintViolation'],
  ['ProtocolError', 'ProtocolError'],
  ['RpcFrameworkError', 'RpcFrameworkError'],
  ['SecurityError', 'SecurityError'],
  ['TypeConstraintViolation', 'TypeConstraintViolation'],
]);

/** How a version writes a code on the wire (OCPP-J 1.6, table 7, whose spelling its errata keep). */
export function spellErrorCode(code: RpcErrorCode, version: Version): string {
  return version === '1.6' ? SPELLING_16[code] : code;
}

/** The code that a text stands for, in the spelling of any version; undefined when it is no code of OCPP. */
export function readErrorCode(text: string): RpcErrorCode | undefined {
  return READ.get(text);
}
