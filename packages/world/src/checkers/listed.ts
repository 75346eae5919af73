import type { Violation } from './violation.ts';

/** What a list says of a token. */
export interface ListEntry {
  readonly status?: string;
  readonly groupIdToken?: { readonly idToken: string };
}

/** How far the CSMS believes to have brought a list. */
interface Believed {
  readonly state: string;
  readonly detail?: string;
  readonly listVersion?: number;
}

/** What a station holds, and what the CSMS believes that it holds. */
interface Lists {
  readonly version: number | undefined;
  readonly held: readonly ListEntry[];
  readonly believed: readonly ListEntry[];
}

/** A local list is in sync when everything is quiet: its version, and what it says of how many tokens. */
export function checkListed(
  identity: string,
  { state, detail = '', listVersion }: Believed,
  { version, held, believed }: Lists,
): Violation[] {
  const found = (what: string): Violation[] => [
    { rule: 'agreement', place: `${identity} local list`, what },
  ];
  if (state === 'NotSupported') return [];
  if (state !== 'InSync') return found(`is ${state} at the end: ${detail}`);
  if (version !== listVersion) {
    return found(`is of version ${version}, the CSMS believes ${listVersion}`);
  }
  const [ours, theirs] = [summary(held), summary(believed)];
  return ours === theirs ? [] : found(`says ${ours}, the CSMS believes ${theirs}`);
}

function summary(entries: readonly ListEntry[]): string {
  const counts = new Map<string, number>();
  for (const { status, groupIdToken } of entries) {
    const text = `${status} ${groupIdToken?.idToken ?? 'alone'}`;
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts]
    .map(([text, count]) => `${count} ${text}`)
    .toSorted()
    .join(', ');
}
