import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startCsms } from '@northbound/csms';
import { ocpp21 } from '@northbound/protocol/ocpp21';
import { runs } from '@northbound/protocol/testing';
import fc from 'fast-check';
import {
  type CommandDescription,
  type OpenApiDocument,
  readCatalogue,
} from '../packages/console/src/forms/catalogue.ts';
import { isRecord } from '../packages/console/src/forms/schema.ts';
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
