import { takeSecret } from '../model/route.ts';

const STORED_AS = 'northbound.key';
const BY_PASSWORD = 'northbound.session';

/** How the console proves who it is: with a key, or with the session's cookie and what must go with each change. */
export type Credentials =
  | { readonly key: string; readonly csrfToken?: undefined }
  | { readonly key?: undefined; readonly csrfToken: string };

/** Takes a secret out of the address: it leaves no trace in the address bar or the history. */
function takeFromAddress(name: 'key' | 'invitation'): string | undefined {
  const { secret, hash } = takeSecret(location.hash, name);
  if (secret !== undefined) {
    history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  }
  return secret;
}

/** The key of this tab; a key in the address (`#key=…`) wins. */
export function initialKey(): string | undefined {
  const key = takeFromAddress('key');
  if (key !== undefined) storeKey(key);
  return key ?? sessionStorage.getItem(STORED_AS) ?? undefined;
}

/** `#invitation=…` lets a person choose a password. */
export function initialInvitation(): string | undefined {
  return takeFromAddress('invitation');
}

export function storeKey(key: string): void {
  sessionStorage.setItem(STORED_AS, key);
}

/** Whether a cookie of this browser may still be good: the page itself cannot see it. */
export function maySpeakByCookie(): boolean {
  return localStorage.getItem(BY_PASSWORD) !== null;
}

export function noteCookie(): void {
  localStorage.setItem(BY_PASSWORD, 'yes');
}

export function forgetCredentials(): void {
  sessionStorage.removeItem(STORED_AS);
  localStorage.removeItem(BY_PASSWORD);
}
