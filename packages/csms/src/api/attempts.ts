import { isIPv6 } from 'node:net';
import type { Clock } from '@northbound/rpc';

/** Failed attempts an address may make at once. */
const burst = 10;
/** Seconds after which it gets one of them back. */
const refillS = 6;
/** Addresses that are remembered; the one that has been quiet for longest is forgotten for a new one. */
const mostAddresses = 10_000;

interface Bucket {
  readonly attempts: number;
  readonly atMs: number;
}

/**
 * Failed attempts to authenticate, counted for each remote address: a token bucket. It does not make keys safer (their
 * secrets cannot be guessed); it keeps a confused or hostile client from costing a look-up for each of its tries.
 */
export class FailedAttempts {
  readonly #clock: Pick<Clock, 'monotonicMs'>;
  readonly #buckets = new Map<string, Bucket>();

  constructor(clock: Pick<Clock, 'monotonicMs'>) {
    this.#clock = clock;
  }

  /** Seconds until the address may try again; 0 when it may now. */
  waitS(remoteAddress: string): number {
    const left = this.#left(network(remoteAddress));
    return left >= 1 ? 0 : Math.ceil((1 - left) * refillS);
  }

  failed(remoteAddress: string): void {
    const key = network(remoteAddress);
    const attempts = Math.max(0, this.#left(key) - 1);
    this.#buckets.delete(key);
    this.#buckets.set(key, { attempts, atMs: this.#clock.monotonicMs() });
    if (this.#buckets.size > mostAddresses) {
      const [quietest] = this.#buckets.keys();
      if (quietest !== undefined) this.#buckets.delete(quietest);
    }
  }

  #left(key: string): number {
    const bucket = this.#buckets.get(key);
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
