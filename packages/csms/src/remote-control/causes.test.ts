import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type SchemaShape, schemaTable } from '@northbound/protocol/schemas';
import { REASON_CODES } from '@northbound/protocol/tables';
import { causeOfError, causeOfStatus } from './causes.ts';
import { COMMAND_NAMES } from './command.ts';
import { judge } from './judge.ts';

const { definitions } = schemaTable('2.1');

/** The statuses that a definition may have, in its own fields and in those of its results. */
function statusesOf(name: string): string[] {
  const definition = definitions[name];
  if (definition?.kind !== 'object') return [];
  return Object.entries(definition.properties).flatMap(([field, shape]) => {
    const used = usedName(shape);
    const target = used === undefined ? undefined : definitions[used];
    if (target?.kind === 'enum') return /tatus$/.test(field) ? target.values : [];
    return used !== undefined && /Result$/.test(field) ? statusesOf(used) : [];
  });
}

function usedName(shape: SchemaShape): string | undefined {
  if (shape.kind === 'array') return usedName(shape.items);
  return shape.kind === 'named' ? shape.name : undefined;
}

describe('the cause of a no', () => {
  it('has words for every status of every command', () => {
    let seen = 0;
    for (const command of COMMAND_NAMES) {
      for (const status of statusesOf(`${command}Response`)) {
        seen += 1;
        if (judge(command, { status }).accepted) continue;
        const cause = causeOfStatus(command, status, undefined);
        assert.match(cause, /^[A-Z].{15,}[.)]$/s, `${command} ${status}`);
        assert.ok(!cause.startsWith('The station answered'), `${command} ${status}: ${cause}`);
      }
    }
    assert.ok(seen > 120, `${seen} statuses`);
  });

  it('has words for every reason code of the standard, and passes on those of vendors', () => {
    for (const reasonCode of Object.keys(REASON_CODES)) {
      const cause = causeOfStatus('Reset', 'Rejected', { reasonCode });
      assert.match(cause, /^The station rejected it: \S.{8,}\.$/);
      assert.ok(!cause.includes('its reason is'), reasonCode);
    }
    assert.equal(
      causeOfStatus('Reset', 'constructor', undefined),
      'The station answered constructor.',
    );
    const own = { reasonCode: 'TooHot', additionalInfo: '91 °C' };
    const cause = causeOfStatus('Reset', 'Rejected', own);
    assert.equal(cause, 'The station rejected it: its reason is TooHot (91 °C).');
  });

  it('speaks of the security extension to stations of 1.6 only', () => {
    const error = { errorCode: 'NotImplemented', errorDescription: '', errorDetails: {} };
    assert.match(causeOfError('1.6', 'GetLog', error), /security extension of 1\.6/);
    assert.equal(
      causeOfError('2.0.1', 'GetLog', error),
      'The firmware of the station does not know this command.',
    );
  });

  it('guesses nothing when the station says why', () => {
    const info = { reasonCode: 'NotEnabled' };
    assert.equal(
      causeOfStatus('SendLocalList', 'Failed', info),
      'The station could not take the list: the feature is switched off.',
    );
    assert.equal(
      causeOfStatus('SendLocalList', 'VersionMismatch', { reasonCode: 'Unspecified' }),
      'The list in the station is not the one that this change is made for: it gives no reason.',
    );
  });

  it('has words for every error code in both spellings, and says what the station says', () => {
    for (const errorCode of [
      'FormatViolation',
      'FormationViolation',
      'GenericError',
      'InternalError',
      'MessageTypeNotSupported',
      'NotImplemented',
      'NotSupported',
      'OccurenceConstraintViolation',
      'OccurrenceConstraintViolation',
      'PropertyConstraintViolation',
      'ProtocolError',
      'RpcFrameworkError',
      'SecurityError',
      'TypeConstraintViolation',
    ]) {
      const cause = causeOfError('2.1', 'Reset', {
        errorCode,
        errorDescription: '',
        errorDetails: {},
      });
      assert.ok(!cause.startsWith('OCPP knows no error'), errorCode);
    }
    const own = { errorCode: 'Strange', errorDescription: 'no idea', errorDetails: {} };
    assert.equal(
      causeOfError('2.1', 'Reset', own),
      'OCPP knows no error Strange. The station says: no idea',
    );
  });
});
