import { localSecond } from '../model/form.ts';
import { useFormContext } from './form-context.ts';
import { hintOf } from './hints.ts';
import type { FieldProps } from './schema-field.tsx';
import { readInput } from './value.ts';

/** Texts that are longer get several lines. */
const LONGEST_LINE = 600;

/** A text, a number, a moment, a choice. */
export function ScalarField({ name, schema, value, path, required, onChange }: FieldProps) {
  const { id, problems } = useFormContext();
  const problem = problems.find((each) => each.path === path)?.message;
  const hint = hintOf(name, schema);
  const fieldId = `${id}${path}`;
  const isBoolean = schema.type === 'boolean';
  const choices = isBoolean ? ['true', 'false'] : schema.enum;
  const shared = {
    id: fieldId,
    'aria-required': required,
    'aria-invalid': problem !== undefined,
    'aria-describedby': `${fieldId}-hint`,
  };
  const change = (text: string) => onChange(readInput(schema, text));
  const text = value === undefined ? '' : String(value);
  return (
    <div className="schema-field">
      <label htmlFor={fieldId}>
        {name}
        {required && <RequiredMark />}
      </label>
      {choices !== undefined ? (
        <select {...shared} value={text} onChange={(event) => change(event.target.value)}>
          <option value="">–</option>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : (schema.maxLength ?? 0) > LONGEST_LINE ? (
        <textarea
          {...shared}
          className="field-area"
          rows={4}
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      ) : schema.format === 'date-time' ? (
        <input
          {...shared}
          type="datetime-local"
          step={1}
          value={momentText(text)}
          onChange={(event) => change(event.target.value)}
        />
      ) : (
        <input
          {...shared}
          type={schema.type === 'string' ? 'text' : 'number'}
          step={schema.type === 'integer' ? 1 : 'any'}
          autoComplete="off"
          spellCheck={false}
          value={text}
          onChange={(event) => change(event.target.value)}
        />
      )}
      <small id={`${fieldId}-hint`} className={problem === undefined ? 'hint' : 'problem-text'}>
        {problem ?? hint}
      </small>
    </div>
  );
}

function momentText(text: string): string {
  const at = new Date(text);
  return Number.isNaN(at.getTime()) ? '' : localSecond(at);
}

function RequiredMark() {
  return (
    <span className="required" title="required" aria-hidden="true">
      *
    </span>
  );
}
