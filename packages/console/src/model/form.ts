import { splitNames } from './names.ts';

/** What a form holds, field by field; what was left empty is absent. */
export interface FormReader {
  /** A field that must be there; empty when it is not. */
  text(name: string): string;
  /** What must be taken as it was typed, spaces at its ends and all; empty when there is none. */
  secret(name: string): string;
  optional(name: string): string | undefined;
  number(name: string): number | undefined;
  /**
   * A `datetime-local` field: a moment in the reader's time zone, as RFC 3339 in UTC.
   *
   * @param known what the field was filled with: a field shows whole minutes, and one that was left alone keeps the rest
   */
  moment(name: string, known?: string): string | undefined;
  flag(name: string): boolean;
  /** Ids of stations, with spaces, commas or lines between them. */
  ids(name: string): readonly string[] | undefined;
  /** Names that people give, which may have spaces in them, with commas between. */
  names(name: string): readonly string[] | undefined;
  /** The checked boxes of one name. */
  checked(name: string): readonly string[];
}

export function readForm(form: FormData): FormReader {
  const secret = (name: string): string => {
    const value = form.get(name);
    return typeof value === 'string' ? value : '';
  };
  const optional = (name: string) => secret(name).trim() || undefined;
  return {
    secret,
    optional,
    text: (name) => optional(name) ?? '',
    number: (name) => {
      const text = optional(name);
      return text === undefined ? undefined : Number(text);
    },
    moment: (name, known) => {
      const text = optional(name);
      if (text === undefined) return undefined;
      const isAsKnown = known !== undefined && text === localMoment(new Date(known));
      return isAsKnown ? known : new Date(text).toISOString();
    },
    flag: (name) => form.get(name) !== null,
    ids: (name) => optional(name)?.split(/[\s,;]+/),
    names: (name) => {
      const names = splitNames(optional(name) ?? '');
      return names.length === 0 ? undefined : names;
    },
    checked: (name) => form.getAll(name).filter((value) => typeof value === 'string'),
  };
}

type Given<Fields> = { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> };

/** The same object without the fields that are undefined, as the API wants what is absent. */
export function given<Fields extends object>(fields: Fields): Given<Fields> {
  const filled: Given<Fields> = {};
  for (const name of keysOf(fields)) {
    const value = fields[name];
    if (isGiven(value)) filled[name] = value;
  }
  return filled;
}

function keysOf<Fields extends object>(fields: Fields): (keyof Fields)[];
function keysOf(fields: object): string[] {
  return Object.keys(fields);
}

function isGiven<Value>(value: Value): value is Exclude<Value, undefined> {
  return value !== undefined;
}

/** A moment as a `datetime-local` field shows it, in the reader's time zone: whole minutes. */
export function localMoment(at: Date): string {
  return localText(at).slice(0, 16);
}

/** The same for a field that takes seconds, as the browser writes it: they are absent where they are 0. */
export function localSecond(at: Date): string {
  return localText(at).slice(0, 19).replace(/:00$/, '');
}

function localText(at: Date): string {
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString();
}
