import { ArrayField } from './array-field.tsx';
import { useFormContext } from './form-context.ts';
import { ObjectField } from './object-field.tsx';
import { ScalarField } from './scalar-field.tsx';
import { isScalar, type JsonSchema, resolve } from './schema.ts';

export interface FieldProps {
  readonly name: string;
  readonly schema: JsonSchema;
  readonly value: unknown;
  /** Of the value, from the payload (`$`). */
  readonly path: string;
  readonly required: boolean;
  /** Undefined takes it out. */
  readonly onChange: (value: unknown) => void;
}

/** The field that fits its schema. */
export function SchemaField(props: FieldProps) {
  const { schemas } = useFormContext();
  const schema = resolve(props.schema, schemas);
  if (schema.type === 'object') return <ObjectField {...props} schema={schema} />;
  if (schema.type === 'array') return <ArrayField {...props} schema={schema} />;
  if (isScalar(schema, schemas)) return <ScalarField {...props} schema={schema} />;
  return <p className="hint">{props.name} can be anything: write it in the JSON view.</p>;
}
