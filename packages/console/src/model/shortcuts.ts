export type Shortcut =
  | { readonly does: 'search' }
  | { readonly does: 'help' }
  | { readonly does: 'go'; readonly to: string };

/** What the shortcuts page lists. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly what: string }[] = [
  { keys: ['/'], what: 'Search' },
  { keys: ['↑', '↓'], what: 'Move through a list' },
  { keys: ['Enter'], what: 'Open' },
  { keys: ['g', 'f'], what: 'Go to the fleet' },
  { keys: ['g', 's'], what: 'Go to the sessions (transactions)' },
  { keys: ['g', 't'], what: 'Go to the tokens' },
  { keys: ['?'], what: 'Show this list' },
];

const PLACES: Readonly<Record<string, string>> = { f: '#/', s: '#/transactions', t: '#/tokens' };

/** @param before the key pressed before this one */
export function readShortcut(before: string, key: string): Shortcut | undefined {
  const to = before === 'g' ? PLACES[key] : undefined;
  if (to !== undefined) return { does: 'go', to };
  if (key === '/') return { does: 'search' };
  if (key === '?') return { does: 'help' };
  return undefined;
}
