import type { Timer } from '@northbound/rpc';
import type { Core } from '../core.ts';
import type { EventNotifier } from '../monitoring/notifier.ts';
import type { WatchdogTimer } from './watchdog-timer.ts';

const STORED = 'watchdog:bite';

/** The loop is dead when it does not come by for so long, unless the timer has a time of its own. */
export const LOOP_DEADLINE_MS = 60_000;
/** The loop comes by so often within the deadline. */
const CHECKS_PER_DEADLINE = 6;
/** How often the loop shows that it runs. */
export const CHECK_MS = LOOP_DEADLINE_MS / CHECKS_PER_DEADLINE;
/** Work that is under way for longer will never end, unless it waits for answers that may take their time. */
export const TASK_DEADLINE_MS = 600_000;
/** A message waits for its turn for one time-out at most, and for its answer for another. */
const TIMEOUTS_OF_WORK = 3;

/** What it needs of the station. */
interface Supervised {
  readonly clock: Pick<Core['clock'], 'monotonicMs' | 'timestamp'>;
  /** MessageTimeout. */
  readonly messageTimeoutMs: number;
  readonly storage: { readonly values: Pick<Core['storage']['values'], 'set'> };
  after: Core['after'];
  tell: Core['tell'];
}

/** What the watchdog acted on. */
export interface Bite {
  readonly task: string;
  readonly at: string;
}

/**
 * Sees that the application works, not only its socket: a peer that gets its pongs from the network
 * stack knows nothing of a loop that hangs. Each piece of work has a deadline; as long as all are
 * met, the timer beside the application is fed. A deadline that is missed, or a loop that does not
 * come by, is a reset with its reason (2.1 part 2, `BootReasonEnumType` Watchdog).
 */
export class Watchdog {
  readonly #core: Supervised;
  readonly #timer: WatchdogTimer;
  readonly #reset: () => void;
  readonly #works = new Map<symbol, { readonly task: string; readonly dueMs: number }>();
  #next: Timer | undefined;
  #hasBitten = false;

  constructor(core: Supervised, timer: WatchdogTimer, reset: () => void) {
    this.#core = core;
    this.#timer = timer;
    this.#reset = reset;
  }

  begin(): void {
    this.#timer.start(this.#deadlineMs, () => this.#bite('loop'));
    this.#check();
  }

  end(): void {
    this.#next?.cancel();
    this.#timer.stop();
  }

  async supervised<T>(task: string, work: Promise<T>): Promise<T> {
    const key = Symbol(task);
    const { clock, messageTimeoutMs } = this.#core;
    const deadlineMs = Math.max(TASK_DEADLINE_MS, TIMEOUTS_OF_WORK * messageTimeoutMs);
    this.#works.set(key, { task, dueMs: clock.monotonicMs() + deadlineMs });
    try {
      return await work;
    } finally {
      this.#works.delete(key);
    }
  }

  #check(): void {
    const nowMs = this.#core.clock.monotonicMs();
    const late = [...this.#works.values()].find(({ dueMs }) => dueMs < nowMs);
    if (late !== undefined) {
      this.#bite(late.task);
      return;
    }
    this.#timer.feed();
    const waitMs = this.#deadlineMs / CHECKS_PER_DEADLINE;
    this.#next = this.#core.after(waitMs, () => this.#check());
  }

  get #deadlineMs(): number {
    return this.#timer.deadlineMs ?? LOOP_DEADLINE_MS;
  }

  #bite(task: string): void {
    if (this.#hasBitten) return;
    this.#hasBitten = true;
    const bite: Bite = { task, at: this.#core.clock.timestamp() };
    this.#core.storage.values.set(STORED, JSON.stringify(bite));
    this.#core.tell({ type: 'watchdog', task });
    this.#reset();
  }
}

/** What the watchdog did before this boot, from the storage or from the timer's own register. */
export function lastBite(
  core: Pick<Core, 'storage' | 'clock'>,
  timer: WatchdogTimer | undefined,
): Bite | undefined {
  const stored = core.storage.values.get(STORED);
  if (stored !== undefined) return parse(stored);
  return timer?.hasBitten() === true ? { task: 'loop', at: core.clock.timestamp() } : undefined;
}

/** Tells the CSMS, as a failure of the station that is over (1.6: InternalError, then NoError). */
export function reportBite(
  core: Pick<Core, 'storage'>,
  timer: WatchdogTimer | undefined,
  notifier: EventNotifier,
  { task, at }: Bite,
): void {
  const event = {
    trigger: 'Alerting',
    techCode: 'InternalError',
    techInfo: `Watchdog: ${task} missed its deadline`,
    component: { name: 'ChargingStation' },
    variable: { name: 'Problem' },
    eventNotificationType: 'HardWiredNotification',
    severity: 2,
  } as const;
  const eventId = notifier.notify({ ...event, timestamp: at, actualValue: 'true' });
  notifier.notify({ ...event, actualValue: 'false', cleared: true, cause: eventId });
  core.storage.values.delete(STORED);
  timer?.acknowledge();
}

function parse(text: string): Bite | undefined {
  const value: unknown = JSON.parse(text);
  return isBite(value) ? value : undefined;
}

function isBite(value: unknown): value is Bite {
  return (
    typeof value === 'object' &&
    value !== null &&
    'task' in value &&
    typeof value.task === 'string' &&
    'at' in value &&
    typeof value.at === 'string'
  );
}
