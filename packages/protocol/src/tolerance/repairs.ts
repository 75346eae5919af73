import { codePointLength } from '../validation/checks.ts';
import type { Violation } from '../validation/explain.ts';

/** The new value of a field, or that the field (or the list item around it) goes. */
export type Repair =
  | { readonly do: 'replace'; readonly value: unknown; readonly says: string }
  | { readonly do: 'dropField'; readonly says: string }
  | { readonly do: 'dropItem'; readonly says: string };

const dropField: Repair = { do: 'dropField', says: 'left out' };

const replace = (value: unknown): Repair => ({
  do: 'replace',
  value,
  says: `read as ${JSON.stringify(value)}`,
});

export function cutText({ keyword, limit }: Violation, value: unknown): Repair | undefined {
  if (keyword !== 'maxLength' || typeof value !== 'string' || typeof limit !== 'number') {
    return undefined;
  }
  const text = Array.from(value).slice(0, limit).join('');
  return { do: 'replace', value: text, says: `cut to ${codePointLength(text)} characters` };
}

export function dropUnknownField({ keyword }: Violation): Repair | undefined {
  return keyword === 'additionalProperties' ? dropField : undefined;
}

export function dropNull({ keyword }: Violation, value: unknown): Repair | undefined {
  return keyword === 'type' && value === null ? dropField : undefined;
}

export function dropEmptyText({ keyword }: Violation, value: unknown): Repair | undefined {
  return (keyword === 'format' || keyword === 'enum') && value === '' ? dropField : undefined;
}

export function dropEmptyList({ keyword, actual }: Violation): Repair | undefined {
  return keyword === 'minItems' && actual === 0 ? dropField : undefined;
}

/** An item of a list that says nothing without its inner list goes as a whole. */
export function dropItemWithEmptyList({ keyword, actual }: Violation): Repair | undefined {
  return keyword === 'minItems' && actual === 0
    ? { do: 'dropItem', says: 'the item is left out' }
    : undefined;
}

export function primitiveToText({ keyword, limit }: Violation, value: unknown): Repair | undefined {
  if (keyword !== 'type' || limit !== 'string') return undefined;
  return typeof value === 'number' || typeof value === 'boolean'
    ? replace(String(value))
    : undefined;
}

const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

export function textToPrimitive({ keyword, limit }: Violation, value: unknown): Repair | undefined {
  if (keyword !== 'type' || typeof value !== 'string') return undefined;
  if (limit === 'boolean') {
    if (/^true$/i.test(value)) return replace(true);
    return /^false$/i.test(value) ? replace(false) : undefined;
  }
  if (limit !== 'integer' && limit !== 'number') return undefined;
  return NUMBER.test(value.trim()) ? replace(Number(value)) : undefined;
}

export function roundFraction({ keyword, limit }: Violation, value: unknown): Repair | undefined {
  return keyword === 'type' && limit === 'integer' && typeof value === 'number'
    ? replace(Math.round(value))
    : undefined;
}

const LOOSE_TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?\s?(?:(Z)|([+-])(\d{1,2})(?::?(\d{2}))?)?$/i;

/** Rewrites a timestamp as RFC 3339 with the offset it has, or `Z` when it has none. */
export function rewriteTimestamp({ limit }: Violation, value: unknown): Repair | undefined {
  if (limit !== 'date-time' || typeof value !== 'string') return undefined;
  const match = LOOSE_TIMESTAMP.exec(value.trim());
  if (match === null) return undefined;
  const two = (digits: string | undefined): string => (digits ?? '0').padStart(2, '0');
  const [, year, month, day, hour, minute, second, fraction, , sign, hours, minutes] = match;
  const offset = sign === undefined ? 'Z' : `${sign}${two(hours)}:${two(minutes)}`;
  const decimals = fraction === undefined ? '' : `.${fraction}`;
  return replace(
    `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${decimals}${offset}`,
  );
}

/** Letters and digits only: how vendors spell values differs in case and punctuation. */
const bare = (text: string): string => text.toLowerCase().replace(/[^a-z0-9]/g, '');

export function readMisspelled({ keyword, limit }: Violation, value: unknown): Repair | undefined {
  if (keyword !== 'enum' || typeof value !== 'string' || !Array.isArray(limit)) return undefined;
  const wanted = bare(value);
  const matches = limit.filter(
    (listed) => typeof listed === 'string' && wanted !== '' && bare(listed) === wanted,
  );
  return matches.length === 1 ? replace(matches[0]) : undefined;
}

/** Other words for listed values; a value of `undefined` means that the standard has no word and needs none. */
export function readAlias(
  aliases: Readonly<Record<string, string | undefined>>,
): (violation: Violation, value: unknown) => Repair | undefined {
  return ({ keyword }, value) => {
    if (keyword !== 'enum' || typeof value !== 'string') return undefined;
    if (!Object.hasOwn(aliases, value)) return undefined;
    const listed = aliases[value];
    return listed === undefined ? dropField : replace(listed);
  };
}

/** The catch-all that the standard gives for what it does not list. */
export function readAs(fallback: string): (violation: Violation) => Repair | undefined {
  return ({ keyword }) => (keyword === 'enum' ? replace(fallback) : undefined);
}

export function dropItemWithUnknown({ keyword }: Violation): Repair | undefined {
  return keyword === 'enum' ? { do: 'dropItem', says: 'the item is left out' } : undefined;
}
