import { VERSIONS, type Version } from '@northbound/protocol';
import { type SchemaDefinition, schemaTable } from '@northbound/protocol/schemas';
import { PARTS_16 } from './dialects/parts16.ts';

const PARTS_OF_16: ReadonlyMap<string, readonly string[]> = new Map(Object.entries(PARTS_16));

/**
 * Which versions know a field or a value of a data type of 2.1, for forms that offer no more than a station can be
 * told. Those are absent that every version knows that has the type.
 */
export function versionsOfParts(
  name: string,
  definition: SchemaDefinition,
): Readonly<Record<string, readonly Version[]>> {
  const before = schemaTable('2.0.1').definitions[name];
  if (before === undefined) return {};
  const in201 = new Set(partsOf(before));
  const in16 = PARTS_OF_16.get(name);
  const knows: Readonly<Record<Version, (part: string) => boolean>> = {
    '1.6': (part) => in16?.includes(part) ?? in201.has(part),
    '2.0.1': (part) => in201.has(part),
    '2.1': () => true,
  };
  return Object.fromEntries(
    partsOf(definition)
      .map((part) => [part, VERSIONS.filter((version) => knows[version](part))] as const)
      .filter(([, versions]) => versions.length < VERSIONS.length),
  );
}

function partsOf(definition: SchemaDefinition): readonly string[] {
  return definition.kind === 'enum' ? definition.values : Object.keys(definition.properties);
}
