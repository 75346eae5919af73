import { isRecord, type JsonSchema, type Schemas } from './schema.ts';

/** What the OpenAPI document says of one command to a station. */
export interface CommandDescription {
  /** The action, in the words of 2.1. */
  readonly command: string;
  /** The method of the client that sends it. */
  readonly operationId: string;
  /** What it does, in a few words. */
  readonly words: string;
  /** The functional block, by the letter of its use cases. */
  readonly block: string;
  /** Stations of these versions understand it. */
  readonly versions: readonly string[];
  readonly schema: JsonSchema;
  readonly example: unknown;
}

export interface Catalogue {
  readonly commands: readonly CommandDescription[];
  readonly schemas: Schemas;
}

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly 'x-ocpp'?: {
    readonly command: string;
    readonly useCases: readonly string[];
    readonly versions: readonly string[];
  };
  readonly requestBody?: {
    readonly content: {
      readonly 'application/json': {
        readonly schema: JsonSchema & { readonly examples?: readonly unknown[] };
      };
    };
  };
}

/** What is read of an OpenAPI document. */
export interface OpenApiDocument {
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
  readonly components: { readonly schemas: Schemas };
}

/** The functional blocks of 2.1 part 2, by the letter of their use cases. */
const BLOCKS: Readonly<Record<string, string>> = {
  A: 'Security',
  B: 'Provisioning',
  C: 'Authorization',
  D: 'Local authorization list',
  E: 'Transactions',
  F: 'Remote control',
  G: 'Availability',
  H: 'Reservation',
  I: 'Tariff and cost',
  J: 'Meter values',
  K: 'Smart charging',
  L: 'Firmware management',
  M: 'Certificates',
  N: 'Diagnostics',
  O: 'Display messages',
  P: 'Data transfer',
  Q: 'Bidirectional power transfer',
  R: 'Distributed energy resources',
  S: 'Battery swapping',
};

/** Every command of the document, in the order of the standard's blocks. */
export function readCatalogue({ paths, components }: OpenApiDocument): Catalogue {
  const commands = Object.values(paths).flatMap(({ post }) => describe(post) ?? []);
  const order = Object.values(BLOCKS);
  const place = ({ block }: CommandDescription) =>
    (order.indexOf(block) + order.length) % order.length;
  return {
    commands: commands.sort((a, b) => place(a) - place(b) || (a.command < b.command ? -1 : 1)),
    schemas: components.schemas,
  };
}

function describe(operation: Operation | undefined): CommandDescription | undefined {
  const place = operation?.['x-ocpp'];
  const schema = operation?.requestBody?.content['application/json'].schema;
  if (operation === undefined || place === undefined || schema === undefined) return undefined;
  const { examples = [], ...request } = schema;
  return {
    command: place.command,
    operationId: operation.operationId,
    words: operation.summary,
    block: BLOCKS[place.useCases[0]?.charAt(0) ?? ''] ?? 'Other',
    versions: place.versions,
    schema: request,
    example: examples[0] ?? {},
  };
}

/** Commands by block that fit what is searched; only those that stations of this version understand. */
export function commandsByBlock(
  commands: readonly CommandDescription[],
  version: string | undefined,
  search: string,
): ReadonlyMap<string, readonly CommandDescription[]> {
  const wanted = search.trim().toLowerCase();
  const shown = commands.filter(
    ({ command, words, block, versions }) =>
      (version === undefined || versions.includes(version)) &&
      `${command} ${words} ${block}`.toLowerCase().includes(wanted),
  );
  return Map.groupBy(shown, ({ block }) => block);
}

/** Where an example names a transaction or an EVSE, those that are there. */
export function fitExample(
  example: unknown,
  known: { readonly transactionId?: string | undefined; readonly idToken?: string | undefined },
): unknown {
  if (Array.isArray(example)) return example.map((item) => fitExample(item, known));
  if (!isRecord(example)) return example;
  return Object.fromEntries(
    Object.entries(example).map(([name, value]) => {
      if (name === 'transactionId') return [name, known.transactionId ?? value];
      if (name === 'idToken' && typeof value === 'string') return [name, known.idToken ?? value];
      return [name, fitExample(value, known)];
    }),
  );
}
