import type { VariableSpec } from './schema.ts';

/**
 * Why a text is no value of a variable (2.1 part 1, data types of variables), or undefined when it is.
 */
export function valueProblem(spec: VariableSpec, value: string): string | undefined {
  switch (spec.dataType) {
    case 'boolean':
      return value === 'true' || value === 'false' ? undefined : 'is neither true nor false';
    case 'integer':
      return /^-?\d{1,15}$/.test(value) ? limitProblem(spec, Number(value)) : 'is no integer';
    case 'decimal':
      return /^-?\d{1,15}(\.\d+)?$/.test(value)
        ? limitProblem(spec, Number(value))
        : 'is no decimal number';
    case 'dateTime':
      return Number.isNaN(Date.parse(value)) ? 'is no RFC 3339 date and time' : undefined;
    case 'OptionList':
      return spec.values?.includes(value) === false ? 'is not in valuesList' : undefined;
    case 'MemberList':
    case 'SequenceList':
      return listProblem(spec, value);
    case 'string':
      if (spec.minLimit !== undefined && value.length < spec.minLimit) {
        return `is shorter than ${spec.minLimit} characters`;
      }
      return spec.maxLimit !== undefined && value.length > spec.maxLimit
        ? `is longer than ${spec.maxLimit} characters`
        : TEXTS.get(`${spec.component}.${spec.variable}`)?.(value);
  }
}

/** Texts of which the standard says more than how long they are. */
const TEXTS = new Map<string, (value: string) => string | undefined>([
  [
    'ClockCtrlr.TimeOffset',
    (value) =>
      /^(Z|[+-]([01]\d|2[0-3]):[0-5]\d)$/.test(value) ? undefined : 'is no offset of RFC 3339',
  ],
  [
    'ClockCtrlr.TimeZone',
    // Empty: TimeOffset counts.
    (value) => (value === '' || isTimeZone(value) ? undefined : 'is no time zone'),
  ],
]);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }) !== undefined;
  } catch {
    return false;
  }
}

/** The items of a list in one text. */
export function listItems(value: string): readonly string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function limitProblem(
  { minLimit, maxLimit }: Pick<VariableSpec, 'minLimit' | 'maxLimit'>,
  value: number,
): string | undefined {
  if (minLimit !== undefined && value < minLimit) return `is less than ${minLimit}`;
  if (maxLimit !== undefined && value > maxLimit) return `is more than ${maxLimit}`;
  return undefined;
}

function listProblem({ values, minLimit = 0 }: VariableSpec, value: string): string | undefined {
  if (value.length < minLimit) return 'is empty';
  const items = listItems(value);
  if (new Set(items).size < items.length) return 'has an item twice';
  const stranger = items.find((item) => values?.includes(item) === false);
  return stranger === undefined ? undefined : `has ${stranger}, which is not in valuesList`;
}
