import type { BlackBoxEntry, Recorder } from '../nvm/storage.ts';
import { KIND, type KindName } from './recording-kinds.ts';

/** The line above the recording in a diagnostics log. */
const HEADING = '# recording: milliseconds, kind, content; see docs/station-storage.md';

/** Where messages of all versions, and what is written of them, name a token. */
const TOKEN =
  /"(idToken|idTag|parentIdTag|parentIdToken|additionalIdToken)"\s*:\s*"((?:[^"\\]|\\.)+)"/g;

/** Who may use a file server, in its URL (N01.FR.25), whose slashes may be escaped. */
const USER_INFO = /(:(?:\\?\/){2})[^\s"\\/@]+@/g;

const NAMES: ReadonlyMap<number, string> = new Map(
  Object.entries(KIND).map(([name, number]) => [number, name]),
);

/**
 * The recording as text, a line for each entry. Tokens have other names, the same one each time:
 * diagnostics go to people who repair, not to those who bill, and it can be replayed all the same.
 * Nor are they to know the passwords of file servers.
 */
export function recordingLines(box: Recorder, oldestMs: number, latestMs: number): string[] {
  const pseudonyms = new Map<string, string>();
  const lines: string[] = [];
  let offsetMs = 0;
  for (const entry of box.entries()) {
    const name = NAMES.get(entry.kind);
    const text = Buffer.from(entry.bytes).toString();
    if (entry.kind === KIND.read) offsetMs = clockOffset(text) ?? offsetMs;
    const epochMs = entry.atMs + offsetMs;
    // News are the log's own lines, above.
    if (name === undefined || entry.kind === KIND.news) continue;
    if (epochMs < oldestMs || epochMs > latestMs) continue;
    const shown = pseudonymous(text.replaceAll(USER_INFO, '$1***@'), pseudonyms);
    lines.push(`${entry.atMs} ${name} ${shown}`);
  }
  return lines.length === 0 ? [] : [HEADING, ...lines];
}

/** The entries of a recording in a diagnostics log. */
export function parseRecording(
  log: string,
): readonly (Omit<BlackBoxEntry, 'bytes'> & { text: string })[] {
  const lines = log.split('\n');
  return lines.slice(lines.indexOf(HEADING) + 1).flatMap((line) => {
    const [, atMs, name, text = ''] = /^(\S+) (\w+) (.*)$/.exec(line) ?? [];
    return isKind(name) ? [{ atMs: Number(atMs), kind: KIND[name], text }] : [];
  });
}

/** The bytes of an entry with stars for a token; undefined where it is not in there. */
export function withoutToken(bytes: Uint8Array, idToken: string): Uint8Array | undefined {
  const text = Buffer.from(bytes).toString();
  const token = JSON.stringify(idToken).slice(1, -1).toLowerCase();
  if (token === '' || !text.toLowerCase().includes(token)) return undefined;
  const pattern = new RegExp(token.replaceAll(/[^a-z0-9]/g, '\\$&'), 'gi');
  return Buffer.from(text.replaceAll(pattern, '*'.repeat(token.length)));
}

function pseudonymous(text: string, pseudonyms: Map<string, string>): string {
  return text.replaceAll(TOKEN, (_, name: string, token: string) => {
    const key = token.toLowerCase();
    const pseudonym = pseudonyms.get(key) ?? `TOKEN${pseudonyms.size + 1}`;
    pseudonyms.set(key, pseudonym);
    return `"${name}":"${pseudonym}"`;
  });
}

/** What the wall clock was ahead of the monotonic one, where an entry says that it changed. */
function clockOffset(text: string): number | undefined {
  const value: unknown = JSON.parse(text);
  if (!Array.isArray(value) || value[0] !== 'clock') return undefined;
  return typeof value[2] === 'number' ? value[2] : undefined;
}

function isKind(name: string | undefined): name is KindName {
  return name !== undefined && Object.hasOwn(KIND, name);
}
