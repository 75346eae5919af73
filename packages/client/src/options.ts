/** How a client reaches a CSMS, and as whom. */
export interface ClientOptions {
  /** `https://csms.example`; in a page of the CSMS itself it may be left out. */
  readonly baseUrl?: string;
  /** An API key. Without it the session cookie speaks, which a browser sends by itself. */
  readonly key?: string;
  /** Of a session: what each change must carry. Asked for at each change, for it comes with the sign-in. */
  readonly csrfToken?: () => string | undefined;
  /** `fetch` of the platform when absent. */
  readonly fetch?: typeof fetch;
  /**
   * How long the CSMS may be silent before its answer and in the middle of it; a minute when absent. A command that
   * waits for its station (`timeoutS`) has that time more.
   */
  readonly timeoutMs?: number;
  /** How often a request that got no answer is sent again; 2 when absent. */
  readonly retries?: number;
  /** Waits between attempts; the platform's timer when absent. */
  readonly wait?: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  /** In [0, 1), to spread attempts; the platform's when absent. */
  readonly random?: () => number;
}

/** What one request says beyond its arguments. */
export interface RequestOptions {
  readonly signal?: AbortSignal;
  /** `etagOf` an answer: the change is refused with `preconditionFailed` when that has changed since. */
  readonly ifMatch?: string | undefined;
  /** `*`: the change is refused with `preconditionFailed` when what it would make is there already. */
  readonly ifNoneMatch?: string | undefined;
  /**
   * For a change that must not happen twice even if this program is started again; made up when absent. Signing in and
   * the like take none: they are sent once.
   */
  readonly idempotencyKey?: string;
}

/** The options with everything filled in. */
export interface Settings {
  readonly baseUrl: string;
  readonly key: string | undefined;
  readonly csrfToken: () => string | undefined;
  readonly fetch: typeof fetch;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly wait: (ms: number, signal: AbortSignal | undefined) => Promise<void>;
  readonly random: () => number;
}

export function settingsOf(options: ClientOptions): Settings {
  return {
    baseUrl: (options.baseUrl ?? '').replace(/\/$/, ''),
    key: options.key,
    csrfToken: options.csrfToken ?? (() => undefined),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    timeoutMs: options.timeoutMs ?? 60_000,
    retries: options.retries ?? 2,
    wait: options.wait ?? wait,
    random: options.random ?? Math.random,
  };
}

/** Who asks, as headers. */
export function identityHeaders({ key }: Settings): Record<string, string> {
  return key === undefined ? {} : { authorization: `Bearer ${key}` };
}

/** Resolves after the time, or at once when it is no longer wanted. */
function wait(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stop();
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const stop = timer(ms, end);
    signal?.addEventListener('abort', end);
    if (signal?.aborted) end();
  });
}

/** What `setTimeout` takes: with more it would not wait at all. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Does it after the time, or after 24 days when that is longer. @returns what stops it */
export function timer(ms: number, then: () => void): () => void {
  const running = setTimeout(then, Math.min(ms, LONGEST_TIMER_MS));
  return () => clearTimeout(running);
}
