import { jsonLine, prettyJson } from './pretty-json.ts';

/** One place of a JSON document that says something else than it did. */
interface Change {
  /** As in `webhook.timeoutMs` or `values.2.value`; empty for the document itself. */
  readonly path: string;
  /** Absent where nothing stood. */
  readonly before?: string;
  readonly after: string;
}

/**
 * What a request says otherwise than what was there before. What it does not name is left out: an answer tells more
 * than can be asked for.
 *
 * @param before JSON, or whatever else was kept of it
 * @param after the same of the request
 */
export function changesBetween(before: string, after: string): readonly Change[] {
  const was = new Map(leaves(parse(before)));
  return leaves(parse(after)).flatMap(([path, value]) => {
    const old = was.get(path);
    if (old === value) return [];
    return [{ path, after: value, ...(old !== undefined && { before: old }) }];
  });
}

function leaves(value: unknown, path = ''): (readonly [path: string, text: string])[] {
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0) return [[path, jsonLine(value)]];
  return members.flatMap(([name, member]) =>
    leaves(member, path === '' ? name : `${path}.${name}`),
  );
}

/** A text as it is read best; one that is no JSON, such as one that was cut, as it is. */
export function prettyText(text: string): string {
  const value = parse(text);
  return value === undefined ? text : prettyJson(value);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
