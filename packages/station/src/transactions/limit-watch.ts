import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { Evse } from '../evse/evse.ts';
import type { RunningTransaction } from '../nvm/storage.ts';
import { type LimitCause, nextLookMs, reachedLimit, type Spent } from './limits.ts';
import { LIMIT, type LimitEvent, type LimitState } from './limits-table.ts';

/** Holds the transaction of one EVSE to its limits (2.1 part 2, E16). */
export class LimitWatch {
  readonly #core: Core;
  readonly #evse: Evse;
  #state: LimitState = 'Unlimited';
  #timer: Timer | undefined;
  /** On the monotonic clock: a clock that is set does not shorten anybody's hour. */
  #startedAtMs = 0;
  /** What it had come to when a limit was reached. */
  #reachedAt: Spent | undefined;
  #unwatch: (() => void) | undefined;

  constructor(core: Core, evse: Evse) {
    this.#core = core;
    this.#evse = evse;
  }

  get reached(): boolean {
    return this.#state === 'Reached';
  }

  /** A transaction began, now or before an interruption. */
  begin({ startedAt }: RunningTransaction): void {
    this.#unwatch?.();
    const { clock } = this.#core;
    const nowMs = clock.monotonicMs();
    if (this.#date(startedAt, nowMs)) return;
    // After a reset a board without a battery does not know how long it has lasted: not less than since then.
    this.#unwatch = clock.watch(() => {
      if (this.#date(startedAt, nowMs)) this.#unwatch?.();
      this.check();
    });
  }

  /** @returns false as long as it seems to begin in the future */
  #date(startedAt: string | undefined, latestMs: number): boolean {
    const { clock } = this.#core;
    const elapsedMs =
      startedAt === undefined ? 0 : clock.epochMs() - Date.parse(clock.resolve(startedAt));
    this.#startedAtMs = Math.min(latestMs, clock.monotonicMs() - elapsedMs);
    return elapsedMs >= 0;
  }

  end(): void {
    this.#unwatch?.();
    this.#timer?.cancel();
    this.#timer = undefined;
    this.#reachedAt = undefined;
    this.#step('transactionOver');
  }

  /** The power has changed; what is reached stays reached until a limit is raised. */
  powerChanged(): void {
    if (!this.reached) this.check();
  }

  /** A limit or the cost has changed. */
  check(): void {
    this.#timer?.cancel();
    this.#timer = undefined;
    const running = this.#evse.transaction.running;
    if (running?.limit === undefined) return;
    const spent = noLess(this.#spent(running), this.#reachedAt);
    const cause = reachedLimit(running.limit, spent);
    if (cause !== undefined) {
      this.#reachedAt ??= spent;
      this.#step('reached', cause);
      return;
    }
    this.#reachedAt = undefined;
    this.#step('set');
    const waitMs = nextLookMs(running.limit, spent);
    if (waitMs !== undefined) this.#timer = this.#core.after(waitMs, () => this.check());
  }

  #spent({ begin, totalCost }: RunningTransaction): Spent {
    const { clock, hardware } = this.#core;
    const { registerWh, powerW, socPercent } = hardware.readMeter(this.#evse.id);
    return {
      cost: totalCost,
      energyWh: registerWh - (begin?.reading.registerWh ?? registerWh),
      timeMs: clock.monotonicMs() - this.#startedAtMs,
      socPercent,
      powerW,
    };
  }

  #step(event: LimitEvent, cause?: LimitCause): void {
    const [next, action] = LIMIT[this.#state][event];
    const change = () => {
      this.#state = next;
    };
    if (action === 'suspend' && cause !== undefined) this.#evse.apply(cause, change);
    else if (action === 'resume') this.#evse.apply('limitRaised', change);
    else change();
  }
}

/**
 * What is reached stays reached until a limit is raised (E16.FR.14): that no power is left once the contactor is open,
 * or that a battery tells less than before, does not bring the energy back.
 */
function noLess(now: Spent, reachedAt: Spent | undefined): Spent {
  if (reachedAt === undefined) return now;
  const { powerW, socPercent = 0 } = reachedAt;
  return {
    ...now,
    powerW: Math.max(now.powerW, powerW),
    socPercent: Math.max(now.socPercent ?? 0, socPercent),
  };
}
