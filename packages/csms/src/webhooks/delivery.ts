import type { Clock } from '@northbound/rpc';
import type { Outbound, OutboundResult } from '../outbound/outbound.ts';
import { signatureOf } from './signature.ts';
import type { StoredEvent, StoredWebhook } from './sql.ts';

/** How long a receiver may take to answer. */
const TIMEOUT_MS = 10_000;

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 3_600_000;
const GIVE_UP_AFTER_MS = 3 * 24 * 3_600_000;

/** What came of one request. */
export interface Delivered {
  readonly verdict:
    | 'taken'
    /** Another attempt may do better. */
    | 'notTaken'
    /** No attempt will. */
    | 'hopeless';
  readonly status: number | undefined;
  readonly failure: string | undefined;
  readonly durationMs: number;
}

/**
 * Unique over restarts too, although the numbers of rows begin again when the table was empty: what a receiver knows
 * a repetition by.
 */
export function eventIdOf({ id, at }: Pick<StoredEvent, 'id' | 'at'>): string {
  return `${at.toString(36)}-${id.toString(36)}`;
}

/** The events are JSON already. */
export function bodyOf({ id }: Pick<StoredWebhook, 'id'>, events: readonly StoredEvent[]): string {
  const items = events.map(
    (stored) => `{"id":${JSON.stringify(eventIdOf(stored))},"event":${stored.event}}`,
  );
  return `{"webhookId":${id},"events":[${items.join(',')}]}`;
}

/** Sends one signed request. Never rejects. */
export async function deliver(
  outbound: Outbound,
  clock: Clock,
  { secret, wish }: StoredWebhook,
  body: string,
): Promise<Delivered> {
  const beganMs = clock.monotonicMs();
  const result = await outbound.post({
    url: wish.url,
    headers: {
      'content-type': 'application/json',
      'user-agent': 'northbound-csms',
      'northbound-signature': signatureOf(secret, body, clock.epochMs()),
    },
    body,
    timeoutMs: TIMEOUT_MS,
    allowPrivate: wish.allowPrivate === true,
  });
  const durationMs = Math.round(clock.monotonicMs() - beganMs);
  return { ...judge(result), durationMs };
}

function judge(result: OutboundResult): Omit<Delivered, 'durationMs'> {
  if (result.outcome === 'answered') {
    const { status } = result;
    const taken = status >= 200 && status < 300;
    // 410: the receiver says itself that it is gone for good.
    const verdict = taken ? 'taken' : status === 410 ? 'hopeless' : 'notTaken';
    return { verdict, status, failure: undefined };
  }
  const { reason, detail } = result;
  const isHopeless = reason === 'privateAddress' || reason === 'invalidUrl';
  return { verdict: isHopeless ? 'hopeless' : 'notTaken', status: undefined, failure: detail };
}

/** @param failures attempts in a row that were not taken, before this one */
export function retryAfterMs(failures: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** failures, LONGEST_RETRY_MS);
}

/** Why no further attempt is made; undefined when one is. */
export function endReason(
  { verdict, status, failure }: Delivered,
  failingForMs: number,
): string | undefined {
  const what = status === undefined ? (failure ?? '') : `It answered with ${status}.`;
  if (verdict === 'hopeless') return what;
  return failingForMs >= GIVE_UP_AFTER_MS ? `Nothing was taken for three days. ${what}` : undefined;
}
