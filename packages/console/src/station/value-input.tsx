import type { Variable } from '@northbound/client';

interface ValueInputProps {
  readonly variable: Variable;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Takes what the variable's characteristics allow. */
export function ValueInput({ variable, value, onChange }: ValueInputProps) {
  const { dataType, valuesList, minLimit, maxLimit, unit } = variable.characteristics ?? {};
  const choices =
    dataType === 'boolean'
      ? ['true', 'false']
      : dataType === 'OptionList'
        ? valuesList?.split(',').map((choice) => choice.trim())
        : undefined;
  if (choices !== undefined && choices.length > 0) {
    return (
      <select
        aria-label="Desired value"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {!choices.includes(value) && <option>{value}</option>}
        {choices.map((choice) => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  const isNumber = dataType === 'integer' || dataType === 'decimal';
  return (
    <>
      <input
        className="grow"
        aria-label="Desired value"
        type={isNumber ? 'number' : 'text'}
        step={dataType === 'integer' ? 1 : 'any'}
        min={minLimit}
        max={maxLimit}
        spellCheck={false}
        autoComplete="off"
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {unit !== undefined && <span className="muted">{unit}</span>}
    </>
  );
}
