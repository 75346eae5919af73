import { ApiProblem, createClient } from '@northbound/client';
import { takeSecret } from '../model/route.ts';

const STORED_AS = 'northbound.key';
const BY_PASSWORD = 'northbound.session';
const ENDING = 'northbound.signOut';

/** How the console proves who it is: with a key, or with the session's cookie and what must go with each change. */
export type Credentials =
  | { readonly key: string; readonly csrfToken?: undefined }
  | { readonly key?: undefined; readonly csrfToken: string };

/**
 * Takes a secret out of the address: it leaves no trace in the address bar or the history. `#key=…` signs in,
 * `#invitation=…` lets a person choose a password.
 */
export function takeFromAddress(name: 'key' | 'invitation'): string | undefined {
  const { secret, hash } = takeSecret(location.hash, name);
  if (secret !== undefined) {
    history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  }
  return secret;
}

/** The key of this tab. */
export function storedKey(): string | undefined {
  return sessionStorage.getItem(STORED_AS) ?? undefined;
}

export function storeKey(key: string): void {
  sessionStorage.setItem(STORED_AS, key);
}

/** Whether a cookie of this browser may still be good: the page itself cannot see it. */
export function maySpeakByCookie(): boolean {
  return localStorage.getItem(BY_PASSWORD) !== null;
}

/** Notes that a person has signed in, for the next load and for other tabs. */
export function noteCookie(): void {
  localStorage.removeItem(ENDING);
  localStorage.setItem(BY_PASSWORD, `${Date.now()}`);
}

/** Forgets one way in; a key is of this tab only, a cookie of all of them. */
export function forgetCredentials({ key }: Pick<Credentials, 'key'>): void {
  if (key === undefined) localStorage.removeItem(BY_PASSWORD);
  else sessionStorage.removeItem(STORED_AS);
}

/**
 * Tells when another tab has changed what the cookie stands for.
 *
 * @param onChange `true`: somebody has signed in; `false`: the session has ended
 * @returns what ends it
 */
export function watchCookie(onChange: (isSignedIn: boolean) => void): () => void {
  const listener = ({ key, newValue }: StorageEvent) => {
    if (key === BY_PASSWORD) onChange(newValue !== null);
  };
  addEventListener('storage', listener);
  return () => removeEventListener('storage', listener);
}

/** Whether a session is to be ended, and the CSMS has not heard of it yet. */
export function isEnding(): boolean {
  return localStorage.getItem(ENDING) !== null;
}

const BETWEEN_ATTEMPTS_MS = 5000;

/**
 * Ends the session of the cookie, which no page can take away by itself: until the CSMS has heard it, whoever sits down
 * at this browser is still signed in.
 *
 * @param onUnheard called when nobody answers; it is tried again until somebody does
 */
export async function endSession(onUnheard: () => void): Promise<void> {
  localStorage.setItem(ENDING, 'yes');
  while (isEnding()) {
    try {
      await endOnce();
      localStorage.removeItem(ENDING);
    } catch {
      onUnheard();
      await untilNextAttempt();
    }
  }
}

/** A while, or until the browser finds its network again. */
function untilNextAttempt(): Promise<void> {
  return new Promise((resolve) => {
    const ended = new AbortController();
    const end = () => {
      ended.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, BETWEEN_ATTEMPTS_MS);
    addEventListener('online', end, { signal: ended.signal });
  });
}

async function endOnce(): Promise<void> {
  try {
    const { csrfToken = '' } = await createClient().getMe();
    // Somebody may have signed in meanwhile.
    if (isEnding()) await createClient({ csrfToken: () => csrfToken }).signOut();
  } catch (error) {
    if (!(error instanceof ApiProblem && error.status === 401)) throw error;
  }
}
