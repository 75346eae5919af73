import type { JsonSchema } from './document.ts';

const fewIntegers = 4;

/** A JSON schema as a TypeScript type. */
export function typeOf(schema: JsonSchema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('/').at(-1) ?? 'unknown';
  if (schema.oneOf !== undefined) return schema.oneOf.map(typeOf).join(' | ');
  if (schema.enum !== undefined) return schema.enum.map((value) => `'${value}'`).join(' | ');
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
      return integerOf(schema);
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'undefined';
    case 'array':
      return arrayOf(schema);
    case 'object':
      return schema.properties === undefined
        ? 'Readonly<Record<string, unknown>>'
        : objectOf(schema);
    default:
      return 'unknown';
  }
}

/** JSON Schema's enumerations are of strings here: a range of a few integers is one of numbers. */
function integerOf({ minimum, maximum }: JsonSchema): string {
  if (minimum === undefined || maximum === undefined || maximum - minimum >= fewIntegers)
    return 'number';
  return Array.from({ length: maximum - minimum + 1 }, (_, i) => `${minimum + i}`).join(' | ');
}

/** A schema under its name, with its description. */
export function declarationOf(name: string, schema: JsonSchema): string {
  return `${comment(schema.description)}export type ${name} = ${typeOf(schema)};\n`;
}

/** A property as it is written in a type. */
export function propertyOf(name: string, schema: JsonSchema, isRequired: boolean): string {
  const key = /^[A-Za-z_$][\w$]*$/.test(name) ? name : `'${name}'`;
  const described = comment(schema.description);
  return `${described}readonly ${key}${isRequired ? '' : '?'}: ${typeOf(schema)};`;
}

export function comment(description: string | undefined): string {
  if (description === undefined) return '';
  return `/** ${description.replaceAll('*/', '*\u200b/').replaceAll('\n', ' ')} */\n`;
}

function objectOf({ properties = {}, required = [] }: JsonSchema): string {
  const members = Object.entries(properties).map(([name, property]) =>
    propertyOf(name, property, required.includes(name)),
  );
  return members.length === 0 ? 'Readonly<Record<string, never>>' : `{\n${members.join('\n')}\n}`;
}

function arrayOf({ items = {}, minItems, maxItems }: JsonSchema): string {
  const item = typeOf(items);
  if (minItems !== undefined && minItems === maxItems && minItems <= 4)
    return `readonly [${Array.from({ length: minItems }, () => item).join(', ')}]`;
  return /[|\s]/.test(item) ? `readonly (${item})[]` : `readonly ${item}[]`;
}
