import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type Check = (payload: unknown) => boolean;

const require = createRequire(import.meta.url);

/** The official schemas of 2.0.1, from the package that ours are generated from. */
function schemaOf(message: string) {
  const file = require.resolve('ocpp-rpc/lib/schemas/ocpp2_0_1.json');
  const schemas: { $id?: string; $schema?: string }[] = JSON.parse(readFileSync(file, 'utf8'));
  const schema = schemas.find(({ $id }) => $id === `urn:${message}`);
  if (schema === undefined) throw new Error(`no schema of ${message}`);
  // Their identifiers are no URNs, and their dialect is spelled in a way that zod does not know.
  const { $id, $schema, ...rest } = schema;
  return rest;
}

/** Ways to validate a TransactionEventRequest, each with its formats checked. */
export const CONTENDERS: Readonly<Record<string, () => Promise<Check>>> = {
  async northbound() {
    const { ocpp201 } = await import('@northbound/protocol/ocpp201');
    const validator = ocpp201.request('TransactionEvent');
    if (validator === undefined) throw new Error('no validator of TransactionEvent');
    return (payload) => validator.is(payload);
  },
  async Ajv() {
    const { Ajv } = await import('ajv');
    const { default: addFormats } = await import('ajv-formats');
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    return ajv.compile(schemaOf('TransactionEvent.req'));
  },
  async TypeBox() {
    const { Compile } = await import('typebox/schema');
    const validator = Compile(schemaOf('TransactionEvent.req'));
    return (payload) => validator.Check(payload);
  },
  async zod() {
    const { fromJSONSchema } = await import('zod');
    const schema = fromJSONSchema(schemaOf('TransactionEvent.req'), { defaultTarget: 'draft-7' });
    return (payload) => schema.safeParse(payload).success;
  },
};
