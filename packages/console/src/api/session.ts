import { takeKey } from '../model/route.ts';

const STORED_AS = 'northbound.key';

/** The key of this tab; a key in the address (`#key=…`) wins, and leaves no trace in the address bar or the history. */
export function initialKey(): string | undefined {
  const { key, hash } = takeKey(location.hash);
  if (key !== undefined) {
    history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
    storeKey(key);
    return key;
  }
  return sessionStorage.getItem(STORED_AS) ?? undefined;
}

export function storeKey(key: string): void {
  sessionStorage.setItem(STORED_AS, key);
}

export function forgetKey(): void {
  sessionStorage.removeItem(STORED_AS);
}
