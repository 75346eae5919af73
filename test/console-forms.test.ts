import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCsms } from '@northbound/csms';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { ocpp201 } from '@northbound/protocol/ocpp201';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import {
  type CommandDescription,
  type OpenApiDocument,
  readCatalogue,
} from '../packages/console/src/forms/catalogue.ts';
import { isRecord, resolve, schemasFor } from '../packages/console/src/forms/schema.ts';
import { problemsIn } from '../packages/console/src/forms/validate.ts';
import { emptyOf } from '../packages/console/src/forms/value.ts';

/** A number that the CSMS fills in: forms may leave it out, the wire may not. */
const FILLED_IN = { requestId: 1, remoteStartId: 1 };

/** What a person can do wrong in a form or in the JSON view. */
const WRONGS: readonly ((request: Record<string, unknown>, name: string) => unknown)[] = [
  ({ ...rest }, name) => {
    delete rest[name];
    return rest;
  },
  (request, name) => ({ ...request, [name]: 'x'.repeat(10_001) }),
  (request, name) => ({ ...request, [name]: -7.25 }),
  (request, name) => ({ ...request, [name]: [] }),
  (request, name) => ({ ...request, [name]: [{}] }),
  (request, name) => ({ ...request, [name]: {} }),
  (request, name) => ({ ...request, [name]: true }),
  (request) => ({ ...request, surplus: 1 }),
];

test('forms judge requests as the validators of 2.1 do', async (t) => {
  const csms = await startCsms({
    port: 0,
    databaseFile: ':memory:',
    console: false,
    logLevel: 'silent',
  });
  await using _csms = csms;
  const response = await fetch(`${csms.url}/api/v1/openapi.json`);
  const document: OpenApiDocument = JSON.parse(await response.text());
  const { commands, schemas } = readCatalogue(document);
  const formSays = ({ schema }: CommandDescription, request: unknown) =>
    problemsIn(schema, request, schemas).length === 0;
  const wireSays = ({ command }: CommandDescription, request: unknown) => {
    const validator = ocpp21.request(command);
    assert.ok(validator, command);
    return validator.is(isRecord(request) ? { ...fillIn(command), ...request } : request);
  };

  /** Only where the message has such a number, which the document then does not require. */
  function fillIn(command: string): object {
    const properties = schemas[`${command}Request`]?.properties ?? {};
    return Object.fromEntries(Object.entries(FILLED_IN).filter(([name]) => name in properties));
  }

  await t.test('every command of 2.1 has a form, with an example that fits', () => {
    assert.equal(commands.length, 55);
    for (const command of commands) {
      assert.ok(formSays(command, command.example), command.command);
      assert.ok(wireSays(command, command.example), command.command);
      assert.notEqual(command.block, 'Other', command.command);
    }
  });

  await t.test('a form offers what stations of the version can be told', () => {
    const propertiesOf = (version: string, name: string) =>
      Object.keys(schemasFor(version, schemas)[name]?.properties ?? {}).sort();
    const inPeriods = ['customData', 'limit', 'numberPhases', 'startPeriod'];
    assert.deepEqual(propertiesOf('1.6', 'ChargingSchedulePeriodType'), inPeriods);
    assert.deepEqual(
      propertiesOf('2.0.1', 'ChargingSchedulePeriodType'),
      [...inPeriods, 'phaseToUse'].sort(),
    );
    assert.ok(propertiesOf('2.1', 'ChargingSchedulePeriodType').includes('setpoint'));
    const purposesOf = (version: string) =>
      schemasFor(version, schemas).ChargingProfilePurposeEnumType?.enum;
    assert.deepEqual(purposesOf('1.6'), [
      'ChargingStationMaxProfile',
      'TxDefaultProfile',
      'TxProfile',
    ]);
    assert.ok(purposesOf('2.0.1')?.includes('ChargingStationExternalConstraints'));
    assert.ok(!purposesOf('2.0.1')?.includes('LocalGeneration'));
    for (const { command, schema, versions, example } of commands) {
      for (const version of versions)
        assert.deepEqual(
          problemsIn(schema, example, schemasFor(version, schemas)),
          [],
          `${command} of ${version}`,
        );
    }
  });

  await t.test('a form of 2.0.1 offers nothing that the wire does not take', () => {
    const of201 = schemasFor('2.0.1', schemas);
    for (const { command, schema } of commands.filter(({ versions }) => versions.includes('2.0.1')))
      for (const name of Object.keys(resolve(schema, of201).properties ?? {})) {
        const violations = ocpp201.request(command)?.explain({ [name]: 0 }) ?? [];
        const isUnknown = violations.some(({ keyword }) => keyword === 'additionalProperties');
        assert.ok(!isUnknown, `${command}.${name}`);
      }
  });

  await t.test('an empty form is as incomplete as the wire would say', () => {
    for (const command of commands) {
      const empty = emptyOf(command.schema, schemas);
      assert.equal(formSays(command, empty), wireSays(command, empty), command.command);
    }
  });

  await t.test('what is wrong in the form is wrong on the wire, and nothing else is', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...commands),
        fc.constantFrom(...WRONGS),
        fc.nat(),
        (command, wrong, at) => {
          assert.ok(isRecord(command.example));
          const names = Object.keys(schemas[`${command.command}Request`]?.properties ?? {});
          const request = wrong({ ...command.example }, names[at % names.length] ?? '');
          assert.equal(formSays(command, request), wireSays(command, request));
        },
      ),
      runs(400),
    );
  });
});
