import { createRequire } from 'node:module';
import type { SchemaTable } from '../validation/schema-table.ts';
import type { Version } from '../version.ts';

const require = createRequire(import.meta.url);

const FILES: Readonly<Record<Version, string>> = {
  '1.6': '../../generated/ocpp16-schema.json',
  '2.0.1': '../../generated/ocpp201-schema.json',
  '2.1': '../../generated/ocpp21-schema.json',
};

/** The rules of a version as data. */
export function schemaTableOf(version: Version): SchemaTable {
  return require(FILES[version]);
}

/** The values of an enumeration, in the order of the schema. */
export function valuesOf(version: Version, enumeration: string): readonly string[] {
  const definition = schemaTableOf(version).definitions[enumeration];
  if (definition?.kind !== 'enum') throw new Error(`OCPP ${version} has no ${enumeration}`);
  return definition.values;
}
