import { type HTMLInputTypeAttribute, type ReactNode, useId } from 'react';

interface FieldProps {
  /** As `readForm` asks for it. */
  readonly name: string;
  readonly label: ReactNode;
  /** What the label cannot say in few words. */
  readonly hint?: ReactNode;
}

interface TextFieldProps extends FieldProps {
  readonly type?: HTMLInputTypeAttribute;
  readonly required?: boolean;
  readonly initial?: string | number | undefined;
  readonly placeholder?: string;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly autoComplete?: string;
  /** Ids of things that are known, to choose from. */
  readonly suggestions?: readonly string[] | undefined;
}

/** One line; text unless the type says otherwise. */
export function TextField(props: TextFieldProps) {
  const { name, label, hint, initial, suggestions, autoComplete = 'off', ...input } = props;
  const listId = useId();
  return (
    <label className="field">
      <span>{label}</span>
      <input
        name={name}
        autoComplete={autoComplete}
        spellCheck={false}
        defaultValue={initial}
        list={suggestions === undefined ? undefined : listId}
        step={input.type === 'number' ? 'any' : undefined}
        {...input}
      />
      <Suggestions id={listId} values={suggestions} />
      {hint !== undefined && <small className="hint">{hint}</small>}
    </label>
  );
}

/** A moment in the reader's time zone. */
export function MomentField(props: Omit<TextFieldProps, 'type'>) {
  return <TextField {...props} type="datetime-local" />;
}

interface AreaFieldProps extends FieldProps {
  readonly required?: boolean;
  readonly initial?: string | undefined;
  readonly rows?: number;
  readonly placeholder?: string;
}

/** Several lines, in the letters of code. */
export function AreaField({ name, label, hint, initial, rows = 4, ...area }: AreaFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <textarea
        className="field-area"
        name={name}
        rows={rows}
        spellCheck={false}
        defaultValue={initial}
        {...area}
      />
      {hint !== undefined && <small className="hint">{hint}</small>}
    </label>
  );
}

interface SelectFieldProps extends FieldProps {
  /** Value and words of each choice; a value alone is its own words. */
  readonly choices: readonly (string | readonly [value: string, words: string])[];
  readonly initial?: string | undefined;
}

export function SelectField({ name, label, hint, choices, initial }: SelectFieldProps) {
  return (
    <label className="field">
      <span>{label}</span>
      <select name={name} defaultValue={initial}>
        <Options choices={choices} />
      </select>
      {hint !== undefined && <small className="hint">{hint}</small>}
    </label>
  );
}

function Options({ choices }: Pick<SelectFieldProps, 'choices'>) {
  return choices.map((choice) => {
    const [value, words] = typeof choice === 'string' ? [choice, choice] : choice;
    return (
      <option key={value} value={value}>
        {words}
      </option>
    );
  });
}

interface CheckFieldProps extends FieldProps {
  readonly initial?: boolean;
  /** Of one box among several of one name. */
  readonly value?: string;
}

export function CheckField({ name, label, hint, initial, value }: CheckFieldProps) {
  return (
    <label className="check-field">
      <input type="checkbox" name={name} value={value} defaultChecked={initial} />
      <span>
        {label}
        {hint !== undefined && <small className="hint"> {hint}</small>}
      </span>
    </label>
  );
}

interface FieldsProps {
  readonly legend: string;
  readonly children: ReactNode;
}

/** Fields that belong together, side by side where there is room. */
export function Fields({ legend, children }: FieldsProps) {
  return (
    <fieldset className="field-group">
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}

interface FilterSelectProps {
  readonly label: string;
  readonly value: string;
  readonly choices: SelectFieldProps['choices'];
  readonly onChange: (value: string) => void;
}

/** A filter above a list; the empty value stands for all. */
export function FilterSelect({ label, value, choices, onChange }: FilterSelectProps) {
  return (
    <label className="select-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.target.value)}>
        <Options choices={choices} />
      </select>
    </label>
  );
}

interface FilterTextProps extends Omit<FilterSelectProps, 'choices'> {
  readonly placeholder?: string | undefined;
  readonly type?: HTMLInputTypeAttribute;
  readonly suggestions?: readonly string[] | undefined;
}

export function FilterText(props: FilterTextProps) {
  const { label, value, onChange, type = 'search', suggestions, placeholder } = props;
  const listId = useId();
  return (
    <label className="inline-field">
      <span>{label}</span>
      <input
        type={type}
        spellCheck={false}
        value={value}
        placeholder={placeholder}
        step={type === 'datetime-local' ? 1 : undefined}
        list={suggestions === undefined ? undefined : listId}
        onChange={(event) => onChange(event.target.value)}
      />
      <Suggestions id={listId} values={suggestions} />
    </label>
  );
}

interface SuggestionsProps {
  readonly id: string;
  readonly values: readonly string[] | undefined;
}

function Suggestions({ id, values }: SuggestionsProps) {
  if (values === undefined) return null;
  return (
    <datalist id={id}>
      {values.map((value) => (
        <option key={value} value={value} />
      ))}
    </datalist>
  );
}
