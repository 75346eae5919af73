import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RpcErrorCode, readErrorCode, spellErrorCode } from './error-codes.ts';
import { VERSIONS } from './version.ts';

/** Codes that 1.6 lacks, and what stands for them there. */
const LOST_IN_16: ReadonlyMap<RpcErrorCode, RpcErrorCode> = new Map([
  ['MessageTypeNotSupported', 'GenericError'],
  ['RpcFrameworkError', 'FormatViolation'],
]);

const CODES: readonly RpcErrorCode[] = [
  'FormatViolation',
  'GenericError',
  'InternalError',
  'MessageTypeNotSupported',
  'NotImplemented',
  'NotSupported',
  'OccurrenceConstraintViolation',
  'PropertyConstraintViolation',
  'ProtocolError',
  'RpcFrameworkError',
  'SecurityError',
  'TypeConstraintViolation',
];

test('every code is read as it is spelled, in every version', () => {
  for (const version of VERSIONS) {
    for (const code of CODES) {
      const expected = version === '1.6' ? (LOST_IN_16.get(code) ?? code) : code;
      assert.equal(readErrorCode(spellErrorCode(code, version)), expected);
    }
  }
});

test('1.6 keeps its two misspellings', () => {
  assert.equal(spellErrorCode('FormatViolation', '1.6'), 'FormationViolation');
  assert.equal(
    spellErrorCode('OccurrenceConstraintViolation', '1.6'),
    'OccurenceConstraintViolation',
  );
});

test('what is no code is not read', () => {
  for (const text of ['', 'formatviolation', '__proto__', 'constructor']) {
    assert.equal(readErrorCode(text), undefined);
  }
});
