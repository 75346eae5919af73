import { isIPv6 } from 'node:net';
import type { Clock } from '@northbound/rpc';
import { remember } from '../remember.ts';

interface Allowance {
  /** Failed attempts that may be made at once. */
  readonly burst: number;
  /** Seconds after which one of them comes back. */
  readonly refillS: number;
}

const attemptsWithKey: Allowance = { burst: 10, refillS: 6 };

interface Bucket {
  readonly attempts: number;
  readonly atMs: number;
}

/** Failed attempts to authenticate, counted for each subject: a token bucket. */
export class FailedAttempts {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #allowance: Allowance;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Pick<Clock, 'monotonicMs'>, allowance: Allowance = attemptsWithKey) {
    this.#clock = clock;
    this.#allowance = allowance;
  }

  /** Seconds until the subject may fail again; 0 when it may now. */
  waitS(subject: string): number {
    const left = this.#left(subject);
    return left >= 1 ? 0 : Math.ceil((1 - left) * this.#allowance.refillS);
  }

  failed(subject: string): void {
    const attempts = Math.max(0, this.#left(subject) - 1);
    remember(this.#buckets, subject, { attempts, atMs: this.#clock.monotonicMs() });
  }

  /** Gives back the attempt that turned out to be right. */
  succeeded(subject: string): void {
    const bucket = this.#buckets.get(subject);
    if (bucket !== undefined)
      this.#buckets.set(subject, { ...bucket, attempts: bucket.attempts + 1 });
  }

  #left(subject: string): number {
    const bucket = this.#buckets.get(subject);
    const { burst, refillS } = this.#allowance;
    if (bucket === undefined) return burst;
    const refilled = (this.#clock.monotonicMs() - bucket.atMs) / 1000 / refillS;
    return Math.min(burst, bucket.attempts + refilled);
  }
}

/** Who an address stands for: who has one IPv6 address has the 2^64 of its network, and they count as one. */
export function networkOf(address: string): string {
  if (!isIPv6(address) || address.includes('.')) return address;
  const [head = '', tail = ''] = address.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const gap = address.includes('::') ? 8 - first.length - last.length : 0;
  const groups = [...first, ...Array.from({ length: gap }, () => '0'), ...last];
  return `${groups.slice(0, 4).join(':')}::/64`;
}
