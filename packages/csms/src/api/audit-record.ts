import { withoutSecrets } from '../remote-control/secrets.ts';

/** Characters of a text in a record, items of a list in it, and characters of a whole record. */
const longest = { text: 400, list: 50, record: 4000 } as const;

/**
 * What the audit log keeps of a body: JSON without secrets, cut where it is long, with a mark that tells how much is
 * missing. Undefined for what says nothing, and for what is no JSON.
 */
export function recordOf(body: unknown): string | undefined {
  if (typeof body !== 'object' || body === null || Object.keys(body).length === 0) return undefined;
  return cut(JSON.stringify(withoutSecrets(shortened(body))), longest.record);
}

/** A path without the key code in it, which never appears in a log (2.1 part 2, C04.FR.04). */
export function pathWithoutKeyCode(path: string): string {
  return path.replace(/\/KeyCode\/[^/]+/i, '/KeyCode/***');
}

/** First, so that only what is kept is searched for secrets. */
function shortened(value: unknown): unknown {
  if (typeof value === 'string') return cut(value, longest.text);
  if (Array.isArray(value)) {
    const kept = value.slice(0, longest.list).map(shortened);
    const missing = value.length - kept.length;
    return missing === 0 ? kept : [...kept, `… and ${missing} more`];
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, shortened(field)]));
}

function cut(text: string, length: number): string {
  const missing = text.length - length;
  return missing <= 0 ? text : `${text.slice(0, length)}… and ${missing} characters more`;
}
