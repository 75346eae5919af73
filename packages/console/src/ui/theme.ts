import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

const STORED_AS = 'northbound.theme';
const listeners = new Set<() => void>();
const prefersDark = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme {
  const value = localStorage.getItem(STORED_AS);
  return value === 'light' || value === 'dark' ? value : 'system';
}

/** Puts the chosen theme on the page; the style sheets do the rest. */
export function applyTheme(): void {
  const theme = stored();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(STORED_AS);
  else localStorage.setItem(STORED_AS, theme);
  applyTheme();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  prefersDark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    prefersDark.removeEventListener('change', listener);
  };
}

export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, stored);
}

/** What is seen in the end, for drawings that style sheets do not reach. */
export function useShownTheme(): 'light' | 'dark' {
  return useSyncExternalStore(subscribe, () => {
    const theme = stored();
    if (theme !== 'system') return theme;
    return prefersDark.matches ? 'dark' : 'light';
  });
}
