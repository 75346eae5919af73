import { pageHref, pagesFor } from './pages.ts';

export type Shortcut =
  | { readonly does: 'search' }
  | { readonly does: 'help' }
  | { readonly does: 'go'; readonly to: string };

interface ShortcutEntry {
  readonly keys: readonly string[];
  readonly what: string;
}

/** What the shortcuts page lists. */
export function shortcutsFor(isAdmin: boolean): readonly ShortcutEntry[] {
  return [
    { keys: ['Ctrl', 'k'], what: 'Find a page or a station' },
    { keys: ['/'], what: 'Search in this page' },
    { keys: ['↑', '↓'], what: 'Move through a list' },
    { keys: ['Enter'], what: 'Open' },
    { keys: ['x'], what: 'Select the station in the row' },
    { keys: ['?'], what: 'Show this list' },
    ...pagesFor(isAdmin).flatMap(({ key, label }) =>
      key === undefined ? [] : [{ keys: ['g', key], what: `Go to ${label.toLowerCase()}` }],
    ),
  ];
}

/** @param before the key pressed before this one */
export function readShortcut(before: string, key: string, isAdmin: boolean): Shortcut | undefined {
  const page = before === 'g' && pagesFor(isAdmin).find((entry) => entry.key === key);
  if (page) return { does: 'go', to: pageHref(page) };
  if (key === '/') return { does: 'search' };
  if (key === '?') return { does: 'help' };
  return undefined;
}
