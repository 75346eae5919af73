import { isIPv6 } from 'node:net';
import type { Clock } from '@northbound/rpc';

interface Allowance {
  /** Failed attempts that may be made at once. */
  readonly burst: number;
  /** Seconds after which one of them comes back. */
  readonly refillS: number;
}

const attemptsOfAddress: Allowance = { burst: 10, refillS: 6 };
/** Slower: passwords that people choose can be guessed, and addresses are cheap. */
export const attemptsAtAccount: Allowance = { burst: 20, refillS: 60 };

/** Addresses or accounts that are remembered; the one that has been quiet for longest is forgotten for a new one. */
const mostRemembered = 10_000;

interface Bucket {
  readonly attempts: number;
  readonly atMs: number;
}

/**
 * Failed attempts to authenticate, counted for each remote address or each account: a token bucket. It does not make
 * keys safer (their secrets cannot be guessed); it tells a confused client to slow down. Of passwords it
 * lets only few be tried.
 */
export class FailedAttempts {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #allowance: Allowance;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Pick<Clock, 'monotonicMs'>, allowance: Allowance = attemptsOfAddress) {
    this.#clock = clock;
    this.#allowance = allowance;
  }

  /** Seconds until the address or account may try again; 0 when it may now. */
  waitS(subject: string): number {
    const left = this.#left(network(subject));
    return left >= 1 ? 0 : Math.ceil((1 - left) * this.#allowance.refillS);
  }

  failed(subject: string): void {
    const key = network(subject);
    const attempts = Math.max(0, this.#left(key) - 1);
    this.#buckets.delete(key);
    this.#buckets.set(key, { attempts, atMs: this.#clock.monotonicMs() });
    if (this.#buckets.size > mostRemembered) {
      const [quietest] = this.#buckets.keys();
      if (quietest !== undefined) this.#buckets.delete(quietest);
    }
  }

  /** Gives back the attempt that turned out to be right. */
  succeeded(subject: string): void {
    const key = network(subject);
    const bucket = this.#buckets.get(key);
    if (bucket !== undefined) this.#buckets.set(key, { ...bucket, attempts: bucket.attempts + 1 });
  }

  #left(key: string): number {
    const bucket = this.#buckets.get(key);
    const { burst, refillS } = this.#allowance;
    if (bucket === undefined) return burst;
    const refilled = (this.#clock.monotonicMs() - bucket.atMs) / 1000 / refillS;
    return Math.min(burst, bucket.attempts + refilled);
  }
}

/** Who has one IPv6 address has the 2^64 of its network: they count as one. */
function network(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const gap = address.includes('::') ? 8 - first.length - last.length : 0;
  const groups = [...first, ...Array.from({ length: gap }, () => '0'), ...last];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
