import { useState } from 'react';
import { useFormContext } from './form-context.ts';
import { isRecord, isScalar } from './schema.ts';
import { type FieldProps, SchemaField } from './schema-field.tsx';
import { emptyOf, withProperty } from './value.ts';

/** A vendor's own data is written in the JSON view. */
const HIDDEN = 'customData';

/** The properties of an object: those that it must have, those that it has, and a choice of the others. */
export function ObjectField({ name, schema, value, path, required, onChange }: FieldProps) {
  const { schemas } = useFormContext();
  const [added, setAdded] = useState<ReadonlySet<string>>(new Set());
  const present = isRecord(value) ? value : {};
  const needed = schema.required ?? [];
  const isTop = path === '$';
  const properties = Object.entries(schema.properties ?? {}).filter(([each]) => each !== HIDDEN);
  const isShown = ([each]: (typeof properties)[number]) =>
    needed.includes(each) || present[each] !== undefined || added.has(each);
  const shown = properties.filter(
    (entry) => isShown(entry) || (isTop && isScalar(entry[1], schemas)),
  );
  const others = properties.filter((entry) => !shown.includes(entry));

  function add(property: string): void {
    setAdded(new Set([...added, property]));
    const empty = emptyOf(schema.properties?.[property] ?? {}, schemas);
    if (empty !== undefined) onChange(withProperty(value, property, empty));
  }

  function takeOut(property: string): void {
    setAdded(new Set([...added].filter((each) => each !== property)));
    onChange(withProperty(value, property, undefined));
  }

  const fields = (
    <>
      {shown.map(([property, propertySchema]) => {
        const isNeeded = needed.includes(property);
        return (
          <div key={property} className="schema-property">
            <SchemaField
              name={property}
              schema={propertySchema}
              value={present[property]}
              path={`${path}.${property}`}
              required={isNeeded}
              onChange={(next) => onChange(withProperty(value, property, next))}
            />
            {!isNeeded && !(isTop && isScalar(propertySchema, schemas)) && (
              <button
                type="button"
                className="button button-quiet schema-remove"
                aria-label={`Take out ${property}`}
                onClick={() => takeOut(property)}
              >
                ×
              </button>
            )}
          </div>
        );
      })}
      {others.length > 0 && (
        <select
          className="schema-add"
          aria-label={`Add to ${isTop ? 'the request' : name}`}
          value=""
          onChange={(event) => add(event.target.value)}
        >
          <option value="">Add…</option>
          {others.map(([property]) => (
            <option key={property}>{property}</option>
          ))}
        </select>
      )}
      {properties.length === 0 && <p className="hint">Takes nothing.</p>}
    </>
  );
  if (isTop) return <div className="schema-object">{fields}</div>;
  return (
    <fieldset className="schema-object schema-nested">
      <legend>
        {name}
        {required && <span className="required"> *</span>}
      </legend>
      {fields}
    </fieldset>
  );
}
