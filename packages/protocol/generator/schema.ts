import type { Version } from '../src/version.ts';

/** One node of an OCPP JSON schema, with the keywords that the three official sets use and no others. */
export interface SchemaNode {
  readonly $id?: string;
  readonly $schema?: string;
  readonly $ref?: string;
  readonly comment?: string;
  readonly description?: string;
  readonly javaType?: string;
  readonly default?: unknown;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean';
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly definitions?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly additionalItems?: boolean;
  readonly items?: SchemaNode;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly multipleOf?: number;
}

/** Where the npm package `ocpp-rpc` keeps the official schemas of a version. */
export function schemaFile(version: Version): URL {
  return new URL(FILES[version]());
}

const FILES: Readonly<Record<Version, () => string>> = {
  '1.6': () => import.meta.resolve('ocpp-rpc/lib/schemas/ocpp1_6.json'),
  '2.0.1': () => import.meta.resolve('ocpp-rpc/lib/schemas/ocpp2_0_1.json'),
  '2.1': () => import.meta.resolve('ocpp-rpc/lib/schemas/ocpp2_1.json'),
};

/** The keywords that say something about a payload; two definitions agree when these agree. */
const KNOWN_KEYWORDS = new Set([
  '$id',
  '$schema',
  '$ref',
  'comment',
  'description',
  'javaType',
  'default',
  'type',
  'properties',
  'definitions',
  'required',
  'additionalProperties',
  'additionalItems',
  'items',
  'minItems',
  'maxItems',
  'enum',
  'maxLength',
  'format',
  'minimum',
  'maximum',
  'multipleOf',
]);

/** A keyword we do not know would be a rule silently not checked, so it stops the generation. */
export function assertKnownKeywords(node: SchemaNode, where: string): void {
  for (const keyword of Object.keys(node)) {
    if (!KNOWN_KEYWORDS.has(keyword)) {
      throw new Error(`${where}: the generator does not know the keyword "${keyword}"`);
    }
  }
}

export interface MessageName {
  readonly action: string;
  readonly kind: 'request' | 'response';
}

/**
 * Reads a schema's `$id`: `urn:Authorize.req`, `urn:Authorize.conf` up to 2.0.1, `urn:AuthorizeRequest`,
 * `urn:AuthorizeResponse` in 2.1, where a message without either ending is a SEND.
 */
export function messageName(id: string): MessageName {
  const name = id.replace(/^urn:/, '');
  const [, action = name, ending = ''] = /^(.+?)(\.req|\.conf|Request|Response)?$/.exec(name) ?? [];
  return { action, kind: ending === '.conf' || ending === 'Response' ? 'response' : 'request' };
}
