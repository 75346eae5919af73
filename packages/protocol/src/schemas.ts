import { createRequire } from 'node:module';
import type { SchemaTable } from './validation/schema-table.ts';
import type { Version } from './version.ts';

const require = createRequire(import.meta.url);

const FILES: Readonly<Record<Version, string>> = {
  '1.6': '../generated/ocpp16-schema.json',
  '2.0.1': '../generated/ocpp201-schema.json',
  '2.1': '../generated/ocpp21-schema.json',
};

/**
 * What every message of a version must be, as data: the same rules that its validators check, for those who describe
 * messages (documents of an API, forms). It is read from disk when first asked for.
 */
export function schemaTable(version: Version): SchemaTable {
  const table: SchemaTable = require(FILES[version]);
  return table;
}

export type { SchemaDefinition, SchemaShape, SchemaTable } from './validation/schema-table.ts';
