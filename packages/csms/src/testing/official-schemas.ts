import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Version } from '@northbound/protocol';

interface Node {
  readonly $id?: string;
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly minimum?: number;
  readonly minItems?: number;
  readonly items?: Node;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Node>>;
  readonly definitions?: Readonly<Record<string, Node>>;
}

const FILES: Readonly<Record<Version, string>> = {
  '1.6': 'ocpp1_6.json',
  '2.0.1': 'ocpp2_0_1.json',
  '2.1': 'ocpp2_1.json',
};

/** The smallest answer to each action that the official schemas allow: it shares nothing with our validators. */
export function smallestAnswers(version: Version): (action: string) => object {
  const main = fileURLToPath(import.meta.resolve('ocpp-rpc'));
  const file = main.replace(/(ocpp-rpc).*$/, `$1/lib/schemas/${FILES[version]}`);
  const schemas: readonly Node[] = JSON.parse(readFileSync(file, 'utf8'));
  const byId = new Map(schemas.map((schema) => [schema.$id, schema]));
  return (action) => {
    const schema = byId.get(`urn:${action}.conf`) ?? byId.get(`urn:${action}Response`);
    if (schema === undefined) throw new Error(`no schema of the answer to ${action}`);
    const answer = smallest(schema, schema);
    if (typeof answer !== 'object' || answer === null) throw new Error(`${action}: no object`);
    return answer;
  };
}

function smallest(node: Node, root: Node): unknown {
  if (node.$ref !== undefined) {
    const target = root.definitions?.[node.$ref.replace('#/definitions/', '')];
    if (target === undefined) throw new Error(`${node.$ref} leads nowhere`);
    return smallest(target, root);
  }
  if (node.enum !== undefined) return node.enum[0];
  switch (node.type) {
    case 'object': {
      const required = node.required ?? [];
      return Object.fromEntries(
        required.map((name) => [name, smallest(node.properties?.[name] ?? {}, root)]),
      );
    }
    case 'array':
      return Array.from({ length: node.minItems ?? 0 }, () => smallest(node.items ?? {}, root));
    case 'string':
      return node.format === 'date-time' ? '2026-01-01T00:00:00Z' : 'text';
    case 'boolean':
      return false;
    default:
      return node.minimum ?? 0;
  }
}
