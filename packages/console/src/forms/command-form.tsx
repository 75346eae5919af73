import { useEffect, useEffectEvent, useId, useMemo, useState } from 'react';
import { Failure, Loading } from '../ui/notes.tsx';
import { Segments } from '../ui/segments.tsx';
import type { Catalogue, CommandDescription } from './catalogue.ts';
import { Form } from './form-context.ts';
import { JsonEditor } from './json-editor.tsx';
import { schemasFor } from './schema.ts';
import { SchemaField } from './schema-field.tsx';
import { useCatalogue } from './use-catalogue.ts';
import { type FormProblem, problemsIn } from './validate.ts';
import { emptyOf } from './value.ts';

interface CommandFormProps {
  /** The action, in the words of 2.1. */
  readonly command: string;
  /** What the station speaks; absent where there are several. */
  readonly version?: string | undefined;
  /** The request so far; undefined begins with the example of the API's description. */
  readonly value: unknown;
  /** @param isValid whether the request fits its schema */
  readonly onChange: (value: unknown, isValid: boolean) => void;
}

/** The request of a command as a form made from its schema, or as JSON. */
export function CommandForm(props: CommandFormProps) {
  const catalogue = useCatalogue();
  if (catalogue.isPending) return <Loading what="the form" />;
  if (catalogue.data === undefined) {
    return <Failure error={catalogue.error} retry={() => void catalogue.refetch()} />;
  }
  const description = catalogue.data.commands.find(({ command }) => command === props.command);
  if (description === undefined) return <p>The API does not know {props.command}.</p>;
  return (
    <RequestForm
      key={props.command}
      {...props}
      description={description}
      catalogue={catalogue.data}
    />
  );
}

interface RequestFormProps extends CommandFormProps {
  readonly description: CommandDescription;
  readonly catalogue: Catalogue;
}

function RequestForm({ version, value, onChange, description, catalogue }: RequestFormProps) {
  const id = useId();
  const schemas = useMemo(
    () => (version === undefined ? catalogue.schemas : schemasFor(version, catalogue.schemas)),
    [version, catalogue],
  );
  const { schema, example } = description;
  const [view, setView] = useState<'form' | 'json'>('form');
  const [isReadable, setReadable] = useState(true);
  // Fields that were added and are still empty go when the whole request is another one.
  const [filling, setFilling] = useState(0);
  const problems = useMemo(() => problemsIn(schema, value, schemas), [schema, value, schemas]);

  function change(next: unknown): void {
    onChange(next, problemsIn(schema, next, schemas).length === 0);
  }
  function fillIn(next: unknown): void {
    setFilling(filling + 1);
    change(next);
  }
  const begin = useEffectEvent(() => {
    if (value === undefined) change(example);
  });
  useEffect(() => begin(), []);

  return (
    <Form value={{ id, schemas, problems }}>
      <div className="schema-form">
        <div className="toolbar">
          <Segments
            label="View"
            value={view}
            choices={[
              ['form', 'Form'],
              ['json', 'JSON'],
            ]}
            onChange={setView}
          />
          <button type="button" className="button toolbar-end" onClick={() => fillIn(example)}>
            Example
          </button>
          <button
            type="button"
            className="button"
            onClick={() => fillIn(emptyOf(schema, schemas) ?? {})}
          >
            Empty
          </button>
        </div>
        {view === 'form' ? (
          <SchemaField
            key={filling}
            name=""
            schema={schema}
            value={value}
            path="$"
            required
            onChange={change}
          />
        ) : (
          <JsonEditor
            key={filling}
            value={value}
            onChange={change}
            onReadable={(readable) => {
              setReadable(readable);
              if (!readable) onChange(value, false);
            }}
          />
        )}
        {(view === 'form' || isReadable) && value !== undefined && <Problems problems={problems} />}
      </div>
    </Form>
  );
}

function Problems({ problems }: { readonly problems: readonly FormProblem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className="violations" aria-label="What is missing or wrong">
      {problems.map(({ path, message }) => (
        <li key={`${path} ${message}`}>
          <span>
            <code>{path}</code> {message}
          </span>
        </li>
      ))}
    </ul>
  );
}
