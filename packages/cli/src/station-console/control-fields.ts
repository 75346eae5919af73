/** What a test tool asks for, as one line of JSON; documented in the package's README. */
export type Fields = ReadonlyMap<string, unknown>;

/** The tool asked for something that cannot be; the message tells it. */
export class ControlError extends Error {}

export function parse(line: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new ControlError('This line is not JSON.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ControlError('A command is a JSON object.');
  }
  return new Map(Object.entries(value));
}

export function texts(fields: Fields, name: string): Record<string, string> {
  const value = fields.get(name);
  if (typeof value !== 'object' || value === null) {
    throw new ControlError(`${name} is an object of texts.`);
  }
  const entries = Object.entries(value).map(([name, each]): [string, string] => [
    name,
    String(each),
  ]);
  return Object.fromEntries(entries);
}

export function text(fields: Fields, name: string): string {
  const value = fields.get(name);
  if (typeof value !== 'string' || value === '') throw new ControlError(`${name} is a text.`);
  return value;
}

export function whole(
  fields: Fields,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const value = fields.get(name);
  if (value === undefined) return undefined;
  const isFine =
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
  if (!isFine) throw new ControlError(`${name} is a number from ${least} to ${most}.`);
  return value;
}

export function flag(fields: Fields, name: string): boolean {
  const value = fields.get(name) ?? true;
  if (typeof value !== 'boolean') throw new ControlError(`${name} is true or false.`);
  return value;
}

export function positive(fields: Fields, name: string): number {
  const value = fields.get(name);
  if (typeof value !== 'number' || !(value >= 0)) {
    throw new ControlError(`${name} is a number, 0 or more.`);
  }
  return value;
}
