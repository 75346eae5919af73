import type { Clock } from '@northbound/rpc';
import type { Outbound } from '../outbound/outbound.ts';
import { epochMsOf, timestampOf } from '../timestamps.ts';
import type { Place, TokenStatus, TokenVerdict } from './domain.ts';
import type { WebhookSettings } from './settings.ts';

/** Answers that are remembered; the oldest makes room. */
const MAX_REMEMBERED = 20_000;

const STATUSES: ReadonlySet<string> = new Set<TokenStatus>([
  'Accepted',
  'Blocked',
  'ConcurrentTx',
  'Expired',
  'Invalid',
  'NoCredit',
  'NotAllowedTypeEVSE',
  'NotAtThisLocation',
  'NotAtThisTime',
  'Unknown',
]);

/** A system that is away fails with every card: it is told of once in this time. */
const WARN_EVERY_MS = 60_000;

interface Remembered {
  readonly verdict: TokenVerdict;
  readonly untilMs: number;
}

export interface WebhookQuestion extends Place {
  readonly idToken: string;
  readonly type: string;
}

/** Asks a system outside what to tell a driver, at once. */
export class AuthorizationWebhook {
  readonly #outbound: Outbound;
  readonly #clock: Clock;
  readonly #warn: (reason: string) => void;
  readonly #remembered = new Map<string, Remembered>();
  #warnedAtMs: number | undefined;
  /** Counts the times that all was forgotten: an answer to a question from before is not kept. */
  #forgotten = 0;

  /** @param warn told why a question had no answer */
  constructor(outbound: Outbound, clock: Clock, warn: (reason: string) => void) {
    this.#outbound = outbound;
    this.#clock = clock;
    this.#warn = warn;
  }

  /** @returns undefined when no usable answer came in time */
  async ask(
    settings: WebhookSettings,
    question: WebhookQuestion,
  ): Promise<TokenVerdict | undefined> {
    const key = JSON.stringify([
      settings.url,
      question.stationId,
      question.evseId,
      question.starts === true,
      question.idToken.toLowerCase(),
      question.type,
    ]);
    const nowMs = this.#clock.epochMs();
    const known = this.#remembered.get(key);
    if (known !== undefined && known.untilMs > nowMs) return known.verdict;
    const forgotten = this.#forgotten;
    const verdict = await this.#question(settings, question, nowMs);
    if (verdict === undefined || forgotten !== this.#forgotten) return verdict;
    const { expiresAt } = verdict;
    const rememberedUntilMs = nowMs + settings.rememberS * 1000;
    const untilMs =
      expiresAt === undefined
        ? rememberedUntilMs
        : Math.min(rememberedUntilMs, epochMsOf(expiresAt));
    if (untilMs > nowMs) this.#remember(key, { verdict, untilMs });
    return verdict;
  }

  /** After a change of the settings or of tokens: what was said before holds no longer. */
  forget(): void {
    this.#forgotten += 1;
    this.#remembered.clear();
  }

  async #question(
    { url, secret, timeoutMs, allowPrivate }: WebhookSettings,
    question: WebhookQuestion,
    nowMs: number,
  ): Promise<TokenVerdict | undefined> {
    const result = await this.#outbound.post({
      url,
      headers: {
        'content-type': 'application/json',
        ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      },
      body: JSON.stringify({ ...question, at: timestampOf(nowMs) }),
      timeoutMs,
      allowPrivate,
    });
    if (result.outcome === 'failed') {
      this.#complain(
        `the authorization webhook gave no answer (${result.reason}): ${result.detail}`,
      );
      return undefined;
    }
    if (result.status !== 200) {
      this.#complain(`the authorization webhook answered with HTTP status ${result.status}`);
      return undefined;
    }
    const verdict = verdictIn(result.body);
    if (verdict === undefined) this.#complain('the authorization webhook answered with no verdict');
    return verdict;
  }

  #complain(reason: string): void {
    const nowMs = this.#clock.monotonicMs();
    if (this.#warnedAtMs !== undefined && nowMs - this.#warnedAtMs < WARN_EVERY_MS) return;
    this.#warnedAtMs = nowMs;
    this.#warn(reason);
  }

  #remember(key: string, answer: Remembered): void {
    this.#remembered.delete(key);
    this.#remembered.set(key, answer);
    if (this.#remembered.size <= MAX_REMEMBERED) return;
    for (const oldest of this.#remembered.keys()) {
      this.#remembered.delete(oldest);
      break;
    }
  }
}

/** What stations can be told: the lengths are those of 2.0.1. */
const MAX_LENGTHS = { groupIdToken: 36, language: 8, personalMessage: 512 } as const;

/** The answer of the system: a `status` at least. A field that is not what it should be counts as no answer at all. */
function verdictIn(body: string): TokenVerdict | undefined {
  const answer = objectIn(body);
  if (answer === undefined) return undefined;
  const { status, expiresAt, evseIds } = answer;
  if (typeof status !== 'string' || !isStatus(status)) return undefined;
  if (expiresAt !== undefined && !isMoment(expiresAt)) return undefined;
  if (evseIds !== undefined && !isNumbers(evseIds)) return undefined;
  const texts = new Map<string, string>();
  for (const [name, maxLength] of Object.entries(MAX_LENGTHS)) {
    const value = answer[name];
    if (value === undefined) continue;
    if (typeof value !== 'string' || value.length > maxLength) return undefined;
    texts.set(name, value);
  }
  return {
    status,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(evseIds === undefined || evseIds.length === 0 ? {} : { evseIds }),
    ...Object.fromEntries(texts),
  };
}

function objectIn(body: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? { ...parsed } : undefined;
  } catch {
    return undefined;
  }
}

function isStatus(status: string): status is TokenStatus {
  return STATUSES.has(status);
}

function isMoment(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(value) &&
    !Number.isNaN(epochMsOf(value))
  );
}

function isNumbers(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => Number.isInteger(item) && item > 0);
}
