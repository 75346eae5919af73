import type { ActionInfo } from '../src/tables/actions.ts';
import type { SchemaShape as Shape } from '../src/validation/schema-table.ts';
import type { Definition, Message, Model, Property } from './model.ts';

/** The declarations of one version: every class, every enumeration, and `Messages`. */
export function emitTypes(model: Model, actions: ReadonlyMap<string, ActionInfo>): string {
  const out = ["import type { CustomData } from '../src/custom-data.ts';\n"];
  for (const [name, definition] of [...model.definitions].sort(byName)) {
    if (name !== 'CustomDataType') out.push(declaration(name, definition));
  }
  out.push(messages(model.messages, actions));
  return out.join('\n');
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]): number =>
  a[0] < b[0] ? -1 : 1;

function declaration(name: string, definition: Definition): string {
  if (definition.kind === 'enum') {
    const values = definition.values.map((value) => `\n  | ${quoted(value)}`).join('');
    return `${comment(definition.doc, '')}export type ${name} =${values};\n`;
  }
  if (definition.open) throw new Error(`${name}: only CustomDataType may be open`);
  const properties = definition.properties.map(property).join('');
  if (properties === '') return `export type ${name} = Record<string, never>;\n`;
  return `${comment(definition.doc, '')}export interface ${name} {\n${properties}}\n`;
}

function property({ name, shape, required, doc, default: fallback }: Property): string {
  const remarks = limitsOf(shape);
  if (fallback !== undefined) remarks.push(`@default ${JSON.stringify(fallback)}`);
  const text = [doc, remarks.join('\n')].filter((part) => part !== '').join('\n\n');
  return `${comment(text, '  ')}  ${name}${required ? '' : '?'}: ${typeOf(shape)};\n`;
}

function typeOf(shape: Shape): string {
  switch (shape.kind) {
    case 'any':
      return 'unknown';
    case 'named':
      return shape.name === 'CustomDataType' ? 'CustomData' : shape.name;
    case 'integer':
      return 'number';
    case 'array':
      return `readonly ${typeOf(shape.items)}[]`;
    default:
      return shape.kind;
  }
}

/** What the type cannot say, in words. */
function limitsOf(shape: Shape): string[] {
  switch (shape.kind) {
    case 'string':
      if (shape.format === 'date-time') return ['RFC 3339 date and time.'];
      if (shape.format === 'uri') return ['RFC 3986 URI.'];
      return shape.maxLength === undefined ? [] : [`At most ${shape.maxLength} characters.`];
    case 'integer':
    case 'number': {
      const limits: string[] = shape.kind === 'integer' ? ['Integer.'] : [];
      if (shape.minimum !== undefined) limits.push(`At least ${shape.minimum}.`);
      if (shape.maximum !== undefined) limits.push(`At most ${shape.maximum}.`);
      if (shape.multipleOf !== undefined) limits.push(`A multiple of ${shape.multipleOf}.`);
      return limits.length === 0 ? [] : [limits.join(' ')];
    }
    case 'array': {
      const { minItems = 0, maxItems } = shape;
      if (maxItems === undefined) return minItems === 0 ? [] : [`At least ${counted(minItems)}.`];
      return [`${minItems} to ${counted(maxItems)}.`];
    }
    default:
      return [];
  }
}

const counted = (items: number): string => (items === 1 ? '1 item' : `${items} items`);

function comment(text: string, indent: string): string {
  if (text === '') return '';
  const lines = text.split('\n');
  if (lines.length === 1) return `${indent}/** ${text} */\n`;
  const body = lines.map((line) => `${indent} *${line === '' ? '' : ` ${line}`}\n`).join('');
  return `${indent}/**\n${body}${indent} */\n`;
}

const quoted = (value: string): string => `'${value.replaceAll("'", "\\'")}'`;

function messages(all: readonly Message[], actions: ReadonlyMap<string, ActionInfo>): string {
  const kindsOf = new Map<string, Set<string>>();
  for (const { action, kind } of all) {
    kindsOf.set(action, (kindsOf.get(action) ?? new Set()).add(kind));
  }
  for (const action of actions.keys()) {
    if (!kindsOf.has(action))
      throw new Error(`${action}: in the table of actions, not in the schemas`);
  }
  const rows = [...kindsOf].map(([action, kinds]) => {
    const info = actions.get(action);
    if (info === undefined)
      throw new Error(`${action}: in the schemas, not in the table of actions`);
    if (kinds.has('response') !== (info.kind === 'CALL')) {
      throw new Error(`${action}: schemas and table disagree on whether it is answered`);
    }
    const from = info.from === 'Both' ? "'ChargingStation' | 'CSMS'" : `'${info.from}'`;
    const response = info.kind === 'CALL' ? `${action}Response` : 'never';
    return `  ${action}: { request: ${action}Request; response: ${response}; from: ${from} };\n`;
  });
  return `/** Every action: what is asked, what is answered, and who may ask. */\nexport interface Messages {\n${rows.join('')}}\n`;
}
