import { useFormContext } from './form-context.ts';
import { hintOf } from './hints.ts';
import { resolve } from './schema.ts';
import { type FieldProps, SchemaField } from './schema-field.tsx';
import { emptyOf, withItem } from './value.ts';

/** A list: its items, one below the other. */
export function ArrayField({ name, schema, value, path, required, onChange }: FieldProps) {
  const { schemas, problems } = useFormContext();
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const itemSchema = schema.items ?? {};
  const problem = problems.find((each) => each.path === path)?.message;
  const isFull = items.length >= (schema.maxItems ?? Number.POSITIVE_INFINITY);

  function add(): void {
    const item = emptyOf(itemSchema, schemas) ?? resolve(itemSchema, schemas).enum?.[0] ?? '';
    onChange([...items, item]);
  }

  return (
    <fieldset className="schema-object schema-nested">
      <legend>
        {name}
        {required && <span className="required"> *</span>}
      </legend>
      <small className={problem === undefined ? 'hint' : 'problem-text'}>
        {problem ?? hintOf(name, schema)}
      </small>
      {items.map((item, index) => {
        const itemPath = `${path}[${index}]`;
        return (
          <div key={itemPath} className="schema-property">
            <SchemaField
              name={`${name}[${index}]`}
              schema={itemSchema}
              value={item}
              path={itemPath}
              required
              onChange={(next) => onChange(withItem(items, index, next ?? ''))}
            />
            <button
              type="button"
              className="button button-quiet schema-remove"
              aria-label={`Take out ${name}[${index}]`}
              onClick={() => onChange(withItem(items, index, undefined))}
            >
              ×
            </button>
          </div>
        );
      })}
      <button type="button" className="button schema-add" disabled={isFull} onClick={add}>
        Add to {name}
      </button>
    </fieldset>
  );
}
