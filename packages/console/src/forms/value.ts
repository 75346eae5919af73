import { isRecord, type JsonSchema, resolve, type Schemas } from './schema.ts';

/** The least that a form can begin with: required objects and lists are there, and everything else is still to be filled in. */
export function emptyOf(schema: JsonSchema, schemas: Schemas): unknown {
  const resolved = resolve(schema, schemas);
  switch (resolved.type) {
    case 'object': {
      const filled = (resolved.required ?? []).flatMap((name) => {
        const value = emptyOf(resolved.properties?.[name] ?? {}, schemas);
        return value === undefined ? [] : [[name, value] as const];
      });
      return Object.fromEntries(filled);
    }
    case 'array': {
      const item = emptyOf(resolved.items ?? {}, schemas);
      return item === undefined ? [] : Array.from({ length: resolved.minItems ?? 0 }, () => item);
    }
    default:
      return undefined;
  }
}

/** The object with one property changed; without it when `next` is undefined. */
export function withProperty(value: unknown, name: string, next: unknown): Record<string, unknown> {
  const { [name]: _, ...rest } = isRecord(value) ? value : {};
  if (next === undefined) return rest;
  return isRecord(value) && name in value ? { ...value, [name]: next } : { ...rest, [name]: next };
}

/** The list with one item changed; without it when `next` is undefined. */
export function withItem(value: unknown, index: number, next: unknown): readonly unknown[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return next === undefined ? items.toSpliced(index, 1) : items.with(index, next);
}

/** What was typed, as the schema wants it; undefined for nothing. */
export function readInput(schema: JsonSchema, text: string): unknown {
  if (text === '') return undefined;
  if (schema.type === 'boolean') return text === 'true';
  if (schema.type === 'integer' || schema.type === 'number') return Number(text);
  if (schema.format === 'date-time') {
    const moment = new Date(text);
    return Number.isNaN(moment.getTime()) ? text : moment.toISOString();
  }
  return text;
}
