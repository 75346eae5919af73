import type { SchemaShape as Shape } from '../src/validation/schema-table.ts';
import { namesOf16 } from './names16.ts';
import { assertKnownKeywords, messageName, type SchemaNode } from './schema.ts';

export interface Property {
  readonly name: string;
  readonly shape: Shape;
  readonly required: boolean;
  readonly doc: string;
  readonly default?: unknown;
}

export type Definition =
  | { readonly kind: 'enum'; readonly values: readonly string[]; readonly doc: string }
  | {
      readonly kind: 'object';
      readonly properties: readonly Property[];
      /** Whether properties that the schema does not name may stand in it (`customData`). */
      readonly open: boolean;
      readonly doc: string;
    };

export interface Message {
  readonly action: string;
  readonly kind: 'request' | 'response';
  /** Name of its definition. */
  readonly type: string;
}

export interface Model {
  readonly definitions: ReadonlyMap<string, Definition>;
  readonly messages: readonly Message[];
}

/** Joins all messages of one version into shared definitions. */
export function buildModel(schemas: readonly SchemaNode[]): Model {
  const definitions = new Map<string, Definition>();
  const messages: Message[] = [];
  for (const schema of schemas) {
    const { action, kind } = messageName(schema.$id ?? '');
    const type = `${action}${kind === 'request' ? 'Request' : 'Response'}`;
    const reader = new SchemaReader(definitions, action);
    for (const [name, node] of Object.entries(schema.definitions ?? {})) reader.define(name, node);
    reader.define(type, schema);
    messages.push({ action, kind, type });
  }
  return { definitions, messages };
}

class SchemaReader {
  readonly #definitions: Map<string, Definition>;
  readonly #action: string;

  constructor(definitions: Map<string, Definition>, action: string) {
    this.#definitions = definitions;
    this.#action = action;
  }

  define(name: string, node: SchemaNode): void {
    const definition = this.#definition(name, node);
    const known = this.#definitions.get(name);
    if (known === undefined) {
      this.#definitions.set(name, definition);
    } else if (rulesOf(known) !== rulesOf(definition)) {
      throw new Error(`${this.#action}: its "${name}" disagrees with that of an earlier message`);
    }
  }

  #definition(name: string, node: SchemaNode): Definition {
    assertKnownKeywords(node, name);
    const doc = cleanDoc(node.description);
    if (node.enum) return { kind: 'enum', values: node.enum, doc };
    if (node.type !== 'object') throw new Error(`${name}: neither an object nor an enumeration`);
    const required = new Set(node.required);
    for (const property of required) {
      if (!Object.hasOwn(node.properties ?? {}, property)) {
        throw new Error(`${name}: requires "${property}" and does not say what it is`);
      }
    }
    const properties = Object.entries(node.properties ?? {}).map(
      ([property, child]): Property => ({
        name: property,
        shape: this.#shape(child, name, property),
        required: required.has(property),
        doc: cleanDoc(child.description),
        ...(child.default === undefined ? {} : { default: child.default }),
      }),
    );
    return { kind: 'object', properties, open: node.additionalProperties !== false, doc };
  }

  #shape(node: SchemaNode, owner: string, property: string): Shape {
    assertKnownKeywords(node, `${owner}.${property}`);
    if (node.$ref) return { kind: 'named', name: node.$ref.replace('#/definitions/', '') };
    if (node.enum || node.type === 'object') {
      const name = namesOf16(this.#action, owner, property, node);
      this.define(name, node);
      return { kind: 'named', name };
    }
    switch (node.type) {
      case 'string':
        return {
          kind: 'string',
          ...picked(node, 'maxLength'),
          ...(node.format ? { format: knownFormat(node.format) } : {}),
        };
      case 'integer':
      case 'number':
        return {
          kind: node.type,
          ...picked(node, 'minimum'),
          ...picked(node, 'maximum'),
          ...picked(node, 'multipleOf'),
        };
      case 'array':
        return {
          kind: 'array',
          items: this.#shape(node.items ?? {}, owner, property),
          ...picked(node, 'minItems'),
          ...picked(node, 'maxItems'),
        };
      case 'boolean':
        return { kind: 'boolean' };
      default:
        return { kind: 'any' };
    }
  }
}

function picked<K extends keyof SchemaNode>(node: SchemaNode, key: K): { [P in K]?: number } {
  const value = node[key];
  const result: { [P in K]?: number } = {};
  if (typeof value === 'number') result[key] = value;
  return result;
}

function knownFormat(format: string): 'date-time' | 'uri' {
  if (format === 'date-time' || format === 'uri') return format;
  throw new Error(`the generator does not know the format "${format}"`);
}

/** What a definition demands, without its words: defaults and comments may differ from message to message. */
function rulesOf(definition: Definition): string {
  return JSON.stringify(definition, (key, value: unknown) =>
    key === 'doc' || key === 'default' ? undefined : value,
  );
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
};

/** The schemas' descriptions carry line ends of Windows, HTML entities, and AsciiDoc's hard breaks, links and images. */
export function cleanDoc(text: string | undefined): string {
  return (text ?? '')
    .replace(/\r\n?/g, '\n')
    .replace(/&(?:lt|gt|amp|quot|#39|nbsp);/g, (entity) => ENTITIES[entity] ?? entity)
    .replace(/[ \t]*\+\n/g, '\n')
    .replace(/<<[^,>]*,([^>]*)>>/g, '$1')
    .replace(/^image::.*$/gm, '')
    .replace(/\*\//g, '*\u200b/')
    .replace(/[ \t\u00a0]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{2,}/g, '\n\n')
    .trim();
}
